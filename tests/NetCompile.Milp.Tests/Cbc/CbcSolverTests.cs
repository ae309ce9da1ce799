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

    [SkippableFact]
    public void Log_has_what_cbc_prints()
    {
        Skip.If(OperatingSystem.IsWindows(), "On Windows CBC's log stays on the standard output.");
        List<string> lines = [];
        Create().Solve(HardModels.MarketSplit(), new MilpSolveOptions { NodeLimit = 100, Log = lines.Add });
        Assert.Contains(lines, l => l.StartsWith("Welcome to the CBC", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("Cbc0", StringComparison.Ordinal));
    }
}
