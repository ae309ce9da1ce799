using System.Collections.Immutable;
using Xunit;

namespace NetCompile.Milp.Tests.Solving;

public sealed class SolutionReviewTests
{
    [Theory]
    [InlineData(2.0, 2.0, MilpStatus.Optimal)]
    [InlineData(2.0, 2.00000001, MilpStatus.Optimal)]
    [InlineData(2.0, 2.1, MilpStatus.Feasible)]
    [InlineData(2.0, 1.9, MilpStatus.Feasible)]
    public void AClaimOfOptimalityMustAgreeWithItsOwnBound(double value, double bound, MilpStatus expected)
    {
        MilpModel model = new("claim");
        MilpVariable x = model.AddVariable(0, 3);
        model.Maximize(1 * x);

        MilpSolution solution = new ClaimingSolver(value, bound).Solve(model);

        Assert.Equal(expected, solution.Status);
        Assert.Equal(value, solution.Objective);
        Assert.Equal(bound, solution.Bound);
        if (expected == MilpStatus.Feasible)
        {
            Assert.Equal(StopReason.Failure, solution.StopReason);
            Assert.Contains("its own bound", solution.Message);
        }
    }

    // Says that a value is optimal, and what its bound is.
    private sealed class ClaimingSolver(double value, double bound) : MilpSolver
    {
        public override string Name => "claims";

        public override MilpFeatures Features => MilpFeatures.Integers;

        protected override MilpSolution SolveCore(MilpModel model, MilpSolveOptions options, CancellationToken cancellation) =>
            new() { Status = MilpStatus.Optimal, StopReason = StopReason.Completed, Solver = Name, Values = [value], Bound = bound };
    }
}
