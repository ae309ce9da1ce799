using System.Text;
using NetCompile.Milp.Tests.Doubles;
using NetCompile.Models;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Tightening;

public class NeuronBoundsFileTests
{
    private static readonly NetworkModel s_model = RandomNetworks.Chain(new Random(5), 2, 4, 3, 2);

    [Fact]
    public void EveryBitAndEveryOriginComesBack()
    {
        InputConstraints constraints = new([new InputConstraint([0], [1], -0.3, double.PositiveInfinity)], new L1Ball([0, 0.1], 0.7));
        TighteningOptions options = new() { Method = TighteningMethod.Milp, Solver = new DenseLpSolver(), Threads = 1, Arithmetic = Arithmetic.Float32, Constraints = constraints };
        NeuronBounds bounds = BoundTightening.Compute(s_model, [-0.1, -1e-300], [1.0 / 3, 1], options).Bounds;
        NeuronBounds read = NeuronBoundsFile.Read(Written(bounds), s_model, [-0.1, 0], [0.3, 1], constraints);

        AssertSame(bounds, read);
        Assert.Equal(Arithmetic.Float32, read.Arithmetic);
        Assert.Equal(constraints.Hash, read.Constraints.Hash);
        Assert.Equal(bounds.InputLower, read.InputLower);
        Assert.Equal(bounds.InputUpper, read.InputUpper);
        Assert.True(read.IsProved);
    }

    [Fact]
    public void InfinitiesSignedZerosAndSubnormalsComeBack()
    {
        NeuronBounds bounds = Bounds([double.NegativeInfinity, -0.0, double.Epsilon, -double.MaxValue], [0.1, double.PositiveInfinity, 5e-324, double.MaxValue], BoundOrigin.Crown);
        AssertSame(bounds, NeuronBoundsFile.Read(Written(bounds), s_model));
    }

    [Fact]
    public void StatedBoundsAreMarkedAsNotProved()
    {
        NeuronBounds stated = Bounds([-1, -1, -1, -1], [1, 1, 1, 1], BoundOrigin.Stated);
        string text = Encoding.UTF8.GetString(Written(stated).ToArray());
        Assert.Contains("\"isProved\":false", text);
        Assert.False(NeuronBoundsFile.Read(Written(stated), s_model).IsProved);
        Assert.Contains("\"isProved\":true", Encoding.UTF8.GetString(Written(Bounds([-1, -1, -1, -1], [1, 1, 1, 1], BoundOrigin.Lp)).ToArray()));
    }

    [Fact]
    public void AnotherNetworkBoxOrConstraintsAreRefused()
    {
        NeuronBounds bounds = Bounds([-1, -1, -1, -1], [1, 1, 1, 1], BoundOrigin.Lp);
        Assert.Contains("not of", Refused(() => NeuronBoundsFile.Read(Written(bounds), RandomNetworks.Chain(new Random(6), 2, 4, 3, 2))));
        Assert.Contains("Input 1 has the range [-1, 1.5]", Refused(() => NeuronBoundsFile.Read(Written(bounds), s_model, [-1, -1], [1, 1.5])));
        Assert.Contains("3", Refused(() => NeuronBoundsFile.Read(Written(bounds), s_model, [-1, -1, 0], [1, 1, 0])));

        // A box within the file's box may use its bounds.
        AssertSame(bounds, NeuronBoundsFile.Read(Written(bounds), s_model, [-0.5, 0], [0.5, 0]));

        InputConstraints some = new([], new L1Ball([0, 0], 1)), others = new([], new L1Ball([0, 0], 2));
        NeuronBounds restricted = Bounds([-1, -1, -1, -1], [1, 1, 1, 1], BoundOrigin.Lp, some);
        Assert.Contains("constraints", Refused(() => NeuronBoundsFile.Read(Written(restricted), s_model)));
        Assert.Contains("constraints", Refused(() => NeuronBoundsFile.Read(Written(restricted), s_model, others)));
        AssertSame(restricted, NeuronBoundsFile.Read(Written(restricted), s_model, some));

        // Bounds without constraints hold under any.
        Assert.True(NeuronBoundsFile.Read(Written(bounds), s_model, some).Constraints.IsNone);
    }

