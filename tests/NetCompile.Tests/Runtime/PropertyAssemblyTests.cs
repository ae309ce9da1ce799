using NetCompile.Properties;
using NetCompile.Runtime;

namespace NetCompile.Tests.Runtime;

public class PropertyAssemblyTests
{
    [Fact]
    public void Cases_conjunctions_and_constraints_are_put_together_as_written()
    {
        VerificationProperty property = new PropertyAssembly("Two", 2, 1)
            .Case([0, 1, -2, 3])
            .Unsafe()
            .Input(0, 2).Output(0, -1).LessThan(0.5)
            .Output(0, 1).AtMost(4)
            .Unsafe()
            .RoundedCase([0.1, 0.4, 0.2, 0.3, 0, 0, 0, 0])
            .Unsafe()
            .Output(0, 0.1, isExact: false).AtMost(0.7, isExact: false)
            .Build();

        Assert.Equal(("Two", 2, 1, false), (property.Name, property.InputCount, property.OutputCount, property.IsRegionEmpty));
        Assert.Equal(2, property.Cases.Length);
        Assert.Equal([InputInterval.Exact(0, 1), InputInterval.Exact(-2, 3)], property.Cases[0].Region.AsEnumerable());
        Assert.Equal(new InputInterval(0.1, 0.4, 0.2, 0.3), property.Cases[1].Region[0]);
        Assert.Equal(2, property.Cases[0].Unsafe.Length);
        Assert.Empty(property.Cases[0].Unsafe[1].Constraints);
        Assert.Equal(
            [
                new LinearConstraint([new LinearTerm(PropertyVariable.Input(0), 2), new LinearTerm(PropertyVariable.Output(0), -1)], 0.5, isStrict: true),
                new LinearConstraint([new LinearTerm(PropertyVariable.Output(0), 1)], 4, isStrict: false),
            ],
            property.Cases[0].Unsafe[0].Constraints.AsEnumerable());
        Assert.Equal(
            new LinearConstraint([new LinearTerm(PropertyVariable.Output(0), new StatedNumber(0.1, false))], new StatedNumber(0.7, false), isStrict: false),
            property.Cases[1].Unsafe[0].Constraints[0]);
    }

    [Fact]
    public void A_property_about_no_input_says_so() => Assert.True(new PropertyAssembly("None", 1, 1).WithoutInputs().Build().IsRegionEmpty);
}
