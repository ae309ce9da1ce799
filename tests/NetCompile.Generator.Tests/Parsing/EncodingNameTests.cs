using NetCompile.Generator.Parsing;
using NetCompile.Milp;

namespace NetCompile.Generator.Tests.Parsing;

/// <summary>The compiler takes the names of encodings that the run time takes, and no others.</summary>
public class EncodingNameTests
{
    [Theory]
    [InlineData("big-m")]
    [InlineData("extended")]
    [InlineData("ideal")]
    [InlineData("indicator")]
    [InlineData("sos1")]
    [InlineData("triangle")]
    [InlineData("projected-hull")]
    [InlineData("partition:1")]
    [InlineData("partition:12:equal-size")]
    [InlineData("partition:2:equal-range")]
    [InlineData("partition:2:random")]
    [InlineData("partition:2:uneven")]
    [InlineData("partition")]
    [InlineData("partition:0")]
    [InlineData("partition:-1")]
    [InlineData("partition: 2")]
    [InlineData("partition:2:")]
    [InlineData("partition:2:even")]
    [InlineData("partition:2:random:3")]
    [InlineData("partition:99999999999")]
    [InlineData("Big-M")]
    [InlineData("big-m:2")]
    [InlineData("")]
    public void A_name_is_valid_where_the_run_time_reads_it(string name)
    {
        Exception? refusal = Record.Exception(() => ReluEncoding.Parse(name));
        Assert.Equal(refusal is null, EncodingName.IsValid(name));
        Assert.True(refusal is null or FormatException);
    }

    [Theory]
    [InlineData("Big-M", "big-m")]
    [InlineData("extendet", "extended")]
    [InlineData("partition:3:unevn", "partition:3:uneven")]
    [InlineData("partitio:3", "partition:3")]
    [InlineData("partition:x", null)]
    [InlineData("gurobi", null)]
    public void The_nearest_name_is_valid(string name, string? nearest)
    {
        Assert.Equal(nearest, EncodingName.Nearest(name));
        Assert.True(nearest is null || EncodingName.IsValid(nearest));
    }
}
