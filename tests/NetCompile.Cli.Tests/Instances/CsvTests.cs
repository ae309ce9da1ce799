using NetCompile.Cli.Instances;

namespace NetCompile.Cli.Tests.Instances;

public class CsvTests
{
    [Theory]
    [InlineData("a,b,c", new[] { "a", "b", "c" })]
    [InlineData(" a , b,", new[] { "a", "b", "" })]
    [InlineData("\"a,b\",c", new[] { "a,b", "c" })]
    [InlineData("\"say \"\"no\"\"\",c", new[] { "say \"no\"", "c" })]
    [InlineData("", new[] { "" })]
    public void Split_ReadsValues(string line, string[] expected) => Assert.Equal(expected, Csv.Split(line));

    [Fact]
    public void Split_RefusesAnOpenQuote() => Assert.Null(Csv.Split("\"a,b"));

    [Theory]
    [InlineData("plain")]
    [InlineData("with, comma")]
    [InlineData("with \"quotes\"")]
    [InlineData("")]
    public void Join_IsReadBackBySplit(string value) => Assert.Equal(["x", value, "y"], Csv.Split(Csv.Join("x", value, "y")));

    [Fact]
    public void Join_KeepsARowOnOneLine() => Assert.Equal("a b,c", Csv.Join("a\r\nb", "c"));
}
