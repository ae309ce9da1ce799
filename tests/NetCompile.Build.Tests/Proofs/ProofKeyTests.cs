using NetCompile.Build.Proofs;
using NetCompile.Certification;
using NetCompile.Checker;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Tests.Proofs;

public class ProofKeyTests
{
    [Fact]
    public void It_changes_with_the_question_the_arithmetic_and_the_engine_and_with_nothing_else()
    {
        NetworkProperty property = Sample.Property("A", Sample.Below(1.5));
        string key = ProofKey.Of(property);
        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(key, ProofKey.Of(Sample.Property("B", Sample.Below(1.5), proveAtBuild: true)));
        Assert.Equal(key, ProofKey.Of(property.Fingerprint, Arithmetic.Float32, ProofKey.Engine));
        string[] others =
        [
            ProofKey.Of(Sample.Property("A", Sample.Below(1.25))),
            ProofKey.Of(property.Fingerprint, Arithmetic.Real, ProofKey.Engine),
            ProofKey.Of(property.Fingerprint, Arithmetic.Float32, ProofKey.Engine + "+"),
            ProofKey.Of(property.Fingerprint.Replace(property.Runner.Model.ContentHash, new string('0', 64)), Arithmetic.Float32, ProofKey.Engine),
        ];
        Assert.DoesNotContain(key, others);
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    [Theory]
    [InlineData(typeof(Verifier))]
    [InlineData(typeof(VerificationProperty))]
    [InlineData(typeof(CertificateChecker))]
    [InlineData(typeof(CertificateDraft))]
    public void The_engine_is_told_apart_by_the_build_of_each_of_its_parts(Type part) =>
        Assert.Contains(part.Assembly.ManifestModule.ModuleVersionId.ToString("N"), ProofKey.Engine);
}
