using NetCompile.Milp.Cbc;

namespace NetCompile.Milp.Tests.Cbc;

/// <summary>CBC and CLP, or a skipped test where their libraries are missing.</summary>
internal static class CbcLibrary
{
    public static CbcSolver Solver()
    {
        Skip.IfNot(CbcSolver.IsAvailable(out string reason), reason);
        return new CbcSolver();
    }

    public static ClpSolver Simplex()
    {
        Skip.IfNot(ClpSolver.IsAvailable(out string reason), reason);
        return new ClpSolver();
    }
}
