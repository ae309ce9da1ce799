using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Tests.Verification.Checkpoints;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

public sealed class VerifierTests
{
    /// <summary><c>|x|</c> as <c>ρ(x) + ρ(−x)</c> on [−1, 1]: never below 0, at most 1, and above 0.9 near both ends.</summary>
    private static readonly NetworkModel s_absolute = Absolute();

    [Theory]
    [InlineData(1.001, Verdict.Holds)]
    [InlineData(0.9, Verdict.Violated)]
    public void Absolute_value_stays_below_a_threshold(double threshold, Verdict expected)
    {
        VerificationResult result = Verify(s_absolute, Box(1), Above(0, threshold));
        Assert.Equal(expected, result.Verdict);
        if (expected == Verdict.Violated)
        {
            Assert.InRange(result.Counterexample!.Input[0], -1f, 1f);
            Assert.True(Math.Abs(result.Counterexample.Input[0]) >= 0.9);
            Assert.True(result.Counterexample.Output[0] >= 0.9);
        }
    }

    [Fact]
    public void A_property_that_needs_splits_is_proved()
    {
        (NetworkModel model, InputInterval[] region, LinearConstraint hard) = Hard();
        VerificationResult result = Verify(model, region, hard, new VerificationOptions { NodeLimit = 50_000 });
        Assert.Equal(Verdict.Holds, result.Verdict);
        Assert.True(result.Boxes > 5, $"{result.Boxes} boxes: the property no longer needs splits");
        VerificationResult four = Verify(model, region, hard, new VerificationOptions { NodeLimit = 50_000, Threads = 4 });
        Assert.Equal(Verdict.Holds, four.Verdict);
    }

    [Fact]
    public void A_disjunction_is_violated_if_one_part_is_and_a_conjunction_only_if_all_are()
    {
        LinearConstraint high = Above(0, 0.9), low = Below(0, 0.1);
        Assert.Equal(Verdict.Holds, Verify(s_absolute, Box(1), [new Conjunction([high, low])]).Verdict);
        Assert.Equal(Verdict.Violated, Verify(s_absolute, Box(1), [new Conjunction([high]), new Conjunction([Above(0, 2)])]).Verdict);
        Assert.Equal(Verdict.Holds, Verify(s_absolute, Box(1), [new Conjunction([Above(0, 2)]), new Conjunction([Above(0, 3)])]).Verdict);
    }

