using NetCompile.Models;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Encodings;

public sealed class NetworkEncoderTests
{
    // h = max(0, 2x − 1), y = 3h + 1 on [0, 1]: L = −1, U = 1.
    private static NetworkModel Ramp()
    {
        NetworkModelBuilder b = new("ramp", TensorShape.Of(1));
        return b.Build(b.AddDense(b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 1, 2), Tensor.Vector(-1))), Tensor.Matrix(1, 1, 3), Tensor.Vector(1)));
    }

    private static NeuronBounds BoundsOf(NetworkModel network, double lower, double upper) => EncodingCase.IntervalBoundsOf(network, [lower], [upper]);

    [Fact]
    public void BigMOfARampIsWhatOneWritesByHand()
    {
        NetworkModel network = Ramp();
        MilpModel model = new();
        MilpVariable x = model.AddVariable(0, 1, "x");
        EncodedNetwork encoded = NetworkEncoder.AddTo(model, NetworkRunner.Create(network), [x], BoundsOf(network, 0, 1));
        Assert.Equal((1, 0, 0), (encoded.UnstableCount, encoded.StablyActiveCount, encoded.StablyInactiveCount));
        Assert.Single(encoded.Binaries);

        // x, a, h, z, y; a = 2x − 1, h ≥ a, h ≤ a − L(1 − z), h ≤ U z, y = 3h + 1.
        Assert.Equal(5, model.ColumnCount);
        Assert.Equal(5, model.RowCount);
        (int a, int h, int z) = (1, 2, 3);
        double l = model.ColumnLower[a], u = model.ColumnUpper[a];
        Assert.Equal((-1, 1), (l, u), (p, q) => Math.Abs(p.Item1 - q.Item1) < 1e-12 && Math.Abs(p.Item2 - q.Item2) < 1e-12);
        Assert.True(l <= -1 && u >= 1, "a big-M must not be rounded inward");
        Assert.Equal([a, 0], model.RowColumns[model.RowStarts[0]..model.RowStarts[1]].ToArray());
        Assert.Equal([1.0, -2.0], model.RowCoefficients[model.RowStarts[0]..model.RowStarts[1]].ToArray());
        Assert.Equal((-1.0, -1.0), (model.RowLower[0], model.RowUpper[0]));
        Assert.Equal([h, a, z], model.RowColumns[model.RowStarts[2]..model.RowStarts[3]].ToArray());
        Assert.Equal([1, -1, -l], model.RowCoefficients[model.RowStarts[2]..model.RowStarts[3]].ToArray());
        Assert.Equal(-l, model.RowUpper[2]);
        Assert.Equal([1, -u], model.RowCoefficients[model.RowStarts[3]..model.RowStarts[4]].ToArray());
    }

    [Theory]
    [InlineData(0.6, 1, 0, 1, 0)]
    [InlineData(0, 0.4, 0, 0, 1)]
    public void StableNeuronsGetNoBinary(double lower, double upper, int unstable, int active, int inactive)
    {
        NetworkModel network = Ramp();
        foreach (string encoding in EncodingCase.Exact)
        {
            MilpModel model = new();
            EncodedNetwork encoded = NetworkEncoder.AddTo(
                model, NetworkRunner.Create(network), [model.AddVariable(lower, upper)], BoundsOf(network, lower, upper), new EncodingOptions { Encoding = ReluEncoding.Parse(encoding) });
            Assert.Equal((unstable, active, inactive), (encoded.UnstableCount, encoded.StablyActiveCount, encoded.StablyInactiveCount));
            Assert.Equal(0, model.IntegerCount);
            Assert.Empty(model.Sos1Sets);
        }
    }

    [Fact]
    public void AnInputThatLeavesTheBoxOfTheBoundsIsRefused()
    {
        NetworkModel network = Ramp();
        MilpModel model = new();
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => NetworkEncoder.AddTo(model, NetworkRunner.Create(network), [model.AddVariable(0, 2, "speed")], BoundsOf(network, 0, 1)));
        Assert.Contains("'speed', has the bounds [0, 2]", e.Message);
        Assert.Contains("hold on [0, 1] only", e.Message);
    }

    [Fact]
    public void BoundsOfAnotherNetworkAreRefused()
    {
        MilpModel model = new();
        NetworkModel other = RandomNetworks.Chain(new Random(1), 1, 2, 1);
        ArgumentException e = Assert.Throws<ArgumentException>(() => NetworkEncoder.AddTo(model, NetworkRunner.Create(Ramp()), [model.AddVariable(0, 1)], BoundsOf(other, 0, 1)));
        Assert.Contains("not the network 'ramp'", e.Message);
    }

    [Fact]
    public void BoundsForRealArithmeticDoNotServeTheFloat32ForwardPass()
    {
        NetworkModel network = Ramp();
        MilpModel model = new();
        ArgumentException e = Assert.Throws<ArgumentException>(() => NetworkEncoder.AddTo(
            model, NetworkRunner.Create(network), [model.AddVariable(0, 1)], BoundsOf(network, 0, 1), new EncodingOptions { Arithmetic = Arithmetic.Float32 }));
        Assert.Contains("real arithmetic", e.Message);
    }

    [Theory]
    [InlineData("big-m", true)]
    [InlineData("extended", true)]
    [InlineData("partition:2", true)]
    [InlineData("ideal", true)]
    [InlineData("indicator", false)]
    [InlineData("sos1", false)]
    public void AnInfiniteBigMIsAnErrorWhereOneIsNeeded(string name, bool isError)
    {
        MilpModel model = new();
        NetworkEncoding encoding = new(model, "open", new EncodingOptions { Encoding = ReluEncoding.Parse(name) });
        EncodedValue x = encoding.Input([model.AddVariable()], [double.NegativeInfinity], [double.PositiveInfinity]);
        void Encode() => encoding.Relu(x, [double.NegativeInfinity], [double.PositiveInfinity], "relu");
        if (isError)
        {
            Assert.Contains("needs a finite big-M", Assert.Throws<ArgumentException>(Encode).Message);
        }
        else
        {
            Encode();
            Assert.Equal(1, encoding.UnstableCount);
        }
    }

    [Fact]
    public void BoundsThatContradictEachOtherMeanAnEmptyRegion()
    {
        MilpModel model = new();
        NetworkEncoding encoding = new(model, "net");
        EncodedValue x = encoding.Input([model.AddVariable(0, 1)], [0], [1]);
        Assert.Throws<EmptyRegionException>(() => encoding.Relu(x, [0.5], [0.25], "relu"));
    }

    [Fact]
    public void ASolutionIsComparedWithTheNetwork()
    {
        NetworkModel network = Ramp();
        MilpModel model = new();
        MilpVariable x = model.AddVariable(0, 1, "x");
        EncodedNetwork encoded = NetworkEncoder.AddTo(model, NetworkRunner.Create(network), [x], BoundsOf(network, 0, 1));
        model.Maximize(encoded.Outputs[0]);
        MilpSolution solution = new BranchAndBoundSolver(new Doubles.DenseLpSolver()).Solve(model);
        Discrepancy check = Assert.Single(solution.Discrepancies);
        Assert.Equal(4, check.NetworkOutput[0]);
        Assert.True(check.Largest < 1e-6);

        // A wrong solution shows.
        double[] wrong = [.. solution.Values];
        wrong[encoded.Outputs[0].Index] = 5;
        Assert.Equal(1, encoded.Check(solution with { Values = [.. wrong] }).Largest, 1e-6);
    }

    [Theory]
    [InlineData("big-m")]
    [InlineData("partition:7")]
    [InlineData("partition:3:uneven")]
    [InlineData("projected-hull")]
    public void NamesAreReadBack(string name) => Assert.Equal(name, ReluEncoding.Parse(name).Name);

    [Theory]
    [InlineData("")]
    [InlineData("bigm")]
    [InlineData("partition")]
    [InlineData("partition:0")]
    [InlineData("partition:-1")]
    [InlineData("partition:2:other")]
    [InlineData("big-m:2")]
    public void WhatIsNoEncodingIsRefused(string name) => Assert.Contains("partition:P", Assert.Throws<FormatException>(() => ReluEncoding.Parse(name)).Message);
}
