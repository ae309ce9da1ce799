using System.Globalization;
using NetCompile.Models;
using NetCompile.TestSupport;
using NetCompile.Verification;
using NetCompile.VnnLib;
using static NetCompile.Tests.Verification.EndToEnd;

namespace NetCompile.Tests.Verification;

/// <summary>Wrong verdicts that other verifiers were found to give, one test each. The network and the property are such that the mistake would change the verdict.</summary>
public sealed class MistakesOtherToolsMade
{
    private const long Nodes = 3000;

    /// <summary>The ways of branching that every mistake is tried with.</summary>
    public static TheoryData<Branching> Branchings => [.. Enum.GetValues<Branching>()];

    /// <summary>
    /// A MILP encoding needs for each ReLU a bound M of its pre-activation; a placeholder of 1e6 cuts off what lies beyond. There is no M here: its place is taken by the
    /// bounds of the pre-activations, which an unstable ReLU's upper function and the phases of a split rest on. The counterexamples need a pre-activation of 4e6 and more.
    /// </summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Too_small_big_M(Branching branching)
    {
        OnnxBuilder Net() => Network(1).MatMul("x", "h0", 1, 1, 1e7f).Constant("Add", "h0", "h1", -5e6f).Relu("h1", "h").MatMul("h", "y", 1, 1, 1e-7f).Output("y");
        string property = Property(1, 1, Between(0, "0", "1"), "(>= Y_0 0.4)");
        Assert.Equal(Verdict.Violated, Verify(Net(), property, Options(branching)).Verdict);
        Assert.NotEqual(Verdict.Holds, Verify(Net(), property, ProofsOnly(branching)).Verdict);
        Assert.Equal(Verdict.Holds, Verify(Net(), Property(1, 1, Between(0, "0", "1"), "(>= Y_0 0.5001)"), Options(branching)).Verdict);
    }

    /// <summary>An input of zero width was left out, or divided by its width: <c>y = ρ(x_0 + x_1)</c>, <c>x_1</c> fixed, reaches 1.5 only with the constant.</summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Constant_inputs(Branching branching)
    {
        OnnxBuilder Net() => Network(2).MatMul("x", "h", 2, 1, 1, 1).Relu("h", "y").Output("y");
        string Of(string x0Lower, string x1, string y) => Property(2, 1, Between(0, x0Lower, "1"), $"(= X_1 {x1})", $"(>= Y_0 {y})");
        Assert.Equal(Verdict.Violated, Verify(Net(), Of("0", "0.5", "1.25"), Options(branching)).Verdict);
        Assert.Equal(Verdict.Holds, Verify(Net(), Of("0", "0.5", "1.75"), Options(branching)).Verdict);
        // A decimal that is no float32, and all inputs fixed.
        Assert.Equal(Verdict.Violated, Verify(Net(), Of("0", "0.3", "1.2"), Options(branching)).Verdict);
        Assert.Equal(Verdict.Violated, Verify(Net(), Of("1", "0.5", "1.5"), Options(branching)).Verdict);
        Assert.Equal(Verdict.Holds, Verify(Net(), Of("1", "0.5", "1.50001"), Options(branching)).Verdict);
        // Two ends that differ by less than any tolerance are still an interval.
        Assert.Equal(
            Verdict.Violated,
            Verify(Network(1).MatMul("x", "h", 1, 1, 1e9f).Relu("h", "y").Output("y"), Property(1, 1, Between(0, "0", "1e-9"), "(>= Y_0 0.9)"), Options(branching)).Verdict);
    }

