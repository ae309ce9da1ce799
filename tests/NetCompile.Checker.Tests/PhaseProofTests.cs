using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Checker.Tests;

/// <summary>Proofs that divide by signs of pre-activations and use multipliers.</summary>
public sealed class PhaseProofTests
{
    // z = ρ(x) − ρ(x − ½) on [−1, 1] is at most ½; its relaxation reaches above.
    private static readonly NetworkModel s_model = Build();
    private static readonly VerificationProperty s_property = Problem.Below(s_model, 0.51);
    private static readonly PhaseMultiplier s_first = new(1, 0, 0);

    [Fact]
    public void A_division_by_sign_proves_what_one_relaxation_does_not()
    {
        Refused(new BoundStep([SlopeRule.Adaptive], [], new RowStep(0, null, SlopeRule.Adaptive, [], new EndLeaf())));
        Refused(new BoundStep([SlopeRule.Zero], [], new RowStep(0, null, SlopeRule.Zero, [], new EndLeaf())));
        Assert.Equal(4, Confirmed(Proof(beta: 1)));
    }

    [Fact]
    public void A_decision_counts_only_where_a_multiplier_names_it()
    {
        CertificateNode unnamed = new BoundStep([SlopeRule.Zero], [], new PhaseSplit(
            1, 0, new RowStep(0, null, SlopeRule.Zero, [], new EndLeaf()), new RowStep(0, null, SlopeRule.Zero, [], new EndLeaf())));
        Refused(unnamed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(100)]
    [InlineData(-1)]
    public void An_altered_multiplier_is_refused(double beta) => Refused(Proof(beta));

    [Fact]
    public void Swapped_phases_are_refused()
    {
        BoundStep proof = (BoundStep)Proof(1);
        PhaseSplit split = (PhaseSplit)proof.Next;
        Refused(proof with { Next = split with { Inactive = split.Active, Active = split.Inactive } });
    }

    [Fact]
    public void A_multiplier_of_a_phase_that_was_not_decided_is_refused() =>
        Refused(new BoundStep([SlopeRule.Zero], [], new RowStep(0, null, SlopeRule.Zero, [s_first with { Beta = 1 }], new EndLeaf())));

    [Fact]
    public void Bounds_within_a_phase_use_it()
    {
        // Where x ≤ 0 was decided the box leaf knows it; without, it has to be cut at 0 and ½.
        CertificateNode Leaf() => new BoxLeaf(SlopeRule.Adaptive, [0]);
        CertificateNode Cut() => new InputSplit(0, 0, Leaf(), new InputSplit(0, 0.5, Leaf(), Leaf()));
        Refused(Leaf());
        Refused(new PhaseSplit(1, 0, Leaf(), Leaf()));
        Assert.Equal(4, Confirmed(new PhaseSplit(1, 0, Leaf(), Cut())));
    }

    [Fact]
    public void Each_conjunction_needs_its_own_proof()
    {
        PropertyCase one = s_property.Cases[0];
        LinearConstraint low = (LinearExpression.FromVariable(PropertyVariable.Output(0)) + LinearExpression.FromConstant(Rational.FromDouble(0.6))).ToConstraint(isStrict: false);
        VerificationProperty both = s_property with { Cases = [one with { Unsafe = [one.Unsafe[0], new Conjunction([low])] }] };
        CertificateNode Own() => ((BoundStep)Proof(1)).Next;
        CertificateNode Other(int row) => new RowStep(row, null, SlopeRule.Zero, [], new EndLeaf());
        Assert.True(Check(both, new BoundStep([SlopeRule.Zero], [], new ConjunctionSplit(0, Own(), Other(1)))).IsProved);
        foreach (CertificateNode wrong in (CertificateNode[])
                 [
                     new BoundStep([SlopeRule.Zero], [], new ConjunctionSplit(1, Own(), Other(1))), new BoundStep([SlopeRule.Zero], [], new ConjunctionSplit(0, Own(), new EndLeaf())),
                     new BoundStep([SlopeRule.Zero], [], new ConjunctionSplit(0, new EndLeaf(), Other(1))), new BoundStep([SlopeRule.Zero], [], Own()), new ConjunctionSplit(2, new EndLeaf(), new EndLeaf()),
                 ])
        {
            Assert.Throws<CertificateException>(() => Check(both, wrong));
        }
    }

    [Fact]
    public void It_survives_the_file()
    {
        SlopeVector slopes = new([0, 1], [0, 0]);
        Certificate claim = Claim(s_property, Proof(1, slopes));
        Certificate read = CertificateReader.Read(CertificateWriter.Write(claim, isCompressed: true), "c");
        Assert.Equal(4, CertificateChecker.Check(read, s_model, s_property).Leaves);
    }

    private static NetworkModel Build()
    {
        NetworkModelBuilder b = new("step", TensorShape.Of(1));
        int hidden = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, 1), Tensor.Vector(0, -0.5f)));
        return b.Build(b.AddDense(hidden, Tensor.Matrix(1, 2, 1, -1), null));
    }

    /// <summary>
    /// Where <c>x ≤ 0</c>, <c>z ≤ 0</c>. Where <c>x ≥ 0</c> the second sign decides: where <c>x ≤ ½</c>, <c>z = x ≤ x + β (½ − x)</c>, which is ½ for <c>β = 1</c>; where <c>x ≥ ½</c>, <c>z = ½</c>.
    /// A third division, of what is decided already, has one empty side.
    /// </summary>
    private static CertificateNode Proof(double beta, SlopeVector? slopes = null)
    {
        PhaseMultiplier second = new(1, 1, 0);
        RowStep Row(params PhaseMultiplier[] multipliers) => new(0, slopes, SlopeRule.Zero, multipliers, new EndLeaf());
        return new BoundStep([SlopeRule.Zero], [], new PhaseSplit(
            1, 0, new PhaseSplit(1, 1, Row(s_first, second), Row(s_first, second with { Beta = 2 })), new PhaseSplit(1, 1, Row(s_first, second with { Beta = beta }), Row(s_first, second))));
    }

    private static Certificate Claim(VerificationProperty property, CertificateNode root) =>
        new(s_model.ContentHash, PropertyIdentity.Hash(property), true, "test") { Cases = new Dictionary<int, CertificateNode> { [0] = root } };

    private static CheckResult Check(VerificationProperty property, CertificateNode root) => CertificateChecker.Check(Claim(property, root), s_model, property, threads: 2);

    private static long Confirmed(CertificateNode root) => Check(s_property, root).Leaves;

    private static void Refused(CertificateNode root) => Assert.Throws<CertificateException>(() => Check(s_property, root));
}
