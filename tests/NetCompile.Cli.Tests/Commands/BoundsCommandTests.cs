using System.Globalization;
using System.Text.Json;
using NetCompile.Cli.Commands;
using NetCompile.Propagation;
using NetCompile.Runtime;

namespace NetCompile.Cli.Tests.Commands;

public sealed class BoundsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Methods => [.. BoundMethodOptions.Names.Select(n => n.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void EachMethod_BoundsTheOutput(string method)
    {
        CliResult result = Bounds(TestProperties.Holds, "--method", method, "--json", _folder["out.json"]);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        string row = result.Lines.Single(l => l.Contains("Y_0"));
        JsonElement box = Json().GetProperty("boxes").EnumerateArray().Single();
        double lower = box.GetProperty("outputLower")[0].GetDouble(), upper = box.GetProperty("outputUpper")[0].GetDouble();

        // |x| on [-1, 1] has the range [0, 1]; no method here is worse than intervals, which give [0, 2].
        Assert.InRange(lower, -1.001, 0);
        Assert.InRange(upper, 1, 2.001);
        Assert.Contains(lower.ToString("R", CultureInfo.InvariantCulture), row);
        Assert.Contains(upper.ToString("R", CultureInfo.InvariantCulture), row);
    }

    [Fact]
    public void TwoBoxes_AreBoundedEach()
    {
        CliResult result = Bounds(TestProperties.TwoBoxes, "--json", _folder["out.json"]);
        Assert.Contains("box 1 of 2", result.Lines);
        Assert.Contains("box 2 of 2", result.Lines);
        JsonElement[] boxes = [.. Json().GetProperty("boxes").EnumerateArray()];
        Assert.Equal([(1.0, 2.0), (-4.0, -3.0)], boxes.Select(b => (b.GetProperty("inputLower")[0].GetDouble(), b.GetProperty("inputUpper")[0].GetDouble())));

        // The sign is fixed in each box, so |x| is affine there and the bounds are tight up to rounding.
        Assert.InRange(boxes[0].GetProperty("outputLower")[0].GetDouble(), 0.999, 1);
        Assert.InRange(boxes[0].GetProperty("outputUpper")[0].GetDouble(), 2, 2.001);
        Assert.InRange(boxes[1].GetProperty("outputLower")[0].GetDouble(), 2.999, 3);
        Assert.InRange(boxes[1].GetProperty("outputUpper")[0].GetDouble(), 4, 4.001);
    }

    [Fact]
    public void EveryMethodHasAName()
    {
        Assert.Equal(Enum.GetValues<BoundMethod>().Order(), BoundMethodOptions.Names.Select(n => n.Method).Order());
        CliResult help = CliRunner.Run("bounds", "--help");
        Assert.All(BoundMethodOptions.Names, n => Assert.Contains(n.Name, help.Out));
    }

    /// <summary>Where x ≥ 0, |x| is x: with both neurons decided the bounds of |x| on [-1, 1] are exact.</summary>
    [Fact]
    public void Splits_BoundThePartWhereTheyHold()
    {
        CliResult result = Bounds(TestProperties.Holds, "--method", "beta-crown", "--split", "2:0:active", "--split", "2:1:inactive", "--iterations", "60", "--json", _folder["out.json"]);
        Assert.Equal((ExitCodes.Success, ""), (result.ExitCode, result.Error));
        JsonElement box = Json().GetProperty("boxes").EnumerateArray().Single();
        Assert.InRange(box.GetProperty("outputLower")[0].GetDouble(), -0.01, 0);
        Assert.InRange(box.GetProperty("outputUpper")[0].GetDouble(), 1, 1.001);
    }

    [Theory]
    [InlineData("--method beta-crown --split 2:0", "'2:0' is neither")]
    [InlineData("--method beta-crown --split 2:x:active", "'2:x:active' is neither")]
    [InlineData("--method beta-crown --split 1:0:active", "Operator 1 of a phase decision is no ReLU or leaky ReLU: it is a Dense. Those that are: 2.")]
    [InlineData("--method beta-crown --split 9:0:active", "the network has operators 0 to")]
    [InlineData("--method beta-crown --split 2:2:active", "Neuron 2 of a phase decision does not exist: operator 2 has neurons 0 to 1.")]
    [InlineData("--method beta-crown --split 2:0:active --split 2:0:inactive", "decided twice")]
    [InlineData("--method crown --split 2:0:active", "Crown has no use for them")]
    [InlineData("--iterations -1", "'-1' is none")]
    public void WrongSplits_AreRefused(string options, string expected)
    {
        CliResult result = Bounds(TestProperties.Holds, options.Split(' '));
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains(expected, result.Error);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Bounds_ContainSampledOutputs(string method)
    {
        TestModels.Hard hard = TestModels.WriteHard(_folder);
        CliResult result = CliRunner.Run("bounds", hard.Model, hard.Property, "--method", method, "--json", _folder["out.json"]);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        JsonElement box = Json().GetProperty("boxes")[0];
        double lower = box.GetProperty("outputLower")[0].GetDouble(), upper = box.GetProperty("outputUpper")[0].GetDouble();
        Random random = new(3);
        NetworkRunner network = NetworkRunner.Create(hard.Network);
        float[] input = new float[hard.Network.InputCount], output = new float[1];
        for (int n = 0; n < 200; n++)
        {
            for (int i = 0; i < input.Length; i++)
            {
                input[i] = (random.NextSingle() * 2) - 1;
            }

            network.Forward(input, output);
            Assert.InRange(output[0], lower, upper);
        }
    }

    [Fact]
    public void Json_HasEveryDocumentedName()
    {
        Bounds(TestProperties.Holds, "--method", "ibp", "--arithmetic", "real", "--json", _folder["out.json"]);
        JsonElement json = Json();
        Assert.Equal(["format", "model", "modelHash", "property", "method", "arithmetic", "boxes"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("netcompile.bounds/1", json.GetProperty("format").GetString());
        Assert.Equal("ibp", json.GetProperty("method").GetString());
        Assert.Equal("real", json.GetProperty("arithmetic").GetString());
        Assert.Equal(
            ["case", "inputLower", "inputUpper", "outputLower", "outputUpper", "seconds"],
            json.GetProperty("boxes")[0].EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void AnEmptyRegion_HasNoBounds()
    {
        CliResult result = Bounds(TestProperties.Vacuous, "--json", _folder["out.json"]);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Contains("is empty", result.Out);
        Assert.Empty(Json().GetProperty("boxes").EnumerateArray());
    }

    public void Dispose() => _folder.Dispose();

    private CliResult Bounds(string property, params string[] options) =>
        CliRunner.Run(["bounds", TestModels.Write(_folder, "absolute.onnx", TestModels.Absolute), _folder.Write("p.vnnlib", property), .. options]);

    private JsonElement Json() => JsonDocument.Parse(File.ReadAllText(_folder["out.json"])).RootElement;
}