    /// <summary>
    /// A presolve that takes what is below its tolerance for zero: a weight and a pre-activation of 1e-7, which the next layer makes 1 again, and a bias of 1e-9. And one
    /// that takes what is met up to the tolerance for met: an output 1e-7 short of the threshold.
    /// </summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Preprocessing_tolerances(Branching branching)
    {
        OnnxBuilder Tiny() => Network(1).MatMul("x", "h0", 1, 1, 1e-7f).Constant("Add", "h0", "h1", 1e-9f).Relu("h1", "h").MatMul("h", "y", 1, 1, 1e7f).Output("y");
        Assert.Equal(Verdict.Violated, Verify(Tiny(), Property(1, 1, Between(0, "0", "1"), "(>= Y_0 0.5)"), Options(branching)).Verdict);
        Assert.Equal(Verdict.Holds, Verify(Tiny(), Property(1, 1, Between(0, "0", "1"), "(<= Y_0 0.005)"), Options(branching)).Verdict);
        OnnxBuilder Identity() => Network(1).MatMul("x", "y", 1, 1, 1).Output("y");
        Assert.Equal(Verdict.Violated, Verify(Identity(), Property(1, 1, Between(0, "0", "0.5"), "(>= Y_0 0.5)"), Options(branching)).Verdict);
        Assert.NotEqual(Verdict.Violated, Verify(Identity(), Property(1, 1, Between(0, "0", "0.5"), "(>= Y_0 0.5000001)"), Options(branching)).Verdict);
    }

    /// <summary>Every assertion counts: a second bound of the same input, a condition beside a disjunction, one over input and output, and each part of a disjunction.</summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Ignored_assertion(Branching branching)
    {
        Verdict Of(params string[] assertions) => Verify(Identities(2), Property(2, 2, [Between(0, "0", "1"), Between(1, "0", "1"), .. assertions]), Options(branching)).Verdict;
        // Without the last assertion each of these is violated.
        Assert.Equal(Verdict.Holds, Of("(>= Y_0 0.75)", "(<= X_0 0.5)"));
        Assert.Equal(Verdict.Holds, Of("(<= X_0 0.5)", "(>= Y_0 0.75)"));
        Assert.Equal(Verdict.Holds, Of("(>= Y_0 0.75)", "(<= Y_0 0.5)"));
        Assert.Equal(Verdict.Holds, Of("(or (>= Y_0 0.75) (>= Y_1 0.75))", "(and (<= Y_0 0.5) (<= Y_1 0.5))"));
        Assert.Equal(Verdict.Holds, Of("(>= Y_0 0.75)", "(>= X_0 (+ Y_0 0.125))"));
        // Without the last part of the disjunction each of these holds.
        Assert.Equal(Verdict.Violated, Of("(or (>= Y_0 2) (>= Y_1 0.75))"));
        Assert.Equal(Verdict.Violated, Of("(or (and (<= X_0 0.25) (>= Y_0 0.5)) (and (>= X_0 0.5) (>= Y_0 0.75)))"));
    }

    /// <summary>Exclusive conditions pairwise: read with the other connective each verdict turns round.</summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Or_and_and_mixed_up(Branching branching)
    {
        const string low = "(<= Y_0 0.25)", high = "(>= Y_0 0.75)", right = "(>= Y_1 0.75)", left = "(<= Y_1 0.25)";
        Verdict Of(string assertion) => Verify(Identities(2), Property(2, 2, Between(0, "0", "1"), Between(1, "0", "1"), assertion), Options(branching)).Verdict;
        Assert.Equal(Verdict.Holds, Of($"(and {low} {high})"));
        Assert.Equal(Verdict.Violated, Of($"(or {low} (>= Y_0 2))"));
        Assert.Equal(Verdict.Holds, Of($"(or (and {low} {high}) (and {left} {right}))"));
        Assert.Equal(Verdict.Violated, Of($"(and (or {low} {high}) (or {left} {right}))"));
        Assert.Equal(Verdict.Holds, Of($"(and (or {low} (>= Y_1 2)) (or {high} (<= Y_1 -1)))"));
        // Several boxes of inputs, each with its own condition.
        Assert.Equal(Verdict.Holds, Of($"(or (and (<= X_0 0.5) {high}) (and (>= X_0 0.5) {low}))"));
        Assert.Equal(Verdict.Violated, Of($"(or (and (<= X_0 0.5) {high}) (and (<= X_0 0.5) {low}))"));
    }

