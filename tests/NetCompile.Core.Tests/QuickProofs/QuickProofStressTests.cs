using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;
using NetCompile.QuickProofs;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.QuickProofs;

/// <summary>Verdicts on boxes and properties that real ones are not like: points, neighbouring floats, denormal and huge boxes, many alternatives, premises on several inputs.</summary>
public sealed class QuickProofStressTests
{
    private static readonly QuickProofOptions s_options = new(Nodes: 25, Work: 1_000_000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_forward_pass_contradicts_a_verdict_about_an_odd_box(int seed)
    {
        Random random = new(100 + seed);
        Dictionary<QuickVerdict, int> seen = [];
        for (int round = 0; round < 140; round++)
        {
            NetworkModel model = Network(random, round % 7);
            VerificationProperty property = Property(random, model, Box(random, model.InputCount));
            QuickProof proof = QuickProver.Prove(model, property, s_options);
            seen[proof.Verdict] = seen.GetValueOrDefault(proof.Verdict) + 1;
            string where = $"round {round}: {proof.Verdict} by {proof.Method}";
            if (proof.Counterexample is { } found)
            {
                AssertViolates(model, property, found.Input, random, where);
            }

            if (proof.Evidence is { } evidence)
            {
                Assert.True(evidence.Constraint.IsStrict ? evidence.Upper < evidence.Constraint.Bound.Value : evidence.Upper <= evidence.Constraint.Bound.Value, $"{where}: {evidence} shows nothing");
            }

            for (int sample = 0; sample < 25 && !property.Cases.IsEmpty; sample++)
            {
                PropertyCase @case = property.Cases[random.Next(property.Cases.Length)];
                if (Sample(random, @case.Region) is not { } input)
                {
                    continue;
                }

                bool isAbout = @case.Unsafe.Any(u => u.Constraints.Where(c => c.Terms.All(t => !t.Variable.IsOutput)).All(c => PropertyEvaluator.IsSatisfied(c, input, new float[model.OutputCount])));
                float[] output = AnyOrderForward.EvaluateAll(model, input, random)[model.Output];
                bool isViolated = PropertyEvaluator.IsViolated(property, input, output);
                Assert.False(proof.Verdict is QuickVerdict.Holds or QuickVerdict.Vacuous && isViolated, $"{where}, but ({string.Join(", ", input)}) violates it");
                Assert.False(proof.Verdict is QuickVerdict.Vacuous && isAbout, $"{where}, but it is about ({string.Join(", ", input)})");
                Assert.False(proof.Verdict is QuickVerdict.NeverHolds && isAbout && !isViolated, $"{where}, but ({string.Join(", ", input)}) does not violate it");
            }
        }

        Assert.True(seen.GetValueOrDefault(QuickVerdict.Holds) > 20 && seen.GetValueOrDefault(QuickVerdict.Violated) > 10 && seen.GetValueOrDefault(QuickVerdict.NeverHolds) > 5, string.Join(", ", seen));
    }

    [Fact]
    public void Stable_units_are_stable_in_every_forward_pass()
    {
        Random random = new(21);
        int stable = 0;
        for (int round = 0; round < 80; round++)
        {
            NetworkModel model = Network(random, round % 7);
            ImmutableArray<InputInterval> box = Box(random, model.InputCount);
            if (QuickStability.Of(model, box, 10_000_000) is not { } layers)
            {
                continue;
            }

            foreach (ActivationStability layer in layers)
            {
                NetworkOperator o = model.Operators[layer.OperatorId];
                HashSet<int> active = [.. Enumerable.Range(0, o.Count)], inactive = [.. active];
                for (int sample = 0; sample < 30; sample++)
                {
                    if (Sample(random, box) is { } input && o is ReluOperator or LeakyReluOperator)
                    {
                        float[] x = AnyOrderForward.EvaluateAll(model, input, random)[o.Sources[0]];
                        active.RemoveWhere(i => x[i] < 0);
                        inactive.RemoveWhere(i => x[i] > 0);
                    }
                }

                Assert.True(layer.Active <= active.Count && layer.Inactive <= inactive.Count, $"round {round}: {layer}, but {active.Count} and {inactive.Count} were not seen to change");
                stable += layer.Active + layer.Inactive;
            }
        }

        Assert.True(stable > 100, $"{stable}");
    }

    [Fact]
    public void What_shows_that_a_property_never_holds_is_certain_although_the_counterexample_meets_another_alternative()
    {
        // The outputs are x + 0.5 and x + 6.5 over [−1, 1]: y₀ < 0 ∧ y₁ < 5 is violated by y₀ ≥ 0 here and there, by y₁ ≥ 5 everywhere.
        NetworkModelBuilder b = new("two", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, 1), Tensor.Vector(0.5f, 6.5f)));
        Formula violation = new Formula.Any([QuickProverTests.Above(0, 0), QuickProverTests.Above(1, 5)]);

