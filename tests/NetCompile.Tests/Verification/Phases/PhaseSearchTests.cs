using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification.Phases;

/// <summary>The search that splits on ReLU phases: right verdicts, whatever the network's operators, and an end where every phase is fixed.</summary>
public sealed class PhaseSearchTests
{
    [Fact]
    public void What_no_single_neuron_relaxation_proves_is_proved_by_splitting_phases()
    {
        // f = c − ρ(c − d) with c = ρ(x), d = ρ(−x) is min(c, d) = 0; every layer-wise convex relaxation gives ½ at least.
        NetworkModelBuilder b = new("minimum", TensorShape.Of(1));
        int first = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, -1)));
        int second = b.AddRelu(b.AddDense(first, Tensor.Matrix(2, 2, 1, 0, 1, -1)));
        NetworkModel model = b.Build(b.AddDense(second, Tensor.Matrix(1, 2, 1, -1)));
        VerificationResult result = Verify(model, Above(0.01), new VerificationOptions { Branching = Branching.Relu, Threads = 1, NodeLimit = 1000 });
        Assert.Equal(Verdict.Holds, result.Verdict);
        Assert.True(result.Boxes > 2, $"{result.Boxes} nodes: nothing was split");
    }

    [Theory]
    [InlineData(1, long.MaxValue)]
    [InlineData(3, long.MaxValue)]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    public void Both_kinds_of_splitting_give_the_same_verdicts(int threads, long refineAfter)
    {
        int holds = 0, violated = 0, split = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            NetworkModel model = (seed % 4) switch
            {
                0 => RandomNetworks.Chain(random, 3, 12, 12, 1),
                1 => RandomNetworks.EveryOperator(random, 3, 6, 1),
                2 => RandomNetworks.Tangle(random, 3, 5, 8),
                _ => RandomNetworks.Chain(random, 2, 16, 8, 8, 1),
            };
            (double least, double greatest) = Range(model, random);
            // Around the greatest value, where the verdict is not obvious.
            double threshold = greatest + ((random.NextDouble() - 0.3) * 0.3 * (greatest - least)) + 1e-3;
            LinearConstraint constraint = Above(threshold);
            VerificationOptions options = new() { NodeLimit = 20_000, Threads = threads };
            VerificationResult input = Verify(model, constraint, options with { Branching = Branching.Input });
            VerificationResult phases = Verify(model, constraint, options with { Branching = Branching.Relu, RefineAfter = refineAfter == long.MaxValue ? 1000 : refineAfter });
            Assert.NotEqual(Verdict.Unknown, input.Verdict);
            Assert.True(input.Verdict == phases.Verdict, $"seed {seed}: {input.Verdict} by splitting the input, {phases} by splitting phases");
            if (phases.Verdict == Verdict.Holds)
            {
                Assert.True(threshold > greatest, $"seed {seed}: the output {greatest} was seen, and still {threshold} is said not to be reached");
            }

            holds += phases.Verdict == Verdict.Holds ? 1 : 0;
            violated += phases.Verdict == Verdict.Violated ? 1 : 0;
            split += phases.Boxes > 2 ? 1 : 0;
        }

        Assert.True(holds >= 10 && violated >= 5 && split >= 10, $"{holds} hold, {violated} are violated, {split} needed splits: the test has lost its point");
    }

    [Fact]
    public void One_thread_is_deterministic()
    {
        (NetworkModel model, InputInterval[] region, LinearConstraint hard) = VerifierTests.Hard();
        VerificationOptions options = new() { Branching = Branching.Relu, Threads = 1, RefineAfter = 50, NodeLimit = 50_000 };
        VerificationResult first = Verify(model, hard, options, region), second = Verify(model, hard, options, region);
        Assert.Equal((first.Verdict, first.Boxes, first.Depth), (second.Verdict, second.Boxes, second.Depth));
        Assert.Equal(Verdict.Holds, first.Verdict);
    }

    [Fact]
    public void A_leaf_with_all_phases_fixed_is_closed_by_splitting_the_input()
    {
        // y = ρ(x₁) + ρ(x₂), violated where y ≤ −1e-9 and x₁ + x₂ ≥ 0.5: no single row refutes it on a whole phase pattern, boxes of the input do.
        NetworkModelBuilder b = new("sum", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 2, 1, 0, 0, 1)));
        NetworkModel model = b.Build(b.AddDense(h, Tensor.Matrix(1, 2, 1, 1)));
        LinearExpression y = LinearExpression.FromVariable(PropertyVariable.Output(0));
        LinearExpression sum = LinearExpression.FromVariable(PropertyVariable.Input(0)) + LinearExpression.FromVariable(PropertyVariable.Input(1));
        LinearConstraint low = (y - LinearExpression.FromConstant(Rational.FromDouble(0.25))).ToConstraint(false);
        LinearConstraint high = (LinearExpression.FromConstant(Rational.FromDouble(0.375)) - sum).ToConstraint(false);
        VerificationProperty property = new("test", 2, 1, [new PropertyCase([.. Box(2)], [new Conjunction([low, high])])]);
        VerificationResult result = Verifier.Verify(NetworkRunner.Create(model), property, new VerificationOptions { Branching = Branching.Relu, Threads = 1, NodeLimit = 10_000 });
        Assert.Equal(Verdict.Holds, result.Verdict);
    }

    [Fact]
    public void Every_conjunction_and_every_case_counts()
    {
        Random random = new(5);
        NetworkModel model = RandomNetworks.Chain(random, 3, 12, 12, 1);
        (double least, double greatest) = Range(model, random);
        double unreachable = greatest + (greatest - least);
        VerificationOptions options = new() { Branching = Branching.Relu, NodeLimit = 20_000 };
        ImmutableArray<InputInterval> box = [.. Box(3)];
        VerificationProperty Property(params (double A, double B)[] cases) => new(
            "test", 3, 1, [.. cases.Select(c => new PropertyCase(box, [new Conjunction([Above(c.A)]), new Conjunction([Above(c.B)])]))]);
        double reachable = greatest - (0.01 * (greatest - least));
        NetworkRunner runner = NetworkRunner.Create(model);
        Assert.Equal(Verdict.Holds, Verifier.Verify(runner, Property((unreachable, unreachable), (unreachable, unreachable + 1)), options).Verdict);
        Assert.Equal(Verdict.Violated, Verifier.Verify(runner, Property((unreachable, unreachable), (unreachable, reachable)), options).Verdict);
        Assert.Equal(Verdict.Violated, Verifier.Verify(runner, Property((reachable, unreachable), (unreachable, unreachable)), options).Verdict);
    }

    [Theory]
    [InlineData(Branching.Relu)]
    [InlineData(Branching.Input)]
    public void A_conjunction_without_constraints_is_never_refuted(Branching branching)
    {
        // An open conjunction beside it, so that there is something to search; the empty one is met by every output.
        (NetworkModel model, InputInterval[] region, LinearConstraint hard) = VerifierTests.Hard();
        foreach (ImmutableArray<Conjunction> conjunctions in (ImmutableArray<Conjunction>[])[[new Conjunction([])], [new Conjunction([hard]), new Conjunction([])]])
        {
            VerificationProperty property = new("empty", model.InputCount, model.OutputCount, [new PropertyCase([.. region], conjunctions)]);
            VerificationOptions options = new() { Branching = branching, Threads = 1, NodeLimit = 2_000 };
            Assert.Equal(Verdict.Unknown, Verifier.Verify(NetworkRunner.Create(model), property, options with { UseAttacks = false }).Verdict);
            Assert.Equal(Verdict.Violated, Verifier.Verify(NetworkRunner.Create(model), property, options).Verdict);
        }
    }

    [Fact]
    public void A_limit_or_overflow_is_never_taken_for_a_proof()
    {
        (NetworkModel model, InputInterval[] region, LinearConstraint hard) = VerifierTests.Hard();
        VerificationOptions options = new() { Branching = Branching.Relu, UseAttacks = false, Threads = 2 };
        VerificationResult stopped = Verify(model, hard, options with { NodeLimit = 3 }, region);
        Assert.Equal((Verdict.Unknown, UnknownReason.NodeLimit), (stopped.Verdict, stopped.Reason));

        NetworkModelBuilder b = new("huge", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 1, 3e38f)));
        NetworkModel huge = b.Build(b.AddDense(h, Tensor.Matrix(1, 1, 3e38f)));
        VerificationResult overflow = Verify(huge, Above(1e300), options);
        Assert.Equal((Verdict.Unknown, UnknownReason.NumericalOverflow), (overflow.Verdict, overflow.Reason));
    }

    [Fact]
    public void Bounds_that_overflow_only_without_linear_functions_are_given_up_on()
    {
        // z = 1e19 (1e19 x) − 1e19 (1e19 x): linear functions of the input show it to be small, intervals let 4 z leave the range of float32.
        NetworkModelBuilder b = new("cancel", TensorShape.Of(1));
        int z = b.AddDense(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1e19f, 1e19f)), Tensor.Matrix(1, 2, 1e19f, -1e19f));
        int relu = b.AddRelu(b.AddDense(z, Tensor.Matrix(2, 1, 4, -4)));
        NetworkModel model = b.Build(b.AddDense(relu, Tensor.Matrix(1, 2, 1, 1)));
        VerificationResult result = Verify(model, Above(1e31), new VerificationOptions { Branching = Branching.Relu, UseAttacks = false, Threads = 1, NodeLimit = 100 });
        Assert.Equal((Verdict.Unknown, UnknownReason.NumericalOverflow), (result.Verdict, result.Reason));
    }

    internal static (double Least, double Greatest) Range(NetworkModel model, Random random)
    {
        NetworkRunner runner = NetworkRunner.Create(model);
        float[] x = new float[model.InputCount], y = new float[model.OutputCount];
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        for (int i = 0; i < 4000; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = i % 2 == 0 ? (random.Next(2) * 2) - 1 : (random.NextSingle() * 2) - 1;
            }

            runner.Forward(x, y);
            least = Math.Min(least, y[0]);
            greatest = Math.Max(greatest, y[0]);
        }

        return (least, greatest);
    }

    private static InputInterval[] Box(int inputs) => [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), inputs)];

    private static LinearConstraint Above(double threshold) =>
        (LinearExpression.FromConstant(Rational.FromDouble(threshold)) - LinearExpression.FromVariable(PropertyVariable.Output(0))).ToConstraint(false);

    private static VerificationResult Verify(NetworkModel model, LinearConstraint constraint, VerificationOptions options, InputInterval[]? region = null) => Verifier.Verify(
        NetworkRunner.Create(model),
        new VerificationProperty("test", model.InputCount, model.OutputCount, [new PropertyCase([.. region ?? Box(model.InputCount)], [new Conjunction([constraint])])]),
        options);
}