    [Theory]
    [InlineData("{", "damaged")]
    [InlineData("null", "no file of neuron bounds")]
    [InlineData("[]", "damaged")]
    [InlineData("{\"format\":\"other\"}", "damaged")]
    public void WhatIsNoSuchFileIsRefused(string text, string message) =>
        Assert.Contains(message, Refused(() => NeuronBoundsFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), s_model)));

    [Theory]
    [InlineData("netcompile-neuron-bounds", "something-else", "format")]
    [InlineData("\"version\":1", "\"version\":2", "version 2")]
    [InlineData("\"operator\":1,", "\"operator\":99,", "operator 99")]
    [InlineData("\"operator\":1,", "\"operator\":3,", "operator 3")]
    [InlineData("\"lower\":[-1,", "\"lower\":[\"NaN\",", "no number")]
    [InlineData("\"lower\":[-1,-1,-1,-1]", "\"lower\":[-1,-1,-1]", "3 lower and 4 upper")]
    [InlineData("\"Lp\"", "\"Guess\"", "damaged")]
    [InlineData("\"Lp\"", "77", "unknown origin")]
    [InlineData("\"inputLower\":[-1,-1]", "\"inputLower\":[-1]", "1 inputs")]
    public void ADamagedFileIsRefused(string part, string replacement, string message)
    {
        string text = Encoding.UTF8.GetString(Written(Bounds([-1, -1, -1, -1], [1, 1, 1, 1], BoundOrigin.Lp)).ToArray());
        int at = text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{part} is not in {text}");
        string damaged = text[..at] + replacement + text[(at + part.Length)..];
        Assert.Contains(message, Refused(() => NeuronBoundsFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(damaged)), s_model)));
    }

    [Fact]
    public void AFileOnDiskNamesItselfInErrors()
    {
        string path = Path.Combine(Path.GetTempPath(), $"bounds-{Guid.NewGuid():N}.json");
        try
        {
            NeuronBounds bounds = Bounds([-1, -1, -1, -1], [1, 1, 1, 1], BoundOrigin.Lp);
            NeuronBoundsFile.Save(path, bounds);
            AssertSame(bounds, NeuronBoundsFile.Load(path, s_model, [-1, -1], [1, 1]));
            Assert.StartsWith(path, Refused(() => NeuronBoundsFile.Load(path, s_model, [-2, -1], [1, 1])));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static NeuronBounds Bounds(double[] lower, double[] upper, BoundOrigin origin, InputConstraints? constraints = null)
    {
        ValueBounds?[] values = new ValueBounds?[s_model.Operators.Length];
        foreach (int id in NeuronBounds.Needed(s_model))
        {
            int count = s_model.Operators[id].Count;
            values[id] = new ValueBounds(lower.AsSpan(0, count), upper.AsSpan(0, count), origin);
        }

        return new NeuronBounds(s_model, [-1, -1], [1, 1], Arithmetic.Real, values, constraints);
    }

    private static MemoryStream Written(NeuronBounds bounds)
    {
        MemoryStream stream = new();
        NeuronBoundsFile.Write(stream, bounds);
        return new MemoryStream(stream.ToArray());
    }

    private static void AssertSame(NeuronBounds expected, NeuronBounds actual)
    {
        foreach (int id in NeuronBounds.Needed(s_model))
        {
            Assert.Equal(Bits(expected[id].Lower), Bits(actual[id].Lower));
            Assert.Equal(Bits(expected[id].Upper), Bits(actual[id].Upper));
            Assert.Equal(expected[id].LowerOrigin.ToArray(), actual[id].LowerOrigin.ToArray());
            Assert.Equal(expected[id].UpperOrigin.ToArray(), actual[id].UpperOrigin.ToArray());
        }
    }

    private static long[] Bits(ReadOnlySpan<double> values) => [.. values.ToArray().Select(BitConverter.DoubleToInt64Bits)];

    private static string Refused(Action read) => Assert.Throws<InvalidDataException>(read).Message;
}
