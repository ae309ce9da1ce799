using NetCompile.Build.Loading;
using NetCompile.Runtime;

namespace NetCompile.Build.Tests.Loading;

public class LocatedPropertyTests
{
    private static readonly NetworkProperty s_a = Sample.Property("A", Sample.Below(1.5)), s_b = Sample.Property("B", Sample.Below(1.5));

    [Fact]
    public void Properties_find_their_places_by_name_and_keep_their_order()
    {
        PropertyLocationAttribute[] places = [new("Cars.Net", "B", "B.cs", 4, 5), new("Cars.Net", "A", "A.cs", 2, 3)];
        Assert.Equal([(s_a, "A.cs"), (s_b, "B.cs")], LocatedProperty.Join([s_a, s_b], places).Select(l => (l.Property, l.Location!.Path)));
        Assert.All(LocatedProperty.Join([s_a, s_b], []), l => Assert.Null(l.Location));
    }

    [Fact]
    public void A_property_of_the_source_that_was_not_compiled_does_not_pass_for_one_that_holds()
    {
        BuildException e = Assert.Throws<BuildException>(() => LocatedProperty.Join([s_a], [new("Cars.Net", "A", "A.cs", 2, 3), new("Cars.Net", "B", "B.cs", 4, 5)]));
        Assert.Equal("the property 'B' of Cars.Net (B.cs, line 4) was not compiled, so it cannot be proved; correct what the compiler reports about it", e.Message);
    }
}