        QuickProof proof = QuickProver.Prove(model, PropertyBuilder.Build("p", violation, 1, 2, QuickProverTests.Box(-1, 1, 1)));

        Assert.Equal(QuickVerdict.NeverHolds, proof.Verdict);
        (LinearConstraint constraint, double upper) = proof.Evidence!.Value;
        Assert.Equal(PropertyVariable.Output(1), Assert.Single(constraint.Terms).Variable);
        Assert.InRange(upper, -5.501, -5.499);
    }

    [Fact]
    public void A_step_in_a_network_is_never_judged()
    {
        // fl(x + 1) − 1 over [1e-9, 2e-9]: positive in real arithmetic, 0 in float32, so that the step's value is its value at zero, which no bound in real arithmetic shows.
        NetworkModelBuilder b = new("step", TensorShape.Of(1));
        int difference = b.AddShift(b.AddShift(b.Input, Tensor.Vector(1)), Tensor.Vector(-1));
        NetworkModel model = b.Build(b.AddStep(difference, -1, 0, 1));
        ImmutableArray<InputInterval> box = QuickProverTests.Box(1e-9, 2e-9, 1);
        Assert.Equal(0, AnyOrderForward.EvaluateAll(model, [1.5e-9f], new Random(1))[model.Output][0]);
        Assert.Equal(1, IntervalBounds.Compute(model, box).Output.Lower[0]);

        foreach (Formula violation in new[] { QuickProverTests.Above(0, 0.5), QuickProverTests.AtMost(LinearExpression.FromVariable(PropertyVariable.Output(0)) - QuickProverTests.Constant(0.5)) })
        {
            QuickProof proof = QuickProver.Prove(model, PropertyBuilder.Build("p", violation, 1, 1, box));
            Assert.Equal((QuickVerdict.Undecided, QuickObstacle.Step), (proof.Verdict, proof.Obstacle!.Value));
        }

        Assert.Null(QuickStability.Of(model, box, long.MaxValue));
    }

    [Fact]
    public void Many_threads_get_the_answer_of_one()
    {
        NetworkModel[] models = [.. Enumerable.Range(0, 12).Select(i => Network(new Random(i), i % 7))];
        VerificationProperty[] properties = [.. models.Select((m, i) => Property(new Random(i), m, Box(new Random(i), m.InputCount)))];
        string[] alone = [.. models.Select((m, i) => Text(QuickProver.Prove(m, properties[i], s_options)))];

        string[] together = new string[4 * models.Length];
        Parallel.For(0, together.Length, i => together[i] = Text(QuickProver.Prove(models[i % models.Length], properties[i % models.Length], s_options)));

        Assert.All(together, (text, i) => Assert.Equal(alone[i % models.Length], text));

        static string Text(QuickProof p) => $"{p.Verdict} {p.Nodes} {p.Work} {p.Method} {p.Obstacle} {p.Margin:R} {p.ShareProved:R} {string.Join(" ", p.Counterexample?.Input ?? [])}";
    }

    [Fact]
    public void A_variable_that_a_constraint_names_twice_counts_twice()
    {
        // 3x − x ≤ 1 is x ≤ 0.5; the first term alone would say x ≤ 1∕3.
        NetworkModelBuilder b = new("identity", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddRelu(b.Input));
        LinearTerm Term(double c) => new(PropertyVariable.Input(0), c);
        double[] lower = [-1], upper = [1];

        Assert.True(InputContraction.Run([new ConstraintRow(new LinearConstraint([Term(3), Term(-1)], 1, isStrict: false), model)], lower, upper));

        Assert.True(lower[0] == -1 && upper[0] >= 0.5, $"{lower[0]} to {upper[0]}");
    }

    private static NetworkModel Network(Random random, int kind) => LowerMaximumPass.Run(kind switch
    {
        0 => RandomNetworks.Chain(random, 2, 6, 6, 2),
        1 => RandomNetworks.Chain(random, HiddenActivation.Maximum, 3, 5, 2),
        2 => RandomNetworks.EveryOperator(random, 2, 4, 2),
        3 => RandomNetworks.Tangle(random, 3, 3, 8, ExtraOperators.Maximum),
        4 => RandomNetworks.Chain(random, HiddenActivation.LeakyRelu, 2, 6, 3),
        5 => RandomNetworks.Chain(random, HiddenActivation.Clip, 2, 6, 2),
        _ => RandomNetworks.Chain(random, 2, 3, 2),
    });

    private static ImmutableArray<InputInterval> Box(Random random, int inputs)
    {
        int kind = random.Next(9);
        return [.. Enumerable.Range(0, inputs).Select(i =>
        {
            float c = (float)((random.NextDouble() * 2) - 1), w = random.NextSingle();
            return kind switch
            {
                0 => InputInterval.Exact(c, c),
                1 => InputInterval.Exact(c, MathF.BitIncrement(c)),
                2 => InputInterval.Exact(c * 1e-43f, (c + w) * 1e-43f),
                3 => InputInterval.Exact(c * 1e30, (c + w) * 1e30),
                4 => InputInterval.Exact(i == 0 ? -1e300 : c, i == 0 ? 1e300 : c + w),
                5 => InputInterval.Exact(i == 0 ? c : c - w, i == 0 ? c : c + w),
                6 => InputInterval.Exact(c, c + (w * 1e-6)),
                _ => InputInterval.Exact(c - w, c + w),
            };
        })];
    }

    // One to three alternatives of one or two bounds on outputs near a value that the network has, in places with a premise on all inputs.
    private static VerificationProperty Property(Random random, NetworkModel model, ImmutableArray<InputInterval> box)
    {
        double[] centre = DoubleEvaluator.Evaluate(model, [.. box.Select(b => (b.Lower + b.Upper) / 2)]);
        double spread = random.Next(3) switch { 0 => 4, 1 => 1e-5, _ => 50 };
        return PropertyBuilder.Build("p", new Formula.Any([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Alternative())]), model.InputCount, model.OutputCount, box);

        Formula Alternative()
        {
            List<Formula> parts = [];
            for (int k = random.Next(1, 3); k > 0; k--)
            {
                int i = random.Next(model.OutputCount), other = random.Next(model.OutputCount);
                double bound = (double.IsFinite(centre[i]) ? centre[i] : 0) + ((random.NextDouble() - 0.5) * spread * Math.Max(1, Math.Min(Math.Abs(centre[i]), 1e35) / 10));
                LinearExpression y = LinearExpression.FromVariable(PropertyVariable.Output(i)), offset = QuickProverTests.Constant(bound);
                LinearExpression difference = random.Next(4) == 0 ? y - LinearExpression.FromVariable(PropertyVariable.Output(other)) : y - offset;
                parts.Add(new Formula.Atom(random.Next(2) == 0 ? difference : -difference, IsStrict: random.Next(2) == 0));
            }

            if (random.Next(3) == 0)
            {
                parts.Add(new Formula.Atom(Premise(random, box), IsStrict: random.Next(2) == 0));
            }

            return new Formula.All([.. parts]);
        }
    }

    // A condition whose border goes through the box.
    private static LinearExpression Premise(Random random, ImmutableArray<InputInterval> box)
    {
        double[] coefficients = [.. box.Select(_ => random.Next(4) == 0 ? 0 : (random.NextDouble() * 4) - 2)];
        double at = box.Select((r, j) => coefficients[j] * (r.Lower + (random.NextDouble() * (r.Upper - r.Lower)))).Sum();
        return LinearExpression.Sum(coefficients.Select((c, j) => LinearExpression.FromVariable(PropertyVariable.Input(j)).Times(Rational.FromDouble(c)))) - QuickProverTests.Constant(double.IsFinite(at) ? at : 0);
    }

    private static void AssertViolates(NetworkModel model, VerificationProperty property, ImmutableArray<float> input, Random random, string where)
    {
        for (int order = 0; order < 10; order++)
        {
            float[] output = AnyOrderForward.EvaluateAll(model, input.AsSpan(), random)[model.Output];
            Assert.True(PropertyEvaluator.IsViolated(property, input.AsSpan(), output), $"{where}: ({string.Join(", ", input)}) gives ({string.Join(", ", output)}), which is no violation");
        }
    }

    // A float32 point inside, often at a corner; null where an input has none.
    private static float[]? Sample(Random random, ImmutableArray<InputInterval> region)
    {
        float[] x = [.. region.Select(r => (float)(random.Next(4) switch
        {
            0 => r.InnerLower,
            1 => r.InnerUpper,
            _ => r.InnerLower + (random.NextDouble() * (Math.Min(r.InnerUpper, 3e38) - r.InnerLower)),
        })).Select((v, j) => Math.Clamp(v, float.MinValue, float.MaxValue)).Select((v, j) => v < region[j].InnerLower ? MathF.BitIncrement(v) : v > region[j].InnerUpper ? MathF.BitDecrement(v) : v)];
        return PropertyEvaluator.IsInside(region, x) ? x : null;
    }
}
