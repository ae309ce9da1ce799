using NetCompile.Build.Proofs;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Tests.Proofs;

public class KeptProofTests
{
    [Fact]
    public void A_kept_counterexample_counts_only_where_it_lies_in_the_box_and_the_network_gives_it()
    {
        NetworkProperty property = new(NetworkRunner.Create<Doubled>(), Below(1.5), (_, _, _) => throw new InvalidOperationException("Nothing is proved here."))
        {
            NetworkName = "Doubled", Name = "Below", Text = "y < 1.5", InputNames = ["x"], OutputNames = ["y"],
        };
        Assert.True(KeptProof.IsConfirmed(new Counterexample([0.875f], [1.75f], 0, false), property));
        Counterexample[] others =
        [
            new([0.875f], [1.8125f], 0, false), // The network gives something else.
            new([0.5f], [1f], 0, false), // No violation.
            new([2f], [4f], 0, false), // Outside, where the network does not run.
            new([float.NaN], [4f], 0, false),
            new([0.875f], [1.75f], 1, false),
            new([0.875f], [1.75f], -1, false),
            new([0.875f], [], 0, false),
            new([0.875f], [1.75f, 1.75f], 0, false),
            new([], [1.75f], 0, false),
        ];
        Assert.All(others, c => Assert.False(KeptProof.IsConfirmed(c, property)));
    }

    [Fact]
    public void A_verdict_without_the_certificate_that_is_asked_for_counts_within_the_same_budget_only()
    {
        using BuildFolder folder = new();
        ProveOptions options = folder.Options(nodes: 40);
        ProofRecord tooLong = new() { Key = "k", Name = "n", Verdict = Verdict.Holds, Budget = options.Budget.ToString(), CertificateProblem = "it was not complete within the time" };
        NetworkProperty property = Sample.Property("Fine", Sample.Below(1.5));
        Assert.True(KeptProof.Answers(tooLong, property, options));
        Assert.False(KeptProof.Answers(tooLong, property, folder.Options(nodes: 80)));
        Assert.True(KeptProof.Answers(tooLong, property, folder.Options(nodes: 80, certificates: false)));
        Assert.False(KeptProof.Answers(tooLong with { CertificateProblem = null }, property, options));
    }

    private static VerificationProperty Below(double bound) => new(
        "Below", 1, 1,
        [new PropertyCase([InputInterval.Exact(0, 1)], [new Conjunction([(LinearExpression.FromConstant(Rational.FromDouble(bound)) - LinearExpression.FromVariable(PropertyVariable.Output(0))).ToConstraint(isStrict: false)])])]);

    /// <summary>2x, specialised to [0, 1].</summary>
    private readonly struct Doubled : INetwork<Doubled>
    {
        public static RegionGuard Guard { get; } = new([InputInterval.Exact(0, 1)], ["x"]);

        public static NetworkModel Model { get; } = Build();

        public static void Forward(ReadOnlySpan<float> input, Span<float> output)
        {
            Guard.RequireProved(input);
            output[0] = 2 * input[0];
        }

        public static void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count) => throw new NotSupportedException();

        public static void Propagate<TPass>(ref TPass pass) where TPass : struct, ILayerPass => throw new NotSupportedException();

        public static void PropagateBack<TPass>(ref TPass pass, int from) where TPass : struct, ILayerPass => throw new NotSupportedException();

        private static NetworkModel Build()
        {
            NetworkModelBuilder b = new("doubled", TensorShape.Of(1));
            return b.Build(b.AddScale(0, Tensor.Vector(2)));
        }
    }
}
