using System.Runtime.InteropServices;
using NetCompile.Milp.Cbc.Native;

namespace NetCompile.Milp.Cbc;

/// <summary>CLP, the simplex solver of COIN-OR, as an <see cref="LpSolver"/>: dual simplex after changes of bounds and rows, primal simplex after changes of the objective alone.</summary>
/// <remarks>Thread-safe, and sessions of different threads run at the same time. To solve one whole model, wrap it in a <see cref="LinearSolver"/>.</remarks>
public sealed class ClpSolver : LpSolver
{
    /// <summary>CLP.</summary>
    /// <exception cref="SolverLibraryException">The library is missing; the message says what to install.</exception>
    public ClpSolver()
    {
        CoinLibraries.Load(CoinLibraries.Clp);
        Name = "CLP " + Marshal.PtrToStringUTF8(ClpNative.Clp_Version());
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Whether the library is there.</summary>
    /// <param name="reason">Why not, and what to install; empty where it is.</param>
    public static bool IsAvailable(out string reason) => CoinLibraries.IsAvailable(CoinLibraries.Clp, out reason);

    /// <inheritdoc/>
    protected override LpSession OpenCore(MilpModel model) => new ClpSession(model);
}
