using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.QuickProofs;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.QuickProofs;

/// <summary>Verdicts on networks whose answer is known by hand.</summary>
public sealed class QuickProverTests
{
    // y = |x₁ − x₂| = ρ(x₁ − x₂) + ρ(x₂ − x₁).
    private static readonly NetworkModel s_distance = Distance();

    [Fact]
    public void Intervals_prove_what_intervals_can()
    {
        QuickProof proof = Prove(s_distance, Above(0, 4.001), Box(-1, 1, 2));

        Assert.Equal((QuickVerdict.Holds, QuickMethod.Intervals, 1), (proof.Verdict, proof.Method!.Value, proof.Nodes));
    }

    [Fact]
    public void Linear_bounds_prove_more_at_the_root()
    {
        // |x₁ − x₂| ≤ 2 by the two chords; intervals add the maxima of both ReLUs, 4.
        QuickProof proof = Prove(s_distance, Above(0, 2.001), Box(-1, 1, 2));

        Assert.Equal((QuickVerdict.Holds, QuickMethod.LinearBounds, 1), (proof.Verdict, proof.Method!.Value, proof.Nodes));
    }

    [Fact]
    public void Splitting_proves_what_needs_parts_and_counts_them()
    {
        // ρ(min(ρ(x), 0.5)) is 0.5 at most; the relaxations of its two layers add up to more.
        NetworkModelBuilder b = new("minimum", TensorShape.Of(1));
        int relus = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(3, 1, 1, 1, -1), Tensor.Vector(0, -0.5f, 0)));
        NetworkModel model = b.Build(b.AddDense(b.AddRelu(b.AddDense(relus, Tensor.Matrix(2, 3, 1, -1, 0, -1, 1, 1))), Tensor.Matrix(1, 2, 1, 0)));

        QuickProof proof = Prove(model, Above(0, 0.51), Box(-1, 1, 1));

        Assert.Equal((QuickVerdict.Holds, QuickMethod.Splitting), (proof.Verdict, proof.Method!.Value));
        Assert.InRange(proof.Nodes, 3, 50);
    }

    [Fact]
    public void A_violation_comes_with_few_digits_and_rigorous_outputs()
    {
        QuickProof proof = Prove(s_distance, Above(0, 1.9), Box(-1, 1, 2));

        Assert.Equal(QuickVerdict.Violated, proof.Verdict);
        QuickCounterexample c = proof.Counterexample!;
        float distance = Math.Abs(c.Input[0] - c.Input[1]);
        Assert.True(distance >= 1.9f);
        Assert.InRange(distance, c.OutputLower[0], c.OutputUpper[0]);
        Assert.InRange(c.OutputUpper[0] - c.OutputLower[0], 0, 1e-5);
        Assert.All(c.Input, x => Assert.Equal(Math.Round(x, 1), x));
        Assert.All(c.Importance, i => Assert.True(i > 0));
    }

    [Fact]
    public void A_violation_everywhere_is_shown_by_its_bound()
    {
        // y ≥ 5 is violated by −y > −5.
        Formula violation = new Formula.Atom(LinearExpression.FromVariable(PropertyVariable.Output(0)) - Constant(5), IsStrict: true);
        QuickProof proof = QuickProver.Prove(s_distance, PropertyBuilder.Build("p", violation, 2, 1, Box(-1, 1, 2)));

        Assert.Equal(QuickVerdict.NeverHolds, proof.Verdict);
        Assert.InRange(proof.Evidence!.Value.Upper, 2, 2.001);
        Assert.NotNull(proof.Counterexample);
    }

    [Fact]
    public void Conditions_on_inputs_cut_the_region_and_can_be_contradictory()
    {
        LinearExpression x0 = LinearExpression.FromVariable(PropertyVariable.Input(0)), x1 = LinearExpression.FromVariable(PropertyVariable.Input(1)), y = LinearExpression.FromVariable(PropertyVariable.Output(0));

        // x₂ ≤ x₁ − 1.5 and y ≤ 1.4: a condition on both inputs.
        QuickProof holds = Prove(s_distance, And(AtMost(x1 - x0 + Constant(1.5)), AtMost(y - Constant(1.4))), Box(-1, 1, 2));
        Assert.Equal(QuickVerdict.Holds, holds.Verdict);

        QuickProof vacuous = Prove(s_distance, And(AtMost(x1 - x0 + Constant(2.5)), AtMost(y - Constant(1.4))), Box(-1, 1, 2));
        Assert.Equal((QuickVerdict.Vacuous, 0), (vacuous.Verdict, vacuous.Nodes));

        // Under the premise, which cuts the box to where y is at least 1, y ≤ 0.9 never holds, although it does elsewhere.
        QuickProof never = Prove(s_distance, And(AtMost(x1 - x0 + Constant(1.5)), new Formula.Atom(Constant(0.9) - y, IsStrict: true)), Box(-1, 1, 2));
        Assert.Equal(QuickVerdict.NeverHolds, never.Verdict);
        Assert.True(never.Counterexample!.Input[0] >= never.Counterexample.Input[1] + 1.5);
    }

    [Fact]
    public void A_condition_and_the_bound_together_refute_what_no_small_box_does()
    {
        // y = x₁ − x₂ ≥ 0.001 just beyond the condition x₁ ≤ x₂: boxes alone would follow the whole diagonal.
        NetworkModelBuilder b = new("difference", TensorShape.Of(2));
        NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(1, 2, 1, -1)));
        LinearExpression condition = LinearExpression.FromVariable(PropertyVariable.Input(0)) - LinearExpression.FromVariable(PropertyVariable.Input(1));

        QuickProof proof = Prove(model, And(AtMost(condition), Above(0, 0.001)), Box(-1, 1, 2));

        Assert.Equal((QuickVerdict.Holds, QuickMethod.LinearBounds, 1), (proof.Verdict, proof.Method!.Value, proof.Nodes));
    }

    [Fact]
    public void Budgets_are_kept_and_what_is_missing_is_said()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(3), 4, 24, 24, 24, 1);
        double edge = Enumerable.Range(0, 500).Select(i => new Random(i)).Max(r => DoubleEvaluator.Evaluate(model, [.. Enumerable.Range(0, 4).Select(_ => (r.NextDouble() * 2) - 1)])[0]);
        Formula violation = Above(0, edge + 0.2);

        QuickProof few = Prove(model, violation, Box(-1, 1, 4), new QuickProofOptions(Nodes: 3));
        Assert.Equal((QuickVerdict.Undecided, QuickObstacle.Nodes, 3), (few.Verdict, few.Obstacle!.Value, few.Nodes));
        Assert.True(few.Margin < 0 && few.ShareProved is >= 0 and < 1);

        QuickProof small = Prove(model, violation, Box(-1, 1, 4), new QuickProofOptions(Work: 100_000));
        Assert.Equal((QuickVerdict.Undecided, QuickObstacle.Work), (small.Verdict, small.Obstacle!.Value));
        Assert.InRange(small.Work, 1, 100_000);

        QuickProof none = Prove(model, violation, Box(-1, 1, 4), new QuickProofOptions(Work: 100));
        Assert.Equal((QuickVerdict.Undecided, QuickObstacle.TooLarge, 0, 0L), (none.Verdict, none.Obstacle!.Value, none.Nodes, none.Work));
    }

    [Fact]
    public void Steps_and_overflow_are_reasons()
    {
        NetworkModelBuilder b = new("step", TensorShape.Of(1));
        NetworkModel step = b.Build(b.AddStep(b.Input, -1, 0, 1));
        Assert.Equal(QuickObstacle.Step, Prove(step, Above(0, 2), Box(-1, 1, 1)).Obstacle);

        NetworkModelBuilder large = new("overflow", TensorShape.Of(1));
        NetworkModel overflow = large.Build(large.AddRelu(large.AddDense(large.AddDense(large.Input, Tensor.Matrix(1, 1, 3e38f)), Tensor.Matrix(1, 1, 3e38f))));
        QuickProof proof = Prove(overflow, AtMost(LinearExpression.FromVariable(PropertyVariable.Output(0)) + Constant(1)), Box(-1, 1, 1));
        Assert.Equal((QuickVerdict.Undecided, QuickObstacle.Overflow), (proof.Verdict, proof.Obstacle!.Value));
    }

    [Fact]
    public void The_same_question_has_the_same_answer()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(5), 3, 12, 12, 2);
        QuickProof[] proofs = [.. Enumerable.Range(0, 2).Select(_ => Prove(model, Above(0, 0.4), Box(-1, 1, 3)))];

        Assert.Equal((proofs[0].Verdict, proofs[0].Nodes, proofs[0].Work, proofs[0].Margin), (proofs[1].Verdict, proofs[1].Nodes, proofs[1].Work, proofs[1].Margin));
        Assert.Equal(proofs[0].Counterexample?.Input.AsEnumerable(), proofs[1].Counterexample?.Input.AsEnumerable());
    }

    [Fact]
    public void A_cancelled_token_ends_the_search_and_wrong_counts_are_refused()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        VerificationProperty property = PropertyBuilder.Build("p", Above(0, 1), 2, 1, Box(-1, 1, 2));
        Assert.Throws<OperationCanceledException>(() => QuickProver.Prove(s_distance, property, cancellationToken: source.Token));
        Assert.Throws<ArgumentException>(() => QuickProver.Prove(s_distance, PropertyBuilder.Build("p", Above(0, 1), 3, 1, Box(-1, 1, 3))));
    }

    [Fact]
    public void It_can_be_cancelled_before_the_first_box()
    {
        // No alternative is left, so that a search would not even begin.
        VerificationProperty property = new("empty", s_distance.InputCount, s_distance.OutputCount, [new PropertyCase(
            [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), s_distance.InputCount)],
            [new Conjunction([new LinearConstraint([new LinearTerm(PropertyVariable.Input(0), 1)], -5, isStrict: false)])])]);
        Assert.Equal(QuickVerdict.Vacuous, QuickProver.Prove(s_distance, property).Verdict);
        Assert.Throws<OperationCanceledException>(() => QuickProver.Prove(s_distance, property, cancellationToken: new CancellationToken(canceled: true)));
    }

    internal static Formula Above(int output, double bound) => AtMost(Constant(bound) - LinearExpression.FromVariable(PropertyVariable.Output(output)));

    internal static Formula AtMost(LinearExpression expression) => new Formula.Atom(expression, IsStrict: false);

    internal static Formula And(params Formula[] parts) => new Formula.All([.. parts]);

    internal static LinearExpression Constant(double value) => LinearExpression.FromConstant(Rational.FromDouble(value));

    internal static ImmutableArray<InputInterval> Box(double lower, double upper, int count) => [.. Enumerable.Repeat(InputInterval.Exact(lower, upper), count)];

    private static QuickProof Prove(NetworkModel model, Formula violation, ImmutableArray<InputInterval> box, QuickProofOptions? options = null) =>
        QuickProver.Prove(model, PropertyBuilder.Build("p", violation, model.InputCount, model.OutputCount, box), options);

    private static NetworkModel Distance()
    {
        NetworkModelBuilder b = new("distance", TensorShape.Of(2));
        return b.Build(b.AddDense(b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 2, 1, -1, -1, 1))), Tensor.Matrix(1, 2, 1, 1)));
    }
}
