using NetCompile.Milp.Cbc;
using NetCompile.Models;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Encodings;

/// <summary>No encoding cuts off what the network does: the point that belongs to an input meets the model, with every cut added, and its outputs are the network's.</summary>
public sealed class EncodedPointTests
{
    private static readonly string[] All = [.. EncodingCase.Exact, "triangle", "projected-hull"];

    [Theory]
    [InlineData(HiddenActivation.Relu)]
    [InlineData(HiddenActivation.LeakyRelu)]
    [InlineData(HiddenActivation.Clip)]
    [InlineData(HiddenActivation.Maximum)]
    [InlineData(HiddenActivation.Sign)]
    [InlineData(HiddenActivation.Threshold)]
    public void EveryInputIsAPointOfTheModel(HiddenActivation activation)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Random random = new(seed);
            EncodingCase c = EncodingCase.Create(seed, activation, 3, 6, 5, 2);
            NeuronBounds crown = EncodingCase.CrownBoundsOf(c.Network, c.Lower, c.Upper);
            foreach (string encoding in All)
            {
                AssertPoints(c, encoding, c.Bounds, random, $"{activation}, seed {seed}, {encoding}, interval bounds");
                AssertPoints(c, encoding, crown, random, $"{activation}, seed {seed}, {encoding}, CROWN bounds");
            }
        }
    }

    [Fact]
    public void GraphsWithEveryOperatorDoToo()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            Random random = new(seed);
            EncodingCase c = EncodingCase.Create(random, RandomNetworks.Tangle(random, 3, 3, 10, ExtraOperators.Maximum | ExtraOperators.Step));
            foreach (string encoding in All)
            {
                AssertPoints(c, encoding, c.Bounds, random, $"tangle {seed}, {encoding}");
            }
        }
    }

    // The float32 forward pass rounds: encoded for float32, its very outputs must be within reach at its input; encoded for real arithmetic they need not be.
    [SkippableTheory]
    [InlineData("big-m")]
    [InlineData("extended")]
    [InlineData("partition:2")]
    [InlineData("ideal")]
    public void WhatTheFloat32ForwardPassRoundsToIsWithinReach(string encoding)
    {
        Skip.IfNot(ClpSolver.IsAvailable(out string reason), reason);
        for (int seed = 0; seed < 6; seed++)
        {
            Random random = new(seed);
            NetworkModel network = RandomNetworks.Chain(random, 3, 5, 4, 2);
            double[] lower = [-1, -1, -1], upper = [1, 1, 1];
            NeuronBounds bounds = BoundTightening.Compute(
                network, lower, upper, new TighteningOptions { Method = TighteningMethod.Crown, Arithmetic = Arithmetic.Float32 }).Bounds;
            NetworkRunner runner = NetworkRunner.Create(network);
            float[] input = [.. Enumerable.Range(0, 3).Select(_ => (random.NextSingle() * 2) - 1)], output = new float[2];
            runner.Forward(input, output);

            MilpModel model = new();
            MilpVariable[] x = [.. input.Select(v => model.AddVariable(v, v))];
            EncodingOptions options = new() { Encoding = ReluEncoding.Parse(encoding), Arithmetic = Arithmetic.Float32 };
            EncodedNetwork encoded = NetworkEncoder.AddTo(model, runner, x, bounds, options);
            foreach (int sign in new[] { 1, -1 })
            {
                // Each output can be at least, and at most, what the forward pass gave.
                for (int i = 0; i < 2; i++)
                {
                    model.Maximize(sign * encoded.Outputs[i]);
                    MilpSolution solution = new BranchAndBoundSolver(new ClpSolver()).Solve(model);
                    Assert.Equal(MilpStatus.Optimal, solution.Status);
                    Assert.True(solution.Objective >= (sign * output[i]) - 1e-12, $"seed {seed}: {solution.Objective:R} does not reach {sign * output[i]:R}");
                    Assert.Equal(sign * output[i], solution.Objective, 1e-4);
                }
            }
        }
    }

    private static void AssertPoints(EncodingCase c, string encoding, NeuronBounds bounds, Random random, string what)
    {
        (MilpModel model, EncodedNetwork encoded) = c.Encode(encoding, bounds);
        AddRandomCuts(model, encoded, random);
        for (int k = 0; k < 6; k++)
        {
            double[] input = c.RandomInput(random), values = new double[model.ColumnCount];
            for (int j = 0; j < input.Length; j++)
            {
                values[encoded.Inputs[j].Index] = input[j];
            }

            encoded.Complete(values);
            double[] expected = DoubleEvaluator.Evaluate(c.Network, input);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], values[encoded.Outputs[i].Index], 1e-9);
            }

            double violation = SolutionViolation.OfRows(model, values);
            Assert.True(violation <= 1e-12, $"{what}: the point of an input violates the model by {violation:R}");
            Assert.Equal(0, SolutionViolation.OfIntegrality(model, values));
        }
    }

    // Cuts that random points of the columns' box violate, so that many subsets and orders come up.
    private static void AddRandomCuts(MilpModel model, EncodedNetwork encoded, Random random)
    {
        for (int round = 0; round < 20 && encoded.Separators.Count > 0; round++)
        {
            double[] point = new double[model.ColumnCount];
            for (int j = 0; j < point.Length; j++)
            {
                point[j] = model.ColumnLower[j] + (random.NextDouble() * (model.ColumnUpper[j] - model.ColumnLower[j]));
            }

            foreach (ICutSeparator separator in encoded.Separators)
            {
                if (separator.Separate(point, 1e-9) is { } cut)
                {
                    model.AddRow(double.NegativeInfinity, cut.Columns.AsSpan(), cut.Coefficients.AsSpan(), cut.Upper);
                }
            }
        }
    }
}
