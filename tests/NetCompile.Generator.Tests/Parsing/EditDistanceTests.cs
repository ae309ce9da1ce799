using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Tests.Parsing;

public class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("clear", "claer", 1)]
    [InlineData("ca", "abc", 3)]
    [InlineData("models/acas.onnx", "model/acas.onnx", 1)]
    public void Distances(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(a, b));
        Assert.Equal(distance, EditDistance.Between(b, a));
    }

    [Theory]
    [InlineData("cleer", "clear")]
    [InlineData("brak", "brake")]
    [InlineData("xyz", null)]
    public void The_nearest_candidate_is_near_or_there_is_none(string text, string? nearest) => Assert.Equal(nearest, EditDistance.Nearest(text, ["coast", "brake", "clear"]));
}