    /// <summary>A conjunction is as far from being met as its farthest row. By the nearest row, the first is violated; the second needs both rows at one point.</summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Minimum_instead_of_maximum_over_a_conjunction(Branching branching)
    {
        // y = (x_0 + x_1, x_0 − x_1) on [−1, 1]².
        OnnxBuilder Net() => Network(2).MatMul("x", "y", 2, 2, 1, 1, 1, -1).Output("y");
        Verdict Of(string y0, string y1) => Verify(Net(), Property(2, 2, Between(0, "-1", "1"), Between(1, "-1", "1"), $"(and (>= Y_0 {y0}) (>= Y_1 {y1}))"), Options(branching)).Verdict;
        Assert.Equal(Verdict.Holds, Of("-2", "2.5"));
        Assert.Equal(Verdict.Holds, Of("2.5", "-2"));
        // Each row alone reaches 2; together their sum is 2 x_0 ≤ 2.
        Assert.Equal(Verdict.Violated, Of("0.9", "0.9"));
        Assert.Equal(Verdict.Holds, Of("1.1", "1.1"));
    }

    /// <summary><c>y = ρ(2 x − 1.5) + 0.25</c>, each bias an Add of its own, the second with its operands exchanged. Without the first y reaches 2.25, without the second only 0.5.</summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Dropped_Add_bias(Branching branching)
    {
        OnnxBuilder Net() => Network(1).MatMul("x", "a", 1, 1, 2).Constant("Add", "a", "b", -1.5f).Relu("b", "c").MatMul("c", "d", 1, 1, 1)
            .Initializer("last", [1], 0.25f).Node("Add", ["last", "d"], "y").Output("y");
        Assert.Equal(Verdict.Violated, Verify(Net(), Property(1, 1, Between(0, "0", "1"), "(>= Y_0 0.7)"), Options(branching)).Verdict);
        Assert.Equal(Verdict.Holds, Verify(Net(), Property(1, 1, Between(0, "0", "1"), "(>= Y_0 0.8)"), Options(branching)).Verdict);
        Assert.Equal(Verdict.Holds, Verify(Net(), Property(1, 1, Between(0, "0", "1"), "(<= Y_0 0.2)"), Options(branching)).Verdict);
    }

    /// <summary>
    /// A last layer without bias was left out, transposed, or given the layer before as its bias. <c>h = ρ(x, x/2)</c>, as wide as the output;
    /// <c>W = (0 1; 4 0)</c> is not symmetric.
    /// </summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Last_layer_without_bias(Branching branching)
    {
        OnnxBuilder Hidden() => Network(1).MatMul("x", "a", 1, 2, 1, 0.5f).Relu("a", "h").Initializer("w", [2, 2], 0, 1, 4, 0);
        Verdict Of(OnnxBuilder net, string assertion) => Verify(net, Property(1, 2, Between(0, "0", "1"), assertion), Options(branching)).Verdict;
        // h Wᵀ = (h_1, 4 h_0) = (x/2, 4x).
        OnnxBuilder Gemm() => Hidden().Node("Gemm", ["h", "w"], "y", ("transB", 1)).Output("y");
        Assert.Equal(Verdict.Holds, Of(Gemm(), "(>= Y_0 0.75)"));
        Assert.Equal(Verdict.Violated, Of(Gemm(), "(and (>= Y_0 0.45) (>= Y_1 3.6))"));
        // h W = (4 h_1, h_0) = (2x, x).
        OnnxBuilder Product() => Hidden().Node("MatMul", ["h", "w"], "y").Output("y");
        Assert.Equal(Verdict.Holds, Of(Product(), "(>= Y_1 1.25)"));
        Assert.Equal(Verdict.Violated, Of(Product(), "(and (>= Y_0 1.8) (>= Y_1 0.9) (<= Y_1 1))"));
    }

