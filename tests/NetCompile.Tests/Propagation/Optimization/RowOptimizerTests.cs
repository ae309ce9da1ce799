using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation.Optimization;

/// <summary>α- and β-CROWN against exact rational arithmetic: any slopes, any multipliers and any phases give a lower bound wherever the phases hold.</summary>
public sealed unsafe class RowOptimizerTests
{
    private const int Rows = 8;

    [Theory]
    [InlineData(Arithmetic.Real)]
    [InlineData(Arithmetic.Float32)]
    public void Bounds_hold_at_every_point_that_has_the_phases(Arithmetic arithmetic)
    {
        int compared = 0, withPhases = 0;
        for (int seed = 0; seed < 30; seed++)
        {
            Random random = new(seed);
            NetworkModel model = Model(random, seed);
            NetworkRunner runner = NetworkRunner.Create(model);
            double[] lower = [.. Enumerable.Range(0, model.InputCount).Select(_ => -random.NextDouble())], upper = [.. lower.Select(_ => random.NextDouble())];
            using BoundsWorkspace workspace = new(runner, arithmetic);
            BoxBounds.Prepare(workspace);
            BoxBounds.Compute(workspace, lower, upper, new BoundsSettings(UseSymbolic: false, UseCrown: seed % 2 == 0, SlopePolicy.Adaptive));
            using RowOptimizer optimizer = new(workspace);
            SpecificationRow[] rows = new SpecificationRow[Rows];
            (double[] Lower, double[] Upper, double[] Inside)[] boxes = new (double[], double[], double[])[Rows];
            List<(int Id, int Element, bool IsActive)>[] phases = new List<(int, int, bool)>[Rows];
            for (int r = 0; r < Rows; r++)
            {
                rows[r] = Row(random, model);
                double[] inside = Point(random, lower, upper);
                // The whole box, a part of it, and a point, where the bound is the value of the linear function itself.
                double share = (r % 3) switch { 0 => 1, 1 => random.NextDouble(), _ => 0 };
                boxes[r] = ([.. inside.Select((x, j) => x + (share * (lower[j] - x)))], [.. inside.Select((x, j) => x + (share * (upper[j] - x)))], inside);
                optimizer.Start(r, boxes[r].Lower, boxes[r].Upper);
                phases[r] = Fix(random, optimizer, r, model, RationalForward.EvaluateAll(model, [.. inside.Select(Rational.FromDouble)]));
                withPhases += phases[r].Count;
            }

            for (int step = 0; step < 4; step++)
            {
                int from = optimizer.Evaluate(Rows, new SpecificationSeed(rows));
                for (int r = 0; r < Rows; r++)
                {
                    (double[] rowLower, double[] rowUpper, double[] inside) = boxes[r];
                    foreach (double[] x in (double[][])[inside, rowLower, rowUpper, Point(random, rowLower, rowUpper), Point(random, rowLower, rowUpper)])
                    {
                        Rational[] point = [.. x.Select(Rational.FromDouble)];
                        Rational[][] values = RationalForward.EvaluateAll(model, point);
                        if (phases[r].All(p => values[model.Operators[p.Id].Sources[0]][p.Element].Sign is var sign && (p.IsActive ? sign >= 0 : sign <= 0)))
                        {
                            Assert.True(
                                Rational.FromDouble(optimizer.Bounds[r]) <= Value(rows[r], point, values[model.Output]),
                                $"seed {seed}, step {step}, row {r} with {phases[r].Count} phases: the bound {optimizer.Bounds[r]:R} is above the row at a point");
                            compared++;
                        }
                    }
                }

                optimizer.Ascend(Rows, from, new AdamSettings(0.1, 0.2, 0.98), step);
            }
        }

        Assert.True(compared > 2000 && withPhases > 200, $"{compared} points were compared, {withPhases} phases fixed: this test no longer tests much");
    }

