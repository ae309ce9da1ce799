using System.Text;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Checker.Tests;

/// <summary>An end of a pre-activation that is bounded by the least bound over a tree of signs.</summary>
public sealed class ElementTreeTests
{
    // p = ρ(x) − ρ(x − ½) − t on [−1, 1] is at most ½ − t; its relaxation reaches above. y = ρ(p) is 0 for t = 0.51 and reaches 0.01 for t = 0.49.
    private const int First = 1;
    private const int Second = 3;
    private static readonly NetworkModel s_model = Build(0.51f);
    private static readonly NetworkModel s_violatedModel = Build(0.49f);
    private static readonly VerificationProperty s_property = Problem.Below(s_model, 0.005);

    [Fact]
    public void The_least_bound_over_the_parts_is_a_bound()
    {
        Refused(Proof());
        Refused(Proof(Upper(Row())));
        Confirmed(Proof(Upper(Tree(1))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(100)]
    [InlineData(-1)]
    public void An_altered_multiplier_is_refused(double beta) => Refused(Proof(Upper(Tree(beta))));

    [Fact]
    public void Every_part_counts()
    {
        ElementSplit tree = (ElementSplit)Tree(1), active = (ElementSplit)tree.Active;
        foreach (ElementPart wrong in (ElementPart[])
                 [
                     // Sides swapped, left out, or taken for both; decisions without a name.
                     tree with { Inactive = tree.Active, Active = tree.Inactive }, tree.Inactive, tree.Active, tree with { Active = tree.Inactive }, tree with { Active = active.Inactive },
                     tree with { Active = active with { Inactive = active.Active, Active = active.Inactive } }, tree with { Active = Row() }, tree with { Active = active with { Inactive = Row() } },
                 ])
        {
            Refused(Proof(Upper(wrong)));
        }

        Refused(Proof(new ElementBound(Second, 0, false, tree)));
    }

    [Fact]
    public void A_decision_holds_in_its_own_part_only()
    {
        // Each of these bounds only a part; a sign or a line that outlived it would make the whole of it, and of the next element, seem tighter.
        ElementSplit tree = (ElementSplit)Tree(1);
        Refused(Proof(Upper(tree.Inactive is ElementSplit s ? new ElementSplit(First, 0, s, Row()) : Row()), Upper(Row())));
        Refused(Proof(Upper(new ElementSplit(First, 0, Row(new PhaseMultiplier(First, 0, 0)), Row(new PhaseMultiplier(First, 0, 0)))), Upper(Row(new PhaseMultiplier(First, 0, 0)))));
        Refused(Proof(Upper(Row(new PhaseMultiplier(First, 0, 0)))));
    }

    [Theory]
    [InlineData(Second, 0)]
    [InlineData(Second + 1, 0)]
    [InlineData(Second + 2, 0)]
    [InlineData(99, 0)]
    [InlineData(First, 2)]
    public void A_decision_about_what_does_not_stand_before_is_refused(int id, int neuron)
    {
        ElementPart tree = Tree(1);
        Assert.Throws<CertificateException>(() => Check(s_model, Proof(Upper(new ElementSplit(id, neuron, tree, tree)))));
        Assert.Throws<CertificateException>(() => Check(s_model, Proof(Upper(new ElementSplit(First, 0, Row(new PhaseMultiplier(id, neuron, 0)), tree)))));
    }

    [Fact]
    public void Slopes_of_neurons_that_do_not_exist_are_refused() => Refused(Proof(Upper(new ElementRow(new SlopeVector([3], [0]), []))));

    [Fact]
    public void A_tree_below_a_decision_keeps_it()
    {
        // Decided anew within the tree, also against the decision above; after it the decision above holds again.
        CertificateNode proof = new PhaseSplit(First, 0, Proof(Upper(Tree(1))), Proof(Upper(Tree(1))));
        Confirmed(proof);
        Refused(new PhaseSplit(First, 0, Proof(Upper(Tree(1))), Proof(Upper(((ElementSplit)Tree(1)).Inactive))));
    }

    [Fact]
    public void It_survives_the_file()
    {
        Certificate read = CertificateReader.Read(CertificateWriter.Write(Claim(s_model, Proof(Upper(Tree(1)), new ElementBound(Second, 0, false, Row()))), isCompressed: true), "c");
        Assert.True(CertificateChecker.Check(read, s_model, s_property).IsProved);
        Assert.IsType<ElementSplit>(((BoundStep)read.Cases[0]).Elements[0].Whole);
    }

    [Fact]
    public void A_missing_line_is_refused()
    {
        string[] lines = Text().Split('\n');
        int tree = Array.FindIndex(lines, l => l.StartsWith("t ", StringComparison.Ordinal)), tried = 0;
        for (int i = tree; lines[i] != "end"; i++)
        {
            string shorter = string.Join('\n', lines.Where((_, k) => k != i));
            if (CertificateReaderTests.TryRead(CertificateReaderTests.WithChecksum(shorter), out Certificate? certificate))
            {
                Assert.Throws<CertificateException>(() => CertificateChecker.Check(certificate!, s_model, s_property));
            }

            tried++;
        }

        Assert.True(tried > 8);
    }

    [Fact]
    public void Every_changed_character_is_refused_or_still_a_proof_of_this_property_alone()
    {
        Assert.True(DoubleEvaluatorMax() > 0.005);
        string body = Text();
        int from = body.IndexOf("case", StringComparison.Ordinal), read = 0;
        for (int i = from; i < body.Length; i++)
        {
            foreach (char other in "0123-.:AZelutpsr \n")
            {
                if (CertificateReaderTests.TryRead(CertificateReaderTests.WithChecksum(body[..i] + other + body[(i + 1)..]), out Certificate? certificate))
                {
                    read++;
                    Certificate forged = certificate! with { ModelHash = s_violatedModel.ContentHash };
                    Assert.Throws<CertificateException>(() => CertificateChecker.Check(forged, s_violatedModel, s_property, threads: 1));
                }
            }
        }

        Assert.True(read > 50);
    }

    private static double DoubleEvaluatorMax() => Enumerable.Range(0, 101).Max(i => DoubleEvaluator.Evaluate(s_violatedModel, [i / 100f])[0]);

    private static NetworkModel Build(float threshold)
    {
        NetworkModelBuilder b = new("tree", TensorShape.Of(1));
        int hidden = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, 1), Tensor.Vector(0, -0.5f)));
        int last = b.AddRelu(b.AddDense(hidden, Tensor.Matrix(1, 2, 1, -1), Tensor.Vector(-threshold)));
        return b.Build(b.AddDense(last, Tensor.Matrix(1, 1, 1), null));
    }

    private static ElementRow Row(params PhaseMultiplier[] multipliers) => new(new SlopeVector([0, 1], [0, 0]), multipliers);

    /// <summary>
    /// Where <c>x ≤ 0</c>, <c>p = −t</c>. Where <c>0 ≤ x ≤ ½</c>, <c>p = x − t ≤ x − t + β (½ − x)</c>, which is <c>½ − t</c> for <c>β = 1</c>; where <c>x ≥ ½</c>, <c>p = ½ − t</c>.
    /// </summary>
    private static ElementPart Tree(double beta)
    {
        PhaseMultiplier first = new(First, 0, 0), second = new(First, 1, 0);
        return new ElementSplit(First, 0, new ElementSplit(First, 1, Row(first, second), Row(first, second with { Beta = 2 })),
            new ElementSplit(First, 1, Row(first, second with { Beta = beta }), Row(first, second)));
    }

    private static ElementBound Upper(ElementPart whole) => new(Second, 0, true, whole);

    private static BoundStep Proof(params ElementBound[] elements) => new([SlopeRule.Zero], elements, new RowStep(0, null, SlopeRule.Zero, [], new EndLeaf()));

    private static string Text()
    {
        string text = Encoding.Latin1.GetString(CertificateWriter.Write(Claim(s_model, Proof(Upper(Tree(1)))), isCompressed: false));
        return text[..text.IndexOf("sha256 ", StringComparison.Ordinal)];
    }

    private static Certificate Claim(NetworkModel model, CertificateNode root) =>
        new(model.ContentHash, PropertyIdentity.Hash(s_property), true, "test") { Cases = new Dictionary<int, CertificateNode> { [0] = root } };

    private static CheckResult Check(NetworkModel model, CertificateNode root) => CertificateChecker.Check(Claim(model, root), model, s_property, threads: 2);

    private static void Confirmed(CertificateNode root)
    {
        Assert.True(Check(s_model, root).IsProved);
        Assert.Throws<CertificateException>(() => Check(s_violatedModel, root));
    }

    private static void Refused(CertificateNode root) => Assert.Throws<CertificateException>(() => Check(s_model, root));
}