    /// <summary>An attack that climbs where it should descend: both senses, over 100 inputs, are met only next to one corner, and may take one box.</summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Flipped_attack_sign(Branching branching)
    {
        Random random = new(5);
        float[] weights = [.. Enumerable.Range(0, 100).Select(_ => random.Next(2) == 0 ? -0.01f : 0.01f)];
        // y = ρ(w·x + 1) − 1: linear in between, so that nothing but the attack decides.
        OnnxBuilder Net() => Network(100).MatMul("x", "a", 100, 1, weights).Constant("Add", "a", "b", 1).Relu("b", "c").Constant("Sub", "c", "y", 1).Output("y");
        string[] region = [.. Enumerable.Range(0, 100).Select(j => Between(j, "-1", "1"))];
        VerificationOptions once = Options(branching) with { NodeLimit = 1 };
        VerificationResult above = Verify(Net(), Property(100, 1, [.. region, "(>= Y_0 0.999)"]), once);
        Assert.Equal(Verdict.Violated, above.Verdict);
        Assert.All(Enumerable.Range(0, 100), j => Assert.Equal(Math.Sign(weights[j]), Math.Sign(above.Counterexample!.Input[j])));
        VerificationResult below = Verify(Net(), Property(100, 1, [.. region, "(<= Y_0 -0.999)"]), once);
        Assert.Equal(Verdict.Violated, below.Verdict);
        Assert.All(Enumerable.Range(0, 100), j => Assert.Equal(-Math.Sign(weights[j]), Math.Sign(below.Counterexample!.Input[j])));
    }

    /// <summary>
    /// <c>(k x + 1e-3) − k x</c>, <c>k = 2²⁷</c>, is 1e-3 over the reals and 0 in float32 for every input: none that a real-valued or double evaluation finds violates when it is replayed.
    /// <see cref="EndToEnd.Verify"/> replays every counterexample of every test here.
    /// </summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Counterexample_that_does_not_replay_in_float32(Branching branching)
    {
        string property = Property(1, 1, Between(0, "1", "2"), "(>= Y_0 5e-4)");
        Assert.NotEqual(Verdict.Violated, Verify(Absorbing(1 << 27, 1e-3f), property, Options(branching)).Verdict);
        // Nor is the proof fooled the other way: over the reals every input violates.
        Assert.NotEqual(Verdict.Holds, Verify(Absorbing(1 << 27, 1e-3f), property, Options(branching) with { Arithmetic = Arithmetic.Real }).Verdict);
    }

    /// <summary>The decimals 0.3 and 0.7 are no float32; the nearest ones lie outside [0.7, …] and […, 0.3] by about 1e-8. Only there would the condition be met.</summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Counterexample_outside_the_box_by_1e_7(Branching branching)
    {
        OnnxBuilder Net() => Network(1).MatMul("x", "y", 1, 1, 1).Output("y");
        Verdict Of(string lower, string upper, string assertion) => Verify(Net(), Property(1, 1, Between(0, lower, upper), assertion), Options(branching)).Verdict;
        Assert.NotEqual(Verdict.Violated, Of("0.1", "0.3", "(> Y_0 0.3)"));
        Assert.NotEqual(Verdict.Violated, Of("0.7", "0.9", "(< Y_0 0.7)"));
        Assert.NotEqual(Verdict.Violated, Of("0", "0.5", "(>= Y_0 0.5000001)"));
        // Inside there are counterexamples up to the last float32: EndToEnd checks that they are.
        Assert.Equal(Verdict.Violated, Of("0.1", "0.3", "(>= Y_0 0.29999997)"));
        Assert.Equal(Verdict.Violated, Of("0.7", "0.9", "(<= Y_0 0.7000001)"));
    }

