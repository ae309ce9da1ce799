using NetCompile.Milp.Tests.Conformance;

namespace NetCompile.Milp.Tests.Cbc;

/// <summary>CLP does what every simplex solver must.</summary>
public sealed class ClpSolverTests : LpSolverConformance
{
    protected override LpSolver Create() => CbcLibrary.Simplex();
}
