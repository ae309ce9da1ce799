using NetCompile.TestSupport;
using NetCompile.Tests.PublicApi;

namespace NetCompile.Checker.Tests.PublicApi;

/// <summary>Every change of the public surface shows as a change of an approved text, so that none goes unnoticed.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Checker_is_as_recorded() => Snapshot.Matches(PublicApiText.Of(typeof(CertificateChecker).Assembly), "NetCompile.Checker", "txt");
}
