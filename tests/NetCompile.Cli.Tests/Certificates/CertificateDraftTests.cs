using NetCompile.Certification;
using NetCompile.Checker;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Cli.Tests.Certificates;

/// <summary>What searches record checks, also where bounds over the whole region were tightened while they ran.</summary>
public sealed class CertificateDraftTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_search_that_tightens_its_bounds_leaves_a_proof(int threads)
    {
        int trees = 0, proved = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            Random random = new(seed);
            NetworkModel model = seed % 3 == 0 ? RandomNetworks.Tangle(random, 3, 5, 10) : RandomNetworks.Chain(random, 3, 12, 12, 12, 1);
            (double least, double greatest) = Range(model, random);
            double margin = 0.05 * (greatest - least);
            VerificationProperty property = Outside(model, least - margin, greatest + margin), violated = Outside(model, least - margin, greatest - margin);
            VerificationOptions options = new() { Branching = Branching.Relu, Threads = threads, RefineAfter = 4, NodeLimit = 50_000, RecordProof = true };
            VerificationResult result = Verifier.Verify(NetworkRunner.Create(model), property, options);
            if (result.Verdict != Verdict.Holds)
            {
                // The margin is of what was sampled.
                Assert.Equal(Verdict.Violated, result.Verdict);
                continue;
            }

            Certificate draft = CertificateDraft.Of(result, model, property, "test")!;
            trees += draft.Cases[0] is BoundStep b ? b.Elements.Count(e => e.Whole is ElementSplit) : 0;
            Certificate certificate = CertificateReader.Read(CertificateWriter.Write(CertificateCompleter.Complete(draft, model, property, threads), isCompressed: true), "c");
            Assert.True(CertificateChecker.Check(certificate, model, property).IsProved);
            Assert.Throws<CertificateException>(() => CertificateChecker.Check(certificate with { PropertyHash = PropertyIdentity.Hash(violated) }, model, violated));
            proved++;
        }

        Assert.True(proved >= 6 && trees >= 20, $"{proved} proofs with {trees} trees: the test has lost its point");
    }

    [Theory]
    [InlineData(Branching.Input)]
    [InlineData(Branching.Relu)]
    public void A_search_on_a_maxout_network_leaves_a_proof_about_the_network_as_it_was_read(Branching branching)
    {
        int proved = 0;
        for (int seed = 0; seed < 6; seed++)
        {
            Random random = new(seed);
            NetworkModel model = seed % 2 == 0 ? RandomNetworks.Chain(random, HiddenActivation.Maximum, 3, 5, 5, 1) : RandomNetworks.Tangle(random, 3, 4, 8, ExtraOperators.Maximum);
            (double least, double greatest) = Range(model, random);
            double margin = 0.1 * (greatest - least);
            VerificationProperty property = Outside(model, least - margin, greatest + margin), violated = Outside(model, least - margin, greatest - margin);
            VerificationOptions options = new() { Branching = branching, Threads = 1, NodeLimit = 20_000, RecordProof = true };
            VerificationResult result = Verifier.Verify(NetworkRunner.Create(model), property, options);
            if (result.Verdict == Verdict.Holds)
            {
                Certificate certificate = CertificateCompleter.Complete(CertificateDraft.Of(result, model, property, "test")!, model, property, threads: 1);
                Assert.Equal(model.ContentHash, certificate.ModelHash);
                Assert.True(CertificateChecker.Check(certificate, model, property).IsProved);
                Assert.Throws<CertificateException>(() => CertificateChecker.Check(certificate with { PropertyHash = PropertyIdentity.Hash(violated) }, model, violated));
                proved++;
            }

            VerificationResult refuted = Verifier.Verify(NetworkRunner.Create(model), violated, options);
            Assert.Equal(Verdict.Violated, refuted.Verdict);
            Assert.False(CertificateChecker.Check(CertificateDraft.Of(refuted, model, violated, "test")!, model, violated).IsProved);
        }

        Assert.True(proved >= 4, $"{proved} proofs: the test has lost its point");
    }

    private static (double Least, double Greatest) Range(NetworkModel model, Random random)
    {
        // Extremes of a network lie at corners and on faces more often than inside.
        float Coordinate() => random.Next(3) == 0 ? (random.Next(2) * 2) - 1 : (random.NextSingle() * 2) - 1;
        double[] values = [.. Enumerable.Range(0, 10_000).Select(_ => DoubleEvaluator.Evaluate(model, [Coordinate(), Coordinate(), Coordinate()])[0])];
        return (values.Min(), values.Max());
    }

    /// <summary>Violated where output 0 is at most <paramref name="least"/>, or at least <paramref name="greatest"/>: two conjunctions.</summary>
    private static VerificationProperty Outside(NetworkModel model, double least, double greatest)
    {
        LinearExpression output = LinearExpression.FromVariable(PropertyVariable.Output(0));
        LinearConstraint low = (output - LinearExpression.FromConstant(Rational.FromDouble(least))).ToConstraint(isStrict: false);
        LinearConstraint high = (LinearExpression.FromConstant(Rational.FromDouble(greatest)) - output).ToConstraint(isStrict: false);
        return new VerificationProperty(
            "outside", model.InputCount, model.OutputCount, [new PropertyCase([.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 3)], [new Conjunction([low]), new Conjunction([high])])]);
    }
}
