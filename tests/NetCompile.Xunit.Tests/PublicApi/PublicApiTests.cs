using NetCompile.TestSupport;
using NetCompile.Tests.PublicApi;

namespace NetCompile.Xunit.Tests.PublicApi;

/// <summary>Every change of the public surface shows as a change of an approved text, so that none goes unnoticed.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Xunit_is_as_recorded() => Snapshot.Matches(PublicApiText.Of(typeof(ProvedProperty).Assembly), "NetCompile.Xunit", "txt");
}
