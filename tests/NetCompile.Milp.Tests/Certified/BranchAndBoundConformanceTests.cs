using NetCompile.Milp.Tests.Cbc;
using NetCompile.Milp.Tests.Conformance;

namespace NetCompile.Milp.Tests.Certified;

/// <summary>The branch and bound over CLP does what every solver must.</summary>
public sealed class BranchAndBoundConformanceTests : MilpSolverConformance
{
    protected override MilpSolver Create() => new BranchAndBoundSolver(CbcLibrary.Simplex());
}

/// <summary>The branch and bound over CLP keeps limits, as every solver must.</summary>
public sealed class BranchAndBoundLimitsTests : MilpLimitsConformance
{
    protected override MilpSolver Create() => new BranchAndBoundSolver(CbcLibrary.Simplex());
}