    /// <summary>Whatever ends a search early, or breaks it, is no proof.</summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Error_or_time_out_reported_as_unsat(Branching branching)
    {
        // A property that holds, by enough to be proved, but not in a few boxes.
        OnnxBuilder Hard() => Zigzag(6);
        string property = Property(6, 1, [.. Enumerable.Range(0, 6).Select(j => Between(j, "-1", "1")), "(>= Y_0 5.05)"]);
        VerificationOptions options = Options(branching) with { NodeLimit = null };
        Assert.Equal(Verdict.Holds, Verify(Hard(), property, Options(branching)).Verdict);
        VerificationResult time = Verify(Hard(), property, options with { TimeLimit = TimeSpan.Zero });
        Assert.Equal((Verdict.Unknown, UnknownReason.TimeLimit), (time.Verdict, time.Reason));
        VerificationResult nodes = Verify(Hard(), property, options with { NodeLimit = 1 });
        Assert.Equal((Verdict.Unknown, UnknownReason.NodeLimit), (nodes.Verdict, nodes.Reason));
        // Overflow: 1e38 · 1e38 · x. And numbers that are none are refused before anything runs.
        OnnxBuilder overflow = Network(1).MatMul("x", "a", 1, 1, 1e38f).MatMul("a", "b", 1, 1, 1e38f).Constant("Mul", "b", "y", 0).Output("y");
        Assert.NotEqual(Verdict.Holds, Verify(overflow, Property(1, 1, Between(0, "1", "2"), "(>= Y_0 1)"), Options(branching)).Verdict);
        Assert.Throws<ModelFormatException>(() => Verify(Network(1).MatMul("x", "y", 1, 1, float.NaN).Output("y"), Property(1, 1, Between(0, "0", "1"), "(>= Y_0 1)"), options));
        Assert.Throws<ModelFormatException>(() => Verify(Identities(1), Property(1, 1, Between(0, "0", "1"), "(>= Y_0"), options));
        Assert.Throws<ModelFormatException>(() => Verify(Identities(1), Property(1, 1, "(>= X_0 0)", "(>= Y_0 3)"), options));
        // An exception while it runs.
        Assert.ThrowsAny<Exception>(() => Verify(Hard(), property, options with { NodeLimit = Nodes }, new Failing()));
    }

    /// <summary>
    /// <c>y = (1e17 x + 1e-3) − 1e17 x</c>: 1e-3 over the reals, 0 wherever float32 (or double) computes it. "y is at least 1e-4" is false of what runs.
    /// </summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Weights_that_absorb_a_bias(Branching branching)
    {
        string property = Property(1, 1, Between(0, "1", "2"), "(<= Y_0 1e-4)");
        Assert.Equal(Verdict.Violated, Verify(Absorbing(1e17f, 1e-3f), property, Options(branching)).Verdict);
        Assert.NotEqual(Verdict.Holds, Verify(Absorbing(1e17f, 1e-3f), property, ProofsOnly(branching)).Verdict);
        // Over the reals it is true, and no float32 run may be shown against it.
        Assert.NotEqual(Verdict.Violated, Verify(Absorbing(1e17f, 1e-3f), property, Options(branching) with { Arithmetic = Arithmetic.Real }).Verdict);
    }

    /// <summary>
    /// The same at magnitudes from 1 to 1e9, the bias a third of a unit in the last place there: float32 gives 0 or a whole unit. A constant margin is too small at one end of
    /// the range, so that the property is "proved" about the float32 network, or too large at the other, so that it cannot be proved over the reals.
    /// </summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Constant_rounding_margin(Branching branching)
    {
        foreach (float magnitude in (float[])[1, 1e3f, 1e6f, 1e9f])
        {
            float unit = MathF.BitIncrement(magnitude) - magnitude;
            string threshold = (unit * 0.15).ToString("E6", CultureInfo.InvariantCulture);
            string property = Property(1, 1, Between(0, "1", "1.5"), $"(<= Y_0 {threshold})");
            Assert.Equal(Verdict.Violated, Verify(Absorbing(magnitude, unit * 0.3f), property, Options(branching)).Verdict);
            Assert.NotEqual(Verdict.Holds, Verify(Absorbing(magnitude, unit * 0.3f), property, ProofsOnly(branching)).Verdict);
            Assert.Equal(Verdict.Holds, Verify(Absorbing(magnitude, unit * 0.3f), property, Options(branching) with { Arithmetic = Arithmetic.Real }).Verdict);
        }
    }

