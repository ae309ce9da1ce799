using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Checker.Tests;

/// <summary>Certificates about networks with maxima: bound to the network as it was read, about the ReLUs that it runs as.</summary>
public sealed class MaximumTests
{
    private static readonly NetworkModel s_model = Maxout();
    private static readonly VerificationProperty s_property = Problem.Below(s_model, 1.25);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_proof_about_a_maxout_network_is_confirmed(bool isFloat32)
    {
        Certificate proof = CertificateCompleter.Complete(Draft(s_model, isFloat32), s_model, s_property, threads: 1);
        Assert.True(CertificateChecker.Check(proof, s_model, s_property).IsProved);
        Assert.Equal(s_model.ContentHash, proof.ModelHash);
        Assert.Contains(
            "another network", Assert.Throws<CertificateException>(() => CertificateChecker.Check(proof, LowerMaximumPass.Run(s_model), s_property)).Message);
    }

    [Fact]
    public void What_does_not_hold_is_refused()
    {
        VerificationProperty wrong = Problem.Below(s_model, 0.75);
        Certificate claim = Draft(s_model, true) with { PropertyHash = PropertyIdentity.Hash(wrong) };
        Assert.Throws<CertificateException>(() => CertificateCompleter.Complete(claim, s_model, wrong, threads: 1));
        Assert.Throws<CertificateException>(() => CertificateChecker.Check(claim, s_model, wrong));
        Certificate found = claim with { Counterexample = [-0.875f] };
        Assert.False(CertificateChecker.Check(found, s_model, wrong).IsProved);
        Assert.Throws<CertificateException>(() => CertificateChecker.Check(found with { Counterexample = [0.625f] }, s_model, wrong));
    }

    [Fact]
    public void A_network_with_steps_is_refused_with_its_operator()
    {
        NetworkModelBuilder b = new("steps", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddStep(b.Input, -1, 0, 1, "sign"));
        Assert.Contains("operator 1 ('sign') of the network is a step function", Assert.Throws<CertificateException>(() => CertificateChecker.Check(Draft(model, true), model, s_property)).Message);
    }

    private static Certificate Draft(NetworkModel model, bool isFloat32) =>
        new(model.ContentHash, PropertyIdentity.Hash(s_property), isFloat32, "test") { Cases = new Dictionary<int, CertificateNode> { [0] = new BoxLeaf(SlopeRule.Adaptive, []) } };

    // max(x, −x, ½), at most 1 on [−1, 1].
    private static NetworkModel Maxout()
    {
        NetworkModelBuilder b = new("maxout", TensorShape.Of(1));
        return b.Build(b.AddMaximum(b.AddDense(b.Input, Tensor.Matrix(3, 1, 1, -1, 0), Tensor.Vector(0, 0, 0.5f)), [[0, 1, 2]]));
    }
}
