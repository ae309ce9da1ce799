using NetCompile.Models;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.PublicApi;

/// <summary>Every change of the public surface shows as a change of an approved text, so that none goes unnoticed.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Core_is_as_recorded() => Snapshot.Matches(PublicApiText.Of(typeof(NetworkModel).Assembly), "NetCompile.Core", "txt");

    [Fact]
    public void NetCompile_is_as_recorded() => Snapshot.Matches(PublicApiText.Of(typeof(Verifier).Assembly), "NetCompile", "txt");
}
