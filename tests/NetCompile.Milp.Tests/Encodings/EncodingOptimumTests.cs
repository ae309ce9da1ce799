using NetCompile.Milp.Cbc;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Milp.Tests.Encodings;

/// <summary>Every exact encoding has the optimum that trying all combinations of linear pieces finds.</summary>
public sealed class EncodingOptimumTests
{
    [SkippableTheory]
    [InlineData(HiddenActivation.Relu, 80, 3)]
    [InlineData(HiddenActivation.LeakyRelu, 60, 3)]
    [InlineData(HiddenActivation.Clip, 50, 2)]
    [InlineData(HiddenActivation.Maximum, 50, 2)]
    [InlineData(HiddenActivation.Sign, 30, 2)]
    [InlineData(HiddenActivation.Threshold, 30, 2)]
    public void AllEncodingsAgreeWithTheEnumerationOfPieces(HiddenActivation activation, int seeds, int width)
    {
        for (int seed = 0; seed < seeds; seed++)
        {
            EncodingCase c = EncodingCase.Create(seed, activation, 2, width, width, 2);
            AssertOptimum(c, $"{activation}, seed {seed}");
        }
    }

    [SkippableFact]
    public void GraphsWithEveryOperatorAgreeToo()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            NetworkModel network = RandomNetworks.Tangle(random, 2, 2, 6, ExtraOperators.Maximum | ExtraOperators.Step);
            AssertOptimum(EncodingCase.Create(random, network), $"tangle {seed}");
        }
    }

    private static void AssertOptimum(EncodingCase c, string what)
    {
        Skip.IfNot(ClpSolver.IsAvailable(out string reason), reason);
        BranchAndBoundSolver solver = new(new ClpSolver());
        double expected = PieceEnumeration.Maximize(c.Network, c.Lower, c.Upper, c.Objective);
        foreach (string encoding in EncodingCase.Exact)
        {
            (MilpModel model, _) = c.Encode(encoding);
            MilpSolution solution = solver.Solve(model);
            Assert.True(solution.Status == MilpStatus.Optimal, $"{what}, {encoding}: {solution.Status}, {solution.StopReason}, {solution.Message}");
            Assert.True(Math.Abs(solution.Objective - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected)), $"{what}, {encoding}: {solution.Objective:R}, enumeration {expected:R}");
        }
    }
}
