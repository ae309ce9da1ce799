using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Checker.Tests;

/// <summary>Bounds never cut off a value: the exact one, in rational arithmetic, nor what a float32 forward pass gives in any order of summation.</summary>
public sealed class PartBoundsTests
{
    private static readonly SlopeRule[][] s_rules = [[SlopeRule.Adaptive], [SlopeRule.Zero], [SlopeRule.Parallel], [SlopeRule.Zero, SlopeRule.Adaptive]];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_value_of_every_operator_lies_within_its_bounds(int seed)
    {
        Random random = new(seed);
        NetworkModel model = Network(random, seed);
        for (int trial = 0; trial < 4; trial++)
        {
            (double[] lower, double[] upper) = Box(random, model.InputCount);
            foreach (bool isFloat32 in (bool[])[false, true])
            {
                CheckedNetwork net = new(model, isFloat32);
                PartBounds part = On(net, lower, upper);
                part.Recompute(s_rules[trial], Elements(random, net), new PhaseSigns());
                Assert.False(part.Overflow);
                Assert.False(part.IsEmpty);
                for (int sample = 0; sample < 6; sample++)
                {
                    float[] x = Point(random, lower, upper);
                    if (isFloat32)
                    {
                        float[][] values = Forward(model, x, random);
                        RequireInside(model, part, (id, i) => values[id][i] >= part.Lower(id)[i] && values[id][i] <= part.Upper(id)[i]);
                    }
                    else
                    {
                        Rational[][] values = RationalForward.EvaluateAll(model, [.. x.Select(v => Rational.FromDouble(v))]);
                        RequireInside(model, part, (id, i) => values[id][i] >= Rational.FromDouble(part.Lower(id)[i]) && values[id][i] <= Rational.FromDouble(part.Upper(id)[i]));
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_row_is_bounded_from_below_with_any_slopes_and_multipliers(int seed)
    {
        Random random = new(100 + seed);
        NetworkModel model = Network(random, seed);
        (double[] lower, double[] upper) = Box(random, model.InputCount);
        CheckedNetwork net = new(model, isFloat32: false);
        PartBounds part = On(net, lower, upper);
        PhaseSigns signs = new();
        part.Recompute([SlopeRule.Adaptive], [], signs);
        int met = 0;
        for (int trial = 0; trial < 12; trial++)
        {
            float[] x = Point(random, lower, upper);
            Rational[][] values = RationalForward.EvaluateAll(model, [.. x.Select(v => Rational.FromDouble(v))]);

            // The signs that this very point has, so that it lies in the part.
            signs = new PhaseSigns();
            List<PhaseMultiplier> multipliers = [];
            foreach (NetworkOperator o in model.Operators.Where(o => o.IsActivation && random.Next(3) > 0))
            {
                int source = o.Sources[0], i = random.Next(o.Count);
                if (signs.Of(source, i) == 0)
                {
                    signs.Set(source, i, values[source][i].Sign >= 0 ? 1 : -1);
                    multipliers.Add(new PhaseMultiplier(source, i, random.Next(2) * random.NextDouble()));
                }
            }

            if (random.Next(2) == 0)
            {
                part = On(net, lower, upper);
                part.Recompute([SlopeRule.Zero], Elements(random, net), signs);
                Assert.False(part.IsEmpty);
                RequireInside(model, part, (id, i) => values[id][i] >= Rational.FromDouble(part.Lower(id)[i]) && values[id][i] <= Rational.FromDouble(part.Upper(id)[i]));
            }

            part.SetLines(random.Next(4) == 0 ? null : Slopes(random, net), SlopeRule.Parallel);
            part.BeginRows(1);
            Rational exact = Rational.Zero;
            for (int i = 0; i < model.OutputCount; i++)
            {
                double c = (random.NextDouble() * 4) - 2;
                part.AddTerm(0, model.Output, i, c);
                exact += Rational.FromDouble(c) * values[model.Output][i];
            }

            double d = random.NextDouble();
            part.AddTerm(0, 0, 0, d);
            exact += Rational.FromDouble(d) * values[0][0];
            part.AddMultipliers(0, multipliers, signs);
            part.Substitute();
            double bound = part.RowBound(0);
            Assert.True(double.IsFinite(bound));
            Assert.True(exact >= Rational.FromDouble(bound), $"trial {trial}: the row is {exact.ToDoubleDown()}, its bound {bound}");
            met++;
        }

        Assert.Equal(12, met);
    }

    [Fact]
    public void Bounds_of_a_point_are_as_tight_as_rounding_allows_and_wider_about_float32()
    {
        Random random = new(3);
        NetworkModel model = RandomNetworks.Chain(random, 3, 20, 20, 2);
        double[] x = [0.25, -0.5, 0.125];
        double[] y = DoubleEvaluator.Evaluate(model, x);
        (double real, double single) = (Width(false), Width(true));
        Assert.InRange(real, 0, 1e-10);
        Assert.InRange(single, 100 * real, 1e-3);

        double Width(bool isFloat32)
        {
            PartBounds part = On(new CheckedNetwork(model, isFloat32), x, x);
            part.Recompute([SlopeRule.Adaptive], [], new PhaseSigns());
            Assert.InRange(y[0], part.Lower(model.Output)[0], part.Upper(model.Output)[0]);
            return part.Upper(model.Output)[0] - part.Lower(model.Output)[0];
        }
    }

    [Fact]
    public void Magnitudes_beyond_float32_prove_nothing_about_it()
    {
        NetworkModelBuilder b = new("huge", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddDense(b.AddDense(b.Input, Tensor.Matrix(1, 1, 1e25f), null), Tensor.Matrix(1, 1, 1e25f), null));
        foreach ((bool isFloat32, bool overflows) in (ReadOnlySpan<(bool, bool)>)[(true, true), (false, false)])
        {
            PartBounds part = On(new CheckedNetwork(model, isFloat32), [-1], [1]);
            part.Recompute([SlopeRule.Adaptive], [], new PhaseSigns());
            Assert.Equal(overflows, part.Overflow);
        }
    }

    [Fact]
    public void Before_a_part_is_bounded_a_row_says_nothing()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 2, 4, 1);
        PartBounds part = On(new CheckedNetwork(model, true), [-1, -1], [1, 1]);
        part.SetLines(null, SlopeRule.Zero);
        part.BeginRows(1);
        part.AddTerm(0, model.Output, 0, 1);
        part.Substitute();
        Assert.False(double.IsFinite(part.RowBound(0)));
    }

    private static NetworkModel Network(Random random, int seed) => (seed % 4) switch
    {
        0 => RandomNetworks.Chain(random, 3, 9, 9, 2),
        1 => RandomNetworks.EveryOperator(random, 3, 6, 2),
        2 => RandomNetworks.Tangle(random, 3, 5, 9),
        // So many inputs that values are enclosed by constants.
        _ => RandomNetworks.Chain(random, 19, 8, 8, 1),
    };

    private static (double[] Lower, double[] Upper) Box(Random random, int inputs)
    {
        double[] lower = [.. Enumerable.Range(0, inputs).Select(_ => (double)((random.NextSingle() * 2) - 1.5f))];
        double width = random.Next(3) == 0 ? 0.01 : 1;
        return (lower, [.. lower.Select((l, j) => j == 1 ? l : l + (width * random.NextDouble()))]);
    }

    private static PartBounds On(CheckedNetwork net, double[] lower, double[] upper)
    {
        PartBounds part = new(net);
        for (int j = 0; j < lower.Length; j++)
        {
            part.NarrowInput(j, lower[j], upper[j]);
        }

        return part;
    }

    private static float[] Point(Random random, double[] lower, double[] upper)
    {
        float[] x = new float[lower.Length];
        for (int j = 0; j < x.Length; j++)
        {
            double t = random.Next(3) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
            x[j] = (float)(lower[j] + (t * (upper[j] - lower[j])));
            x[j] = x[j] < lower[j] ? MathF.BitIncrement(x[j]) : x[j];
            x[j] = x[j] > upper[j] ? MathF.BitDecrement(x[j]) : x[j];
        }

        return x;
    }

    private static SlopeVector Slopes(Random random, CheckedNetwork net)
    {
        int[] neurons = [.. Enumerable.Range(0, net.SlopeCount).Where(_ => random.Next(5) > 0)];
        return new SlopeVector(neurons, [.. neurons.Select(_ => (ushort)random.Next(65536))]);
    }

    private static ElementBound[] Elements(Random random, CheckedNetwork net) =>
    [
        .. net.Model.Operators.Where(o => net.IsPreActivation[o.Id]).SelectMany(o => Enumerable.Range(0, 3).Select(_ =>
            new ElementBound(o.Id, random.Next(o.Count), random.Next(2) == 0, Part(random, net, o.Id, 0, [])))),
    ];

    /// <summary>A random tree of signs of any operators before <paramref name="id"/>; some are decided twice, some take no part in a row.</summary>
    private static ElementPart Part(Random random, CheckedNetwork net, int id, int depth, (int Id, int Neuron)[] decided)
    {
        if (depth == 4 || random.Next(3) == 0)
        {
            return new ElementRow(
                Slopes(random, net), [.. decided.Distinct().Where(_ => random.Next(4) > 0).Select(d => new PhaseMultiplier(d.Id, d.Neuron, random.Next(2) * random.NextDouble()))]);
        }

        int before = random.Next(id), neuron = random.Next(net.Model.Operators[before].Count);
        ElementPart Next() => Part(random, net, id, depth + 1, [.. decided, (before, neuron)]);
        return new ElementSplit(before, neuron, Next(), Next());
    }

    private static void RequireInside(NetworkModel model, PartBounds part, Func<int, int, bool> isInside)
    {
        foreach (NetworkOperator o in model.Operators)
        {
            for (int i = 0; i < o.Count; i++)
            {
                Assert.True(isInside(o.Id, i), $"element {i} of {o} lies outside [{part.Lower(o.Id)[i]}, {part.Upper(o.Id)[i]}]");
            }
        }
    }

    /// <summary>A float32 forward pass that sums each dot product in a random order.</summary>
    private static float[][] Forward(NetworkModel model, float[] x, Random random)
    {
        float[][] values = new float[model.Operators.Length][];
        foreach (NetworkOperator o in model.Operators)
        {
            values[o.Id] = [.. Enumerable.Range(0, o.Count).Select(i => Element(o, i))];
        }

        return values;

        float Element(NetworkOperator o, int i) => o switch
        {
            InputOperator => x[i],
            DenseOperator d => Dot(d, i),
            ScaleOperator s => s.IsDivision ? values[o.Sources[0]][i] / s.Factor.Values[i] : values[o.Sources[0]][i] * s.Factor.Values[i],
            ShiftOperator s => values[o.Sources[0]][i] + s.Offset.Values[i],
            SumOperator s => s.IsDifference ? values[s.Sources[0]][i] - values[s.Sources[1]][i] : values[s.Sources[0]][i] + values[s.Sources[1]][i],
            GatherOperator g => values[g.Sources[g.Indices[i].Source]][g.Indices[i].Element],
            ReluOperator => MathF.Max(values[o.Sources[0]][i], 0),
            LeakyReluOperator l => values[o.Sources[0]][i] is var a && a >= 0 ? a : l.Slope * a,
            ClipOperator c => MathF.Min(MathF.Max(values[o.Sources[0]][i], c.Lower.Values[i]), c.Upper.Values[i]),
            _ => throw new InvalidOperationException($"No forward pass for {o.Kind}."),
        };

        float Dot(DenseOperator d, int i)
        {
            int[] order = [.. Enumerable.Range(0, d.Inputs)];
            random.Shuffle(order);
            float sum = d.Bias is null ? 0 : d.Bias.Values[i];
            foreach (int j in order)
            {
                sum += d.Weights.Values[(i * d.Inputs) + j] * values[d.Sources[0]][j];
            }

            return sum;
        }
    }
}
