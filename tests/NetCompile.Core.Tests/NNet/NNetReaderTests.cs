using NetCompile.Models;
using NetCompile.NNet;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.NNet;

public class NNetReaderTests
{
    /// <summary>Two inputs, one hidden layer of two, one output.</summary>
    private static readonly string[] s_lines =
    [
        "// A comment, then the header:",
        "2,2,1,2,",
        "2,2,1,",
        "0,",
        "-1,-10,",
        "3,10,",
        "1,2,100,",
        "2,4,10,",
        "1,2,",
        "-1,1,",
        "0.5,",
        "0,",
        "3,1e0,",
        "-0.25,",
    ];

    private static string Text => string.Join("\n", s_lines) + "\n";

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 10)]
    [InlineData(-1, -10)]
    [InlineData(99, -99)] // outside the ranges: clipped
    public void TheNetwork_TakesAndGivesRealUnits(double x0, double x1)
    {
        double u = (Math.Clamp(x0, -1, 3) - 1) / 2, v = (Math.Clamp(x1, -10, 10) - 2) / 4;
        double h0 = Math.Max(0, u + (2 * v) + 0.5), h1 = Math.Max(0, v - u);
        double expected = (((3 * h0) + h1 - 0.25) * 10) + 100;
        Assert.Equal([expected], DoubleEvaluator.Evaluate(NNetReader.Read(Text, "test.nnet"), [x0, x1]));
    }

    [Fact]
    public void TheModel_IsWhatTheFileSays()
    {
        NetworkModel model = NNetReader.Read(Text, "test.nnet");
        Assert.Equal(
            [OperatorKind.Input, OperatorKind.Clip, OperatorKind.Shift, OperatorKind.Scale, OperatorKind.Dense, OperatorKind.Relu, OperatorKind.Dense, OperatorKind.Scale, OperatorKind.Shift],
            model.Operators.Select(o => o.Kind));
        Assert.True(((ScaleOperator)model.Operators[3]).IsDivision);
        Assert.Equal([new InputRange(-1, 3), new InputRange(-10, 10)], model.InputRanges.ToArray());
        Assert.Equal("NNet", model.Source!.Format);
    }

    [Fact]
    public void WindowsLinesBlankLinesAndCommentsBetween_AreAccepted() =>
        Assert.Equal(NNetReader.Read(Text, "a"), NNetReader.Read("\uFEFF" + string.Join("\r\n\r\n  // more\r\n", s_lines), "b"));

    // Line 2 (counted from 1) is the header; one edit for each error.
    [Theory]
    [InlineData(2, "x,2,1,2,", 2, "'x' is no count")]
    [InlineData(2, "0,2,1,2,", 2, "0 layers")]
    [InlineData(2, "2,2", 2, "2 numbers are given as the numbers of layers, inputs and outputs; at least 3 are needed")]
    [InlineData(2, "2147483647,2,1,2,", 2, "is no count")]
    [InlineData(2, "3,2,1,2,", 3, "3 layer widths are given for 3 layers; 4 are needed")]
    [InlineData(2, "2,3,1,2,", 3, "the widths begin with 2 and end with 1 but 3 inputs and 1 outputs are stated")]
    [InlineData(3, "2,0,1,", 3, "width 1 is 0")]
    [InlineData(3, "2,100000000,1,", 8, "layer 1 needs 200000000 weights but only")]
    [InlineData(5, "-1,", 5, "1 numbers are given as input minima; 2 are needed")]
    [InlineData(5, "-1,abc,", 5, "'abc' is no number (input minima)")]
    [InlineData(6, "-5,10,", 6, "the maximum of input 0 is -5, below its minimum -1")]
    [InlineData(8, "2,0,10,", 8, "the range of input 1 is 0")]
    [InlineData(9, "1,NaN,", 9, "'NaN' is no finite float32")]
    [InlineData(9, "1,1e39,", 9, "'1e39' is no finite float32")]
    [InlineData(10, "-1,1,7,", 10, "3 numbers are given as weights in row 1 of layer 1; 2 are needed")]
    [InlineData(14, "", 13, "the file ends here but bias 0 of layer 2 should follow")]
    [InlineData(14, "-0.25,\n5,", 15, "the last layer is complete but '5,' follows")]
    public void ErrorsNameTheLine(int line, string replacement, int errorLine, string problem)
    {
        string[] lines = [.. s_lines];
        lines[line - 1] = replacement;
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => NNetReader.Read(string.Join("\n", lines), "test.nnet"));
        Assert.Equal(errorLine, error.Line);
        Assert.Equal("test.nnet", error.File);
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void BytesThatAreNoText_AreMalformed() =>
        Assert.Contains("no text", Assert.Throws<ModelFormatException>(() => NNetReader.Read(new byte[] { 0x2F, 0x2F, 0xFF, 0xFE }, "test.nnet")).Message);

    [SkippableTheory]
    [InlineData("1_1")]
    [InlineData("1_9")]
    [InlineData("2_3")]
    [InlineData("4_5")]
    [InlineData("5_7")]
    public void TheOriginalNetwork_AgreesWithTheOnnxOne(string name)
    {
        // The ONNX file takes normalised inputs and leaves the outputs normalised.
        NetworkModel nnet = NNetReader.Read(File.ReadAllBytes(TestData.Require("acasxu", "nnet", $"ACASXU_run2a_{name}_batch_2000.nnet")), name);
        NetworkModel onnx = ModelReader.Read(File.ReadAllBytes(TestData.Require("acasxu", "onnx", $"ACASXU_run2a_{name}_batch_2000.onnx")), name + ".onnx");
        double[] means = [19791.091, 0, 0, 650, 600], ranges = [60261, 6.28318530718, 6.28318530718, 1100, 1200];
        Random random = new(11);
        for (int sample = 0; sample < 200; sample++)
        {
            double[] input = [.. nnet.InputRanges.Select(r => r.Lower + (random.NextDouble() * (r.Upper - (double)r.Lower)))];
            double[] real = DoubleEvaluator.Evaluate(nnet, input);
            double[] normalised = DoubleEvaluator.Evaluate(onnx, [.. input.Select((x, i) => (x - means[i]) / ranges[i])]);
            for (int i = 0; i < real.Length; i++)
            {
                Assert.Equal(normalised[i], (real[i] - 7.5188840201005975) / 373.94992, 2e-6);
            }
        }
    }
}
