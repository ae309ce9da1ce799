using NetCompile.Milp.Tests.Cbc;
using NetCompile.Milp.Tests.Conformance;

namespace NetCompile.Milp.Tests.Certified;

public class BranchAndBoundConformanceTests : MilpSolverConformance
{
    protected override MilpSolver Create() => new BranchAndBoundSolver(CbcLibrary.Simplex());
}

public class BranchAndBoundLimitsTests : MilpLimitsConformance
{
    protected override MilpSolver Create() => new BranchAndBoundSolver(CbcLibrary.Simplex());
}
