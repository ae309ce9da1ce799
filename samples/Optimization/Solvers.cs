using NetCompile.Milp;
using NetCompile.Milp.Cbc;

namespace Optimization;

/// <summary>The two solvers of the examples.</summary>
internal static class Solvers
{
    /// <summary>CBC: quick, and its word is all there is for a bound.</summary>
    public static MilpSolver Quick { get; } = new CbcSolver();

    /// <summary>NetCompile's branch and bound over CLP: slower, and every bound is rebuilt from dual multipliers with outward rounding.</summary>
    public static MilpSolver Proving { get; } = new BranchAndBoundSolver(new ClpSolver());
}
