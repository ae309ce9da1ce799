using System.Reflection;

namespace NetCompile.Xunit.Tests;

public class NetworkPropertiesAttributeTests
{
    private static readonly MethodInfo s_method = typeof(NetworkPropertiesAttributeTests).GetMethod(nameof(Every_property_is_a_test))!;

    [Theory, NetworkProperties(typeof(Sound))]
    public void Every_property_is_a_test(ProvedProperty property) => Assert.True(property.RequireHolds().Boxes >= 1);

    [Theory, NetworkProperties(typeof(NetworkPropertiesAttributeTests), WholeAssembly = true, OnlyMarked = true)]
    public void Every_marked_property_of_an_assembly_is_a_test(ProvedProperty property)
    {
        property.RequireHolds();
        Assert.Equal("NetCompile.Xunit.Tests.Mixed.Fine", property.ToString());
    }

    [Fact]
    public void They_come_in_the_order_in_which_they_are_declared_and_are_shown_by_name() => Assert.Equal(
        ["NetCompile.Xunit.Tests.Mixed.Fine", "NetCompile.Xunit.Tests.Mixed.Wrong", "NetCompile.Xunit.Tests.Mixed.Open", "NetCompile.Xunit.Tests.Mixed.Empty"],
        new NetworkPropertiesAttribute(typeof(Mixed)).GetData(s_method).Select(d => Assert.Single(d).ToString()));

    [Fact]
    public void A_whole_assembly_gives_the_properties_of_all_its_networks() =>
        Assert.Equal(6, new NetworkPropertiesAttribute(typeof(Silent)) { WholeAssembly = true }.GetData(s_method).Count());

    [Fact]
    public void Limits_out_of_range_are_named_before_a_test_runs()
    {
        Assert.Contains("TimeLimit is 0;", Message(new(typeof(Sound)) { TimeLimit = 0 }));
        Assert.Contains("TimeLimit is NaN;", Message(new(typeof(Sound)) { TimeLimit = double.NaN }));
        Assert.Contains("TimeLimit is Infinity;", Message(new(typeof(Sound)) { TimeLimit = double.PositiveInfinity }));
        Assert.Contains("NodeLimit is -1;", Message(new(typeof(Sound)) { NodeLimit = -1 }));
        Assert.Contains("Threads is -2;", Message(new(typeof(Sound)) { Threads = -2 }));

        static string Message(NetworkPropertiesAttribute attribute) => Assert.Throws<ArgumentException>(() => attribute.GetData(s_method)).Message;
    }

    [Fact]
    public void A_theory_without_tests_says_why()
    {
        Assert.Contains("declares no property; add one", Assert.Throws<ArgumentException>(() => new NetworkPropertiesAttribute(typeof(Silent)).GetData(s_method)).Message);
        Assert.Contains("declares no property with ProveAtBuild = true", Assert.Throws<ArgumentException>(() => new NetworkPropertiesAttribute(typeof(Sound)) { OnlyMarked = true }.GetData(s_method)).Message);
        Assert.Contains("is no network", Assert.Throws<ArgumentException>(() => new NetworkPropertiesAttribute(typeof(string)).GetData(s_method)).Message);
    }
}
