using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Bounds;

/// <summary>Every bound contains the exact value of every operator, in rational arithmetic, at corners and inside points of boxes of every width.</summary>
public sealed class SoundnessTests
{
    private static readonly CrownOptions?[] s_methods =
    [
        null, new(), new(LowerSlope.Zero), new(LowerSlope.SameAsUpper), new(UseIntervalPreActivations: true), new(IntersectWithIntervals: true),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1e-300)]
    [InlineData(1e-9)]
    [InlineData(0.01)]
    [InlineData(2)]
    public void EveryOperatorsBounds_ContainItsExactValues(double width)
    {
        Random random = new(8);
        for (int round = 0; round < 10; round++)
        {
            NetworkModel model = (round % 5) switch
            {
                0 => RandomNetworks.EveryOperator(random, 2, 4, 2),
                1 => RandomNetworks.Chain(random, 3, 6, 6, 2),
                2 => RandomNetworks.Chain(random, HiddenActivation.Maximum, 3, 6, 6, 2),
                3 => RandomNetworks.Chain(random, HiddenActivation.Sign, 3, 6, 6, 2),
                _ => RandomNetworks.Tangle(random, 3, 3, 8, ExtraOperators.Maximum | ExtraOperators.Step),
            };
            ImmutableArray<InputInterval> region =
                [.. Enumerable.Range(0, model.InputCount).Select(_ => random.NextDouble() - 0.5).Select(c => InputInterval.Exact(c - (width / 2), c + (width / 2)))];
            NetworkBounds[] all = [.. s_methods.Select(m => m is null ? IntervalBounds.Compute(model, region) : CrownBounds.Compute(model, region, m))];
            for (int point = 0; point < 4; point++)
            {
                Rational[] input = [.. region.Select(r => Rational.FromDouble(
                    point == 0 ? r.Lower : random.Next(3) switch { 0 => r.Lower, 1 => r.Upper, _ => Math.Clamp(r.Lower + (random.NextDouble() * width), r.Lower, r.Upper) }))];
                Rational[][] exact = RationalForward.EvaluateAll(model, input);
                for (int m = 0; m < all.Length; m++)
                {
                    AssertContains(model, all[m], exact, $"method {m}, width {width}, round {round}");
                }
            }
        }
    }

    [Fact]
    public void ZeroWidthBoxes_AreBoundedToRounding()
    {
        Random random = new(9);
        NetworkModel model = RandomNetworks.Chain(random, 4, 8, 8, 3);
        ImmutableArray<InputInterval> region = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble()).Select(c => InputInterval.Exact(c, c))];
        foreach (CrownOptions? method in s_methods)
        {
            NetworkBounds bounds = method is null ? IntervalBounds.Compute(model, region) : CrownBounds.Compute(model, region, method);
            for (int i = 0; i < 3; i++)
            {
                Assert.InRange(bounds.Output.Upper[i] - bounds.Output.Lower[i], 0, 1e-11);
            }
        }
    }

    private static void AssertContains(NetworkModel model, NetworkBounds bounds, Rational[][] exact, string where)
    {
        foreach (NetworkOperator o in model.Operators)
        {
            OperatorBounds b = bounds.Operators[o.Id];
            for (int i = 0; i < o.Count; i++)
            {
                bool isInside = (double.IsInfinity(b.Lower[i]) || Rational.FromDouble(b.Lower[i]) <= exact[o.Id][i])
                    && (double.IsInfinity(b.Upper[i]) || exact[o.Id][i] <= Rational.FromDouble(b.Upper[i]));
                Assert.True(isInside, $"{where}, {o}, element {i}: {exact[o.Id][i].ToStatedNumber().Value:R} is outside {b.Lower[i]:R} to {b.Upper[i]:R}");
                Assert.True(double.IsFinite(b.Lower[i]) && double.IsFinite(b.Upper[i]), $"{where}, {o}: a bound is infinite");
            }
        }
    }
}