    /// <summary>
    /// The network normalises its raw input, <c>(x − 150)/50</c>, and scales its output, <c>10 ρ(·) + 3</c>. The property speaks of raw numbers on both sides; taken for
    /// normalised ones every verdict turns round.
    /// </summary>
    [Theory]
    [MemberData(nameof(Branchings))]
    public void Scaled_and_unscaled_bounds_confused(Branching branching)
    {
        OnnxBuilder Net() => Network(1).Constant("Sub", "x", "a", 150).Constant("Div", "a", "b", 50).MatMul("b", "c", 1, 1, 1).Relu("c", "d")
            .Constant("Mul", "d", "e", 10).Constant("Add", "e", "y", 3).Output("y");
        Verdict Of(string lower, string upper, string assertion) => Verify(Net(), Property(1, 1, Between(0, lower, upper), assertion), Options(branching)).Verdict;
        Assert.Equal(Verdict.Holds, Of("100", "200", "(>= Y_0 13.5)"));
        Assert.Equal(Verdict.Violated, Of("100", "200", "(>= Y_0 12)"));
        Assert.Equal(Verdict.Holds, Of("100", "200", "(<= Y_0 2.5)"));
        Assert.Equal(Verdict.Holds, Of("-1", "1", "(>= Y_0 3.5)"));
    }

    private static VerificationOptions Options(Branching branching) => new() { NodeLimit = Nodes, Threads = 1, Branching = branching };

    /// <summary>Without attacks: the proof itself must fail.</summary>
    private static VerificationOptions ProofsOnly(Branching branching) => Options(branching) with { NodeLimit = 200, UseAttacks = false };

    /// <summary><c>y = x</c>.</summary>
    private static OnnxBuilder Identities(int count) =>
        Network(count).MatMul("x", "y", count, count, [.. Enumerable.Range(0, count * count).Select(i => i % (count + 1) == 0 ? 1f : 0f)]).Output("y");

    /// <summary><c>y = (k x + bias) − k x</c>, in two layers.</summary>
    private static OnnxBuilder Absorbing(float k, float bias) =>
        Network(1).MatMul("x", "a", 1, 2, k, k).Constant("Add", "a", "h", bias, 0).MatMul("h", "y", 2, 1, 1, -1).Output("y");

    /// <summary><c>Σ_j |x_j|</c> on which three layers of differences lie that cancel: bounds without splits are loose.</summary>
    private static OnnxBuilder Zigzag(int inputs)
    {
        float[] split = new float[inputs * 2 * inputs], sums = [.. Enumerable.Repeat(1f, 2 * inputs)];
        for (int j = 0; j < inputs; j++)
        {
            (split[(j * 2 * inputs) + (2 * j)], split[(j * 2 * inputs) + (2 * j) + 1]) = (1, -1);
        }

        // s = Σ|x_j|; y = ρ(s − 1) − 2 ρ(s − 2) + 2 ρ(s − 3) + 2: at most 5, at s = 6; the relaxation of the difference gives more.
        return Network(inputs).MatMul("x", "a", inputs, 2 * inputs, split).Relu("a", "b").MatMul("b", "s", 2 * inputs, 3, [.. sums.SelectMany(s => (float[])[s, s, s])])
            .Constant("Sub", "s", "t", 1, 2, 3).Relu("t", "u").MatMul("u", "v", 3, 1, 1, -2, 2).Constant("Add", "v", "y", 2).Output("y");
    }

    private sealed class Failing : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => throw new InvalidOperationException("the observer failed");
    }
}
