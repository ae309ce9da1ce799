using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation.Methods;

/// <summary>β-CROWN under phase decisions: right for every input that meets them, and close to the best there is.</summary>
public sealed class PhaseDecisionTests
{
    /// <summary>Random neurons are decided as a random input has them; all sampled inputs that agree must lie in the bounds.</summary>
    [Theory]
    [InlineData(Arithmetic.Float32)]
    [InlineData(Arithmetic.Real)]
    public void Inputs_that_meet_the_decisions_are_not_cut_off(Arithmetic arithmetic)
    {
        int met = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            NetworkModel model = (seed % 3) switch
            {
                0 => RandomNetworks.EveryOperator(random, 3, 8, 3),
                1 => RandomNetworks.Chain(random, 3, 9, 7, 3),
                _ => RandomNetworks.Tangle(random, 3, 4, 10),
            };
            (int Id, int Count)[] activations = [.. model.Operators.Where(o => o is ReluOperator or LeakyReluOperator).Select(o => (o.Id, o.Count))];
            if (activations.Length == 0)
            {
                continue;
            }

            InputInterval[] region = [.. Enumerable.Repeat(InputInterval.Exact(-0.8, 0.9), 3)];
            Rational[] Sample() => [.. region.Select(r => Rational.FromDouble(r.Lower + (random.NextDouble() * (r.Upper - r.Lower))))];
            Rational[][] chosen = RationalForward.EvaluateAll(model, Sample());
            PhaseDecision[] splits =
            [
                .. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => activations[random.Next(activations.Length)]).Select(a => (a.Id, Neuron: random.Next(a.Count))).Distinct()
                    .Select(n => new PhaseDecision(n.Id, n.Neuron, PreActivation(model, chosen, n.Id, n.Neuron).Sign >= 0)),
            ];
            OutputBounds bounds = OutputBounds.Compute(
                NetworkRunner.Create(model), region, BoundMethod.BetaCrown, new BoundOptions { Arithmetic = arithmetic, Splits = [.. splits] });
            for (int s = 0; s < 40; s++)
            {
                Rational[][] values = s == 0 ? chosen : RationalForward.EvaluateAll(model, Sample());
                if (splits.All(d => PreActivation(model, values, d.Operator, d.Neuron).Sign is var sign && (sign == 0 || sign > 0 == d.IsActive)))
                {
                    met++;
                    for (int k = 0; k < model.OutputCount; k++)
                    {
                        Rational y = values[model.Output][k];
                        Assert.True(Rational.FromDouble(bounds.Lower[k]) <= y && y <= Rational.FromDouble(bounds.Upper[k]), $"seed {seed}: output {k} is cut off");
                    }
                }
            }
        }

        Assert.True(met > 200, $"only {met} samples met the decisions");
    }

    /// <summary>The multiplier of either phase counts: the triangle relaxation's bound under the decision, not only the one with the neuron made linear.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_decision_of_either_phase_has_a_multiplier(bool isActive)
    {
        // y = ρ(x) − ρ(−x) = x. With x ≥ 0 decided: y = x − z, z ≤ (1 − x)/2, at least −½ where x ≥ 0 is used, −1 by intervals. With x ≤ 0 decided the same of −y.
        NetworkModelBuilder b = new("odd", TensorShape.Of(1));
        int relu = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, isActive ? [1, -1] : [-1, 1])));
        NetworkModel model = b.Build(b.AddDense(relu, Tensor.Matrix(1, 2, isActive ? [1, -1] : [-1, 1])));
        OutputBounds bounds = OutputBounds.Compute(
            NetworkRunner.Create(model), [InputInterval.Exact(-1, 1)], BoundMethod.BetaCrown,
            new BoundOptions { Arithmetic = Arithmetic.Real, Splits = [new PhaseDecision(relu, 0, isActive)], Iterations = 100 });
        Assert.InRange(bounds.Lower[0], -0.51, 0);
    }

    /// <summary>With every neuron decided the best bound is a linear program's; the multipliers must come close to it, which slopes alone cannot.</summary>
    [Fact]
    public void Deciding_every_neuron_comes_close_to_the_exact_range_of_that_region()
    {
        double reached = 0, without = 0, exact = 0;
        for (int seed = 0; seed < 8; seed++)
        {
            Random random = new(seed);
            NetworkModel model = RandomNetworks.Chain(random, 2, 5, 1);
            NetworkRunner runner = NetworkRunner.Create(model);
            InputInterval[] region = [InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 1)];
            Rational[][] values = RationalForward.EvaluateAll(model, [Rational.FromDouble(random.NextDouble() - 0.5), Rational.FromDouble(random.NextDouble() - 0.5)]);
            int relu = model.Operators.Single(o => o is ReluOperator).Id;
            PhaseDecision[] splits = [.. Enumerable.Range(0, 5).Select(k => new PhaseDecision(relu, k, PreActivation(model, values, relu, k).Sign >= 0))];
            OutputBounds Bounds(int iterations) => OutputBounds.Compute(
                runner, region, BoundMethod.BetaCrown, new BoundOptions { Arithmetic = Arithmetic.Real, Splits = [.. splits], Iterations = iterations });
            using BoundsWorkspace w = new(runner, Arithmetic.Real);
            BoxBounds.Prepare(w);
            BoxBounds.Compute(w, [-1, -1], [1, 1], new BoundsSettings(false, false, SlopePolicy.Adaptive));
            (double[] Lower, double[] Upper)[] all = [.. Enumerable.Range(0, model.Operators.Length).Select(w.CopyBounds)];
            (double least, double greatest) = new ReluProgram(model, [.. all.Select(b => b.Lower)], [.. all.Select(b => b.Upper)])
                .Fixed(0, splits.ToDictionary(d => (d.Operator, d.Neuron), d => d.IsActive));
            OutputBounds bounds = Bounds(150), start = Bounds(0);
            Assert.True(bounds.Lower[0] <= least + 1e-8 && bounds.Upper[0] >= greatest - 1e-8, $"seed {seed}: [{bounds.Lower[0]}, {bounds.Upper[0]}] cuts into [{least}, {greatest}]");
            reached += bounds.Upper[0] - bounds.Lower[0];
            without += start.Upper[0] - start.Lower[0];
            exact += greatest - least;
        }

        Assert.True(reached - exact < 0.1 * (without - exact), $"widths: exact {exact}, with multipliers {reached}, without {without}");
    }

    [Fact]
    public void Wrong_decisions_are_refused_and_say_why()
    {
        NetworkRunner runner = NetworkRunner.Create(RandomNetworks.Chain(new Random(1), 2, 5, 1));
        string Message(BoundMethod method, params PhaseDecision[] splits) => Assert.Throws<ArgumentException>(
            () => OutputBounds.Compute(runner, [InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 1)], method, new BoundOptions { Splits = [.. splits] })).Message;
        Assert.Equal("Operator 1 of a phase decision is no ReLU or leaky ReLU: it is a Dense. Those that are: 2.", Message(BoundMethod.BetaCrown, new PhaseDecision(1, 0, true)));
        Assert.Equal("Operator -1 of a phase decision is no ReLU or leaky ReLU: the network has operators 0 to 3. Those that are: 2.", Message(BoundMethod.BetaCrown, new PhaseDecision(-1, 0, true)));
        Assert.Equal("Neuron 5 of a phase decision does not exist: operator 2 has neurons 0 to 4.", Message(BoundMethod.BetaCrown, new PhaseDecision(2, 5, true)));
        Assert.Equal(
            "Neuron 3 of operator 2 is decided twice, active and inactive; leave one out.", Message(BoundMethod.BetaCrown, new PhaseDecision(2, 3, true), new PhaseDecision(2, 3, false)));
        Assert.Equal("Phase decisions are given, and AlphaCrown has no use for them; choose BetaCrown or leave them out.", Message(BoundMethod.AlphaCrown, new PhaseDecision(2, 0, true)));
    }

    private static Rational PreActivation(NetworkModel model, Rational[][] values, int activation, int neuron) => values[model.Operators[activation].Sources[0]][neuron];
}
