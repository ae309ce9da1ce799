using NetCompile.Cli.Files;

namespace NetCompile.Cli.Tests.Files;

public class NearestNameTests
{
    private static readonly string[] s_names = ["prop_1.vnnlib", "prop_2.vnnlib", "acas.onnx", "controller.onnx"];

    [Theory]
    [InlineData("acs.onnx", "acas.onnx")]
    [InlineData("ACAS.ONNX", "acas.onnx")]
    [InlineData("prop2.vnnlib", "prop_2.vnnlib")]
    [InlineData("prop_3.vnnlib", "prop_1.vnnlib")]
    [InlineData("contoller.onx", "controller.onnx")]
    public void ASlip_FindsWhatWasMeant(string name, string expected) => Assert.Equal(expected, NearestName.Find(name, s_names));

    [Theory]
    [InlineData("readme.md")]
    [InlineData("x")]
    [InlineData("")]
    public void SomethingElse_FindsNothing(string name) => Assert.Null(NearestName.Find(name, s_names));
}