    [Fact]
    public void A_tie_violates_a_non_strict_condition_and_not_a_strict_one()
    {
        // The network is constant 0.5: no rounding anywhere.
        NetworkModelBuilder b = new("constant", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(1, 1, 0), Tensor.Vector(0.5f)));
        LinearExpression excess = LinearExpression.FromConstant(Rational.FromDouble(0.5)) - LinearExpression.FromVariable(PropertyVariable.Output(0));
        Assert.Equal(Verdict.Violated, Verify(model, Box(1), excess.ToConstraint(isStrict: false)).Verdict);
        // Outward rounding cannot separate "0.5" from "more than 0.5": anything but a violation is honest.
        Assert.NotEqual(Verdict.Violated, Verify(model, Box(1), excess.ToConstraint(isStrict: true), new VerificationOptions { NodeLimit = 100 }).Verdict);
    }

    [Fact]
    public void Constraints_may_mix_inputs_and_outputs()
    {
        // |x| ≥ x always; |x| > x for negative x.
        LinearExpression difference = LinearExpression.FromVariable(PropertyVariable.Output(0)) - LinearExpression.FromVariable(PropertyVariable.Input(0));
        LinearExpression hundredth = LinearExpression.FromConstant(Rational.FromDouble(0.01));
        Assert.Equal(Verdict.Holds, Verify(s_absolute, Box(1), (difference + hundredth).ToConstraint(false)).Verdict);
        VerificationResult violated = Verify(s_absolute, Box(1), (hundredth - difference).ToConstraint(false));
        Assert.Equal(Verdict.Violated, violated.Verdict);
        Assert.True(violated.Counterexample!.Input[0] < 0);
    }

    [Fact]
    public void An_empty_region_is_vacuous_and_said_so()
    {
        VerificationResult result = Verify(s_absolute, [InputInterval.Exact(1, -1)], Above(0, -5));
        Assert.Equal(Verdict.Holds, result.Verdict);
        Assert.True(result.IsVacuous);
        Assert.Contains("vacuous", result.ToString(), StringComparison.Ordinal);
        Assert.False(Verify(s_absolute, Box(1), Above(0, 2)).IsVacuous);
    }

    [Fact]
    public void Nothing_unsafe_holds_without_being_vacuous()
    {
        VerificationProperty property = new("nothing unsafe", 1, 1, []);
        VerificationResult result = Verifier.Verify(NetworkRunner.Create(s_absolute), property);
        Assert.Equal(Verdict.Holds, result.Verdict);
        Assert.False(result.IsVacuous);
    }

    [Fact]
    public void A_fixed_decimal_input_is_rounded_to_float32_and_said_so()
    {
        // 0.1 is no float32: no float32 lies in [0.1, 0.1]. The program would be given the nearest one.
        Rational tenth = Rational.Create(1, 10);
        InputInterval interval = new(tenth.ToDoubleDown(), tenth.ToDoubleUp(), tenth.ToDoubleUp(), tenth.ToDoubleDown());
        VerificationResult result = Verify(s_absolute, [interval], Above(0, 0.05));
        Assert.Equal(Verdict.Violated, result.Verdict);
        Assert.True(result.Counterexample!.IsInputRounded);
        Assert.Equal(0.1f, result.Counterexample.Input[0]);
        Assert.Equal(Verdict.Holds, Verify(s_absolute, [interval], Above(0, 0.15)).Verdict);
    }

    [Fact]
    public void Overflow_is_unknown_never_holds()
    {
        // 3e38 x₀ − 3e38 x₁ stays finite, but the sum of magnitudes does not: float32 arithmetic in some other order or format may overflow, so nothing is claimed.
        NetworkModelBuilder b = new("overflow", TensorShape.Of(2));
        NetworkModel model = b.Build(b.AddDense(b.AddDense(b.Input, Tensor.Matrix(1, 2, 3e38f, -3e38f)), Tensor.Matrix(1, 1, 1e-38f)));
        InputInterval[] region = [InputInterval.Exact(0.9, 0.95), InputInterval.Exact(0.9, 0.95)];
        VerificationResult result = Verify(model, region, Above(0, 100), new VerificationOptions { NodeLimit = 200 });
        Assert.Equal(Verdict.Unknown, result.Verdict);
        VerificationResult real = Verify(model, region, Above(0, 100), new VerificationOptions { Arithmetic = Arithmetic.Real });
        Assert.Equal((Verdict.Holds, Arithmetic.Real), (real.Verdict, real.Arithmetic));
    }

    [Fact]
    public void An_infinite_output_is_a_counterexample_where_the_forward_pass_gives_it()
    {
        NetworkModelBuilder b = new("overflow", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddDense(b.AddDense(b.Input, Tensor.Matrix(1, 1, 3e38f)), Tensor.Matrix(1, 1, 1e-38f)));
        VerificationResult result = Verify(model, [InputInterval.Exact(0, 2)], Above(0, 100), new VerificationOptions { NodeLimit = 200 });
        Assert.Equal(Verdict.Violated, result.Verdict);
        Assert.Equal(float.PositiveInfinity, result.Counterexample!.Output[0]);
    }

    [Fact]
    public void A_bias_that_float32_absorbs_is_not_proved_away()
    {
        // (1e8 x + 1e-3) − 1e8 x is 1e-3 over the reals and 0 in float32: "at least 1e-4" holds for one and not for the other.
        NetworkModelBuilder b = new("absorbing", TensorShape.Of(1));
        int h = b.AddDense(b.Input, Tensor.Matrix(2, 1, 1e8f, 1e8f), Tensor.Vector(1e-3f, 0));
        NetworkModel model = b.Build(b.AddDense(h, Tensor.Matrix(1, 2, 1, -1)));
        InputInterval[] region = [InputInterval.Exact(1, 2)];
        Assert.Equal(Verdict.Violated, Verify(model, region, Below(0, 1e-4), new VerificationOptions { NodeLimit = 1000 }).Verdict);
        // Without the attack the proof itself must fail: it would succeed if the float32 terms were left out, as over the reals.
        Assert.Equal(Verdict.Unknown, Verify(model, region, Below(0, 1e-4), new VerificationOptions { NodeLimit = 1000, UseAttacks = false }).Verdict);
        Assert.Equal(Verdict.Holds, Verify(model, region, Below(0, 1e-4), new VerificationOptions { NodeLimit = 1000, Arithmetic = Arithmetic.Real }).Verdict);
    }

    /// <summary>Over the reals <c>3e38 · x · 1e-38</c> is at most 6; that float32 overflows is no counterexample there.</summary>
    [Fact]
    public void A_violation_by_rounding_or_overflow_is_none_in_real_arithmetic()
    {
        NetworkModelBuilder b = new("overflow", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddDense(b.AddDense(b.Input, Tensor.Matrix(1, 1, 3e38f)), Tensor.Matrix(1, 1, 1e-38f)));
        Assert.Equal(Verdict.Holds, Verify(model, [InputInterval.Exact(0, 2)], Above(0, 100), new VerificationOptions { Arithmetic = Arithmetic.Real }).Verdict);
        Assert.Equal(Verdict.Violated, Verify(model, [InputInterval.Exact(0, 2)], Above(0, 5), new VerificationOptions { Arithmetic = Arithmetic.Real }).Verdict);
    }

    /// <summary>One input: the exact maximum is among the breakpoints. Thresholds a hair above and below it, with the attack off, test the bounds alone.</summary>
    [Fact]
    public void Proofs_are_right_up_to_a_hair_of_the_exact_maximum()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            NetworkModel model = seed % 2 == 0 ? RandomNetworks.Chain(random, 1, 6, 5, 1) : RandomNetworks.Tangle(random, 1, 3, 7);
            double highest = DenseMaximum(model);
            VerificationOptions options = new() { NodeLimit = 20_000, UseAttacks = false };
            Assert.Equal(Verdict.Holds, Verify(model, Box(1), Above(0, highest + 1e-3), options).Verdict);
            Assert.NotEqual(Verdict.Holds, Verify(model, Box(1), Above(0, highest - 1e-5), options with { NodeLimit = 500 }).Verdict);
        }
    }

    [Fact]
    public void An_empty_disjunction_can_never_be_met()
    {
        VerificationProperty property = new("empty", 1, 1, [new PropertyCase([.. Box(1)], [])]);
        VerificationResult result = Verifier.Verify(NetworkRunner.Create(s_absolute), property);
        Assert.Equal((Verdict.Holds, false), (result.Verdict, result.IsVacuous));
    }

    [Fact]
    public void An_empty_conjunction_is_always_met()
    {
        Assert.Equal(Verdict.Violated, Verify(s_absolute, Box(1), [new Conjunction([])]).Verdict);
    }

    [Fact]
    public void An_end_that_is_NaN_is_refused_and_never_vacuous()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Verify(s_absolute, [InputInterval.Exact(double.NaN, 1)], Above(0, 2)));
        Assert.Contains("NaN", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constraint_on_an_output_that_does_not_exist_is_refused()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Verify(s_absolute, Box(1), Above(3, 2)));
        Assert.Contains("Y_3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_case_counts_and_a_violation_names_its_own()
    {
        // |x| ≥ 0.9 is impossible on [−0.5, 0.5] and [0, 0.8], possible on [0.7, 1].
        PropertyCase Case(double lower, double upper) => new([InputInterval.Exact(lower, upper)], [new Conjunction([Above(0, 0.9)])]);
        VerificationProperty Of(params PropertyCase[] cases) => new("cases", 1, 1, [.. cases]);
        NetworkRunner runner = NetworkRunner.Create(s_absolute);
        Assert.Equal(Verdict.Holds, Verifier.Verify(runner, Of(Case(-0.5, 0.5), Case(0, 0.8))).Verdict);
        VerificationResult violated = Verifier.Verify(runner, Of(Case(-0.5, 0.5), Case(0, 0.8), Case(0.7, 1)));
        Assert.Equal((Verdict.Violated, 2), (violated.Verdict, violated.Counterexample!.CaseIndex));
        Assert.InRange(violated.Counterexample.Input[0], 0.9f, 1f);
    }

    [Fact]
    public void More_rows_than_one_pass_takes_are_all_bounded()
    {
        // 100 conjunctions of two rows: y ≥ 1.5 + i/100 can never be met, its partner always.
        ImmutableArray<Conjunction> many = [.. Enumerable.Range(0, 100).Select(i => new Conjunction([Above(0, -5 - i), Above(0, 1.5 + (i / 100.0))]))];
        Assert.Equal(Verdict.Holds, Verify(s_absolute, Box(1), many).Verdict);
        Assert.Equal(Verdict.Violated, Verify(s_absolute, Box(1), many.Add(new Conjunction([Above(0, 0.5)]))).Verdict);
    }

    [Fact]
    public void What_ends_the_search_is_the_reason_even_if_single_boxes_were_given_up()
    {
        // The threshold is met exactly, strictly: boxes are given up for precision one after another until the node limit.
        NetworkModelBuilder b = new("constant", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(1, 1, 0), Tensor.Vector(0.5f)));
        LinearConstraint strict = (LinearExpression.FromConstant(Rational.FromDouble(0.5)) - LinearExpression.FromVariable(PropertyVariable.Output(0))).ToConstraint(true);
        VerificationResult result = Verify(model, [InputInterval.Exact(1, 1 + 1e-6)], strict, new VerificationOptions { NodeLimit = 100_000, Threads = 1 });
        Assert.Equal((Verdict.Unknown, UnknownReason.Precision), (result.Verdict, result.Reason));
        VerificationResult limited = Verify(model, [InputInterval.Exact(1, 1 + 1e-6)], strict, new VerificationOptions { NodeLimit = result.Boxes - 1, Threads = 1 });
        Assert.Equal((Verdict.Unknown, UnknownReason.NodeLimit), (limited.Verdict, limited.Reason));
    }

    [Fact]
    public void Limits_and_cancellation_end_with_their_reason()
    {
        (NetworkModel model, InputInterval[] region, LinearConstraint hard) = Hard();
        VerificationResult nodes = Verify(model, region, hard, new VerificationOptions { NodeLimit = 5, Threads = 1 });
        Assert.Equal((Verdict.Unknown, UnknownReason.NodeLimit), (nodes.Verdict, nodes.Reason));
        Assert.Equal(5, nodes.Boxes);
        VerificationResult time = Verify(model, region, hard, new VerificationOptions { TimeLimit = TimeSpan.Zero });
        Assert.Equal((Verdict.Unknown, UnknownReason.TimeLimit), (time.Verdict, time.Reason));
        using CancellationTokenSource source = new();
        source.Cancel();
        VerificationResult cancelled = Verifier.Verify(NetworkRunner.Create(model), Property(model, region, hard), cancellationToken: source.Token);
        Assert.Equal((Verdict.Unknown, UnknownReason.Cancelled), (cancelled.Verdict, cancelled.Reason));
    }

    [Fact]
    public void One_thread_is_deterministic()
    {
        (NetworkModel model, InputInterval[] region, LinearConstraint hard) = Hard();
        VerificationOptions options = new() { Threads = 1, NodeLimit = 300 };
        VerificationResult first = Verify(model, region, hard, options), second = Verify(model, region, hard, options);
        Assert.Equal((first.Verdict, first.Boxes, first.Depth), (second.Verdict, second.Boxes, second.Depth));
    }

    [Fact]
    public void Progress_ends_with_the_whole_region_proved()
    {
        List<VerificationProgress> seen = [];
        VerificationProperty property = Property(s_absolute, Box(1), Below(0, -0.01));
        Verifier.Verify(NetworkRunner.Create(s_absolute), property, progress: new Recorder(seen));
        Assert.NotEmpty(seen);
        Assert.Equal(1, seen[^1].ProvedFraction, 6);
        Assert.Equal(0, seen[^1].OpenBoxes);
        Assert.Equal(double.PositiveInfinity, seen[^1].LowestBound);
        Assert.True(seen[^1].BoxesPerSecond > 0);
        // At least the network and the run time: a mebibyte; at most all there is.
        Assert.InRange(seen[^1].Memory, 1 << 20, 1L << 42);
    }

    [Fact]
    public void A_fault_of_whoever_listens_reaches_the_caller_with_its_message()
    {
        Problem endless = Problem.Endless;
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(
            () => endless.Verify(new VerificationOptions { UseAttacks = false, Threads = 2 }, new Faulty()));
        Assert.Contains("nobody listens", e.Message, StringComparison.Ordinal);
        Assert.IsType<NotSupportedException>(e.InnerException);
    }

    [Fact]
    public void Progress_shows_how_far_the_worst_box_is_from_a_proof()
    {
        (NetworkModel model, InputInterval[] region, LinearConstraint hard) = Hard();
        List<VerificationProgress> seen = [];
        Verifier.Verify(NetworkRunner.Create(model), Property(model, region, hard), new VerificationOptions { Threads = 1, NodeLimit = 30 }, new Recorder(seen));
        // Undecided: some open box is not above 0; a bound that far below would be none.
        Assert.InRange(seen[^1].LowestBound, -1e6, 0);
        Assert.True(seen[^1].OpenBoxes > 0);
    }

    [Fact]
    public void A_property_about_another_network_is_refused()
    {
        VerificationProperty property = new("other", 2, 1, []);
        ArgumentException e = Assert.Throws<ArgumentException>(() => Verifier.Verify(NetworkRunner.Create(s_absolute), property));
        Assert.Contains("2 inputs", e.Message, StringComparison.Ordinal);
        Assert.Contains("1 and 1", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Thresholds around the sampled maximum of random networks: whatever is proved no sample contradicts, whatever is refuted replays.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Verdicts_agree_with_dense_sampling(int seed)
    {
        Random random = new(seed);
        NetworkModel model = seed % 2 == 0 ? RandomNetworks.EveryOperator(random, 2, 8, 2) : RandomNetworks.Chain(random, 2, 10, 8, 2);
        NetworkRunner runner = NetworkRunner.Create(model);
        const int grid = 200;
        float highest = float.NegativeInfinity;
        float[] x = new float[2], y = new float[2];
        for (int i = 0; i <= grid; i++)
        {
            for (int j = 0; j <= grid; j++)
            {
                (x[0], x[1]) = ((2f * i / grid) - 1, (2f * j / grid) - 1);
                runner.Forward(x, y);
                highest = Math.Max(highest, y[0]);
            }
        }

        VerificationOptions options = new() { NodeLimit = 20_000 };
        VerificationResult violated = Verify(model, Box(2), Above(0, highest - 0.05), options);
        Assert.Equal(Verdict.Violated, violated.Verdict);
        runner.Forward(violated.Counterexample!.Input.AsSpan(), y);
        Assert.True(y[0] >= highest - 0.05);
        Assert.Equal(y, violated.Counterexample.Output);
        // A grid of 200 steps cannot miss the maximum by this much: the slope is bounded by the product of the layers' norms, a few dozen here.
        Assert.Equal(Verdict.Holds, Verify(model, Box(2), Above(0, highest + 1), options).Verdict);
    }

    internal static VerificationProperty Property(NetworkModel model, InputInterval[] region, params LinearConstraint[] disjuncts) =>
        new("test", model.InputCount, model.OutputCount, [new PropertyCase([.. region], [.. disjuncts.Select(d => new Conjunction([d]))])]);

    private static VerificationResult Verify(NetworkModel model, InputInterval[] region, LinearConstraint constraint, VerificationOptions? options = null) =>
        Verifier.Verify(NetworkRunner.Create(model), Property(model, region, constraint), options);

    private static VerificationResult Verify(NetworkModel model, InputInterval[] region, ImmutableArray<Conjunction> conjunctions) =>
        Verifier.Verify(NetworkRunner.Create(model), new VerificationProperty("test", model.InputCount, model.OutputCount, [new PropertyCase([.. region], conjunctions)]));

    /// <summary>Violation: output at least <paramref name="threshold"/>.</summary>
    private static LinearConstraint Above(int output, double threshold) =>
        (LinearExpression.FromConstant(Rational.FromDouble(threshold)) - LinearExpression.FromVariable(PropertyVariable.Output(output))).ToConstraint(false);

    /// <summary>Violation: output at most <paramref name="threshold"/>.</summary>
    private static LinearConstraint Below(int output, double threshold) =>
        (LinearExpression.FromVariable(PropertyVariable.Output(output)) - LinearExpression.FromConstant(Rational.FromDouble(threshold))).ToConstraint(false);

    private static InputInterval[] Box(int inputs) => [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), inputs)];

    /// <summary>The maximum of output 0 on [−1, 1] by dense sampling; slopes of these networks are a few dozen, so it is right to about 1e-4.</summary>
    private static double DenseMaximum(NetworkModel model)
    {
        const int steps = 400_000;
        NetworkRunner runner = NetworkRunner.Create(model);
        float[] inputs = [.. Enumerable.Range(0, steps + 1).Select(i => (float)((2.0 * i / steps) - 1))];
        float[] outputs = new float[(steps + 1) * model.OutputCount];
        runner.ForwardBatch(inputs, outputs, steps + 1);
        float highest = float.NegativeInfinity;
        for (int i = 0; i <= steps; i++)
        {
            highest = Math.Max(highest, outputs[i * model.OutputCount]);
        }

        return highest;
    }

    private static NetworkModel Absolute()
    {
        NetworkModelBuilder b = new("absolute", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, -1)));
        return b.Build(b.AddDense(h, Tensor.Matrix(1, 2, 1, 1)));
    }

    /// <summary>A network and a threshold between its sampled maximum and its bound: neither the attack nor the first boxes decide it.</summary>
    internal static (NetworkModel Model, InputInterval[] Region, LinearConstraint Hard) Hard()
    {
        Random random = new(7);
        NetworkModel model = RandomNetworks.Chain(random, 6, 30, 30, 1);
        NetworkRunner runner = NetworkRunner.Create(model);
        float[] x = new float[6], y = new float[1];
        float highest = float.NegativeInfinity;
        for (int i = 0; i < 20_000; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = random.Next(2) == 0 ? (random.Next(2) * 2) - 1 : (random.NextSingle() * 2) - 1;
            }

            runner.Forward(x, y);
            highest = Math.Max(highest, y[0]);
        }

        double bound = OutputBounds.Compute(runner, Box(6), BoundMethod.Crown).Upper[0];
        return (model, Box(6), Above(0, highest + (0.08 * (bound - highest))));
    }

    private sealed class Faulty : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => throw new NotSupportedException("nobody listens");
    }

    private sealed class Recorder(List<VerificationProgress> seen) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => seen.Add(value);
    }
}
