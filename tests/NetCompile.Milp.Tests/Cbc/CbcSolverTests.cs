using NetCompile.Milp.Cbc;
using NetCompile.Milp.Tests.Conformance;

namespace NetCompile.Milp.Tests.Cbc;

/// <summary>CBC does what every solver must.</summary>
public sealed class CbcSolverTests : MilpSolverConformance
{
    protected override MilpSolver Create() => CbcLibrary.Solver();
}

/// <summary>CBC keeps limits, as every solver must.</summary>
public sealed class CbcLimitsTests : MilpLimitsConformance
{
    protected override MilpSolver Create() => CbcLibrary.Solver();
}