    [Theory]
    [InlineData(Arithmetic.Real)]
    [InlineData(Arithmetic.Float32)]
    public void Optimised_pre_activation_bounds_contain_exact_values_and_only_tighten(Arithmetic arithmetic)
    {
        int tightened = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            NetworkModel model = Model(random, seed);
            NetworkRunner runner = NetworkRunner.Create(model);
            double[] lower = [.. Enumerable.Range(0, model.InputCount).Select(_ => -random.NextDouble())], upper = [.. lower.Select(_ => random.NextDouble())];
            using BoundsWorkspace workspace = new(runner, arithmetic);
            BoxBounds.Prepare(workspace);
            BoxBounds.Compute(workspace, lower, upper, new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive));
            double[] before = new double[runner.Tables.PreActivationCount], above = new double[runner.Tables.PreActivationCount];
            BoxBounds.CopyPreActivations(workspace, before, above);
            double[] low = [.. before], high = [.. above];
            new PreActivationOptimizer(runner, arithmetic, iterations: 6, threads: 2, () => false).Tighten(lower, upper, low, high);
            Assert.All(Enumerable.Range(0, low.Length), i => Assert.True(low[i] >= before[i] && high[i] <= above[i]));
            tightened += Enumerable.Range(0, low.Length).Count(i => low[i] > before[i] || high[i] < above[i]);
            for (int sample = 0; sample < 15; sample++)
            {
                Rational[][] values = RationalForward.EvaluateAll(model, [.. Point(random, lower, upper).Select(Rational.FromDouble)]);
                for (int id = 0; id < values.Length; id++)
                {
                    int offset = runner.Tables.PreActivationOffset[id];
                    for (int k = 0; offset >= 0 && k < values[id].Length; k++)
                    {
                        Assert.True(
                            Rational.FromDouble(low[offset + k]) <= values[id][k] && values[id][k] <= Rational.FromDouble(high[offset + k]),
                            $"seed {seed}: neuron {k} of operator {id} lies outside [{low[offset + k]:R}, {high[offset + k]:R}]");
                    }
                }
            }
        }

        Assert.True(tightened > 50, $"only {tightened} bounds became tighter");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_phase_of_a_stable_neuron_changes_nothing(bool isActive)
    {
        // a = x − 2 is negative and b = x + 3 positive on [−1, 1]; y = ρ(a) + ρ(b) = x + 3 is at least 2.
        NetworkModelBuilder b = new("stable", TensorShape.Of(1));
        int relu = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, 1), Tensor.Vector(-2, 3)));
        NetworkModel model = b.Build(b.AddDense(relu, Tensor.Matrix(1, 2, 1, 1)));
        using BoundsWorkspace workspace = new(NetworkRunner.Create(model), Arithmetic.Real);
        BoxBounds.Prepare(workspace);
        BoxBounds.Compute(workspace, [-1], [1], new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive));
        using RowOptimizer optimizer = new(workspace);
        SpecificationRow row = new((LinearExpression.FromVariable(PropertyVariable.Output(0)) - LinearExpression.FromConstant(Rational.FromDouble(0))).ToConstraint(false));
        for (int element = 0; element < 2; element++)
        {
            optimizer.Start(0, [-1], [1]);
            optimizer.Rows.Fix(0, relu, element, isActive, 5);
            optimizer.Evaluate(1, new SpecificationSeed([row]));
            Assert.Equal(2, optimizer.Bounds[0], 9);
            Assert.True(optimizer.Bounds[0] <= 2);
        }
    }

    private static NetworkModel Model(Random random, int seed) => (seed % 3) switch
    {
        0 => RandomNetworks.EveryOperator(random, 3, 8, 3),
        1 => RandomNetworks.Chain(random, 3, 9, 9, 3),
        _ => RandomNetworks.Tangle(random, 3, 3, 10),
    };

    /// <summary>Random slopes for every neuron; for some, the phase they have at the given values, with a random multiplier.</summary>
    private static List<(int Id, int Element, bool IsActive)> Fix(Random random, RowOptimizer optimizer, int row, NetworkModel model, Rational[][] values)
    {
        List<(int, int, bool)> phases = [];
        foreach (int id in optimizer.Rows.Activations)
        {
            if (model.Operators[id] is ClipOperator)
            {
                continue;
            }

            for (int k = 0; k < model.Operators[id].Count; k++)
            {
                optimizer.Rows.SetSlope(row, id, k, (3 * random.NextDouble()) - 1);
                if (row > 0 && random.Next(4) == 0)
                {
                    bool isActive = values[model.Operators[id].Sources[0]][k].Sign is var sign && (sign > 0 || (sign == 0 && random.Next(2) == 0));
                    optimizer.Rows.Fix(row, id, k, isActive, random.Next(3) == 0 ? 0 : 3 * random.NextDouble());
                    phases.Add((id, k, isActive));
                }
            }
        }

        return phases;
    }

    private static SpecificationRow Row(Random random, NetworkModel model)
    {
        LinearExpression sum = LinearExpression.FromVariable(PropertyVariable.Input(0)).Times(Rational.Create(random.Next(-9, 10), 10));
        for (int k = 0; k < model.OutputCount; k++)
        {
            sum += LinearExpression.FromVariable(PropertyVariable.Output(k)).Times(Rational.Create(random.Next(-20, 21), 7));
        }

        return Specification.Create([new Conjunction([(sum + LinearExpression.FromVariable(PropertyVariable.Output(0))).ToConstraint(false)])]).Rows[0];
    }

    private static Rational Value(SpecificationRow row, Rational[] x, Rational[] y)
    {
        // The stated coefficients are sevenths and tenths; the row holds the nearest doubles and an error term for the difference, so the doubles may be taken for exact too.
        Rational sum = Rational.Zero;
        for (int t = 0; t < row.OutputIndices.Length; t++)
        {
            sum += Rational.FromDouble(row.OutputCoefficients[t]) * y[row.OutputIndices[t]];
        }

        for (int t = 0; t < row.InputIndices.Length; t++)
        {
            sum += Rational.FromDouble(row.InputCoefficients[t]) * x[row.InputIndices[t]];
        }

        return sum;
    }

    private static double[] Point(Random random, double[] lower, double[] upper) =>
        [.. lower.Select((l, j) => random.Next(3) switch { 0 => l, 1 => upper[j], _ => Math.Clamp(l + (random.NextDouble() * (upper[j] - l)), l, upper[j]) })];
}
