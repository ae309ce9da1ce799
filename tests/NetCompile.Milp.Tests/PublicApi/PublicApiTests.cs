using NetCompile.Milp.Cbc;
using NetCompile.TestSupport;
using NetCompile.Tests.PublicApi;

namespace NetCompile.Milp.Tests.PublicApi;

/// <summary>Every change of the public surface shows as a change of an approved text, so that none goes unnoticed.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Milp_is_as_recorded() => Snapshot.Matches(PublicApiText.Of(typeof(MilpModel).Assembly), "NetCompile.Milp", "txt");

    [Fact]
    public void Cbc_adapter_is_as_recorded() => Snapshot.Matches(PublicApiText.Of(typeof(CbcSolver).Assembly), "NetCompile.Milp.Cbc", "txt");
}
