using System.IO.Compression;
using System.Text;
using Microsoft.CodeAnalysis;
using NetCompile.Analyzers.Tests.Harness;
using NetCompile.TestSupport;
using static NetCompile.Analyzers.Tests.Harness.AnalyzerHarness;

namespace NetCompile.Analyzers.Tests;

/// <summary>Every rule that needs the model or another file: that it fires at the right place with the full message, and not on the corrected twin.</summary>
public sealed class ModelAnalyzerTests : IDisposable
{
    // Two inputs with ranges, one output: y = 2 a - b + 0.5.
    private const string NNet = """
        // a network
        1,2,1,2,
        2,1,
        0,
        -1,-2,
        1,2,
        0,0,0,
        1,1,1,
        2,-1,
        0.5,

        """;

    private const string Layers = "[Network, Dense(1, Weights = new[] { 1.0 }), Output(\"y\")] ";
    private const string OneInput = Layers + "[Input(\"a\", 0, 1)] ";
    private static readonly string s_twoOutputs = Layers.Replace("1.0", "1.0, 0.5").Replace("Dense(1", "Dense(2").Replace("Output(\"y\")", "Output(\"y\", \"z\")") + "[Input(\"a\", 0, 1)] ";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task NC0101_file_that_is_not_there()
    {
        TestFile model = new("/project/Networks/models/acas.onnx", null), elsewhere = new("/project/other/deep/a.vnnlib", "");
        await VerifyAsync(
            Attributes("{|NC0101:\"models/acs.onnx\"|}", 2), ["The model file 'models/acs.onnx' is not among the project's AdditionalFiles; did you mean 'models/acas.onnx'?"], model, elsewhere);
        await VerifyAsync(
            Attributes("{|NC0101:\"models/quite-another.nnet\"|}", 2),
            ["The model file 'models/quite-another.nnet' is not among the project's AdditionalFiles; check the path, or add <AdditionalFiles Include=\"models/quite-another.nnet\" /> to the project file"], model, elsewhere);
        await VerifyAsync(
            OneInput + "[VnnLib({|NC0101:\"a.vnnlib\"|})] partial class Net { }", ["The VNN-LIB file 'a.vnnlib' is not among the project's AdditionalFiles; did you mean 'other/deep/a.vnnlib'?"], model, elsewhere);
        await VerifyAsync(
            OneInput + "[Robust(\"P\", Around = {|NC0101:\"p.csv\"|})] partial class Net { }",
            ["The point file 'p.csv' is not among the project's AdditionalFiles; check the path, or add <AdditionalFiles Include=\"p.csv\" /> to the project file"]);
        await VerifyAsync(
            "[Network, Dense(1), Weights({|NC0101:\"w.txt\"|}), Output(\"y\"), Input(\"a\", 0, 1)] partial class Net { }",
            ["The weights file 'w.txt' is not among the project's AdditionalFiles; did you mean 'W.txt'?"], new TestFile("/project/W.txt", "1 0"));
    }

    [Fact]
    public async Task Paths_are_relative_to_the_declaring_file_or_else_to_the_project()
    {
        const string source = "[Network, Dense(1), Weights(\"w/w.txt\"), Output(\"y\"), Input(\"a\", 0, 1)] partial class Net { }";
        TestFile good = new("/project/Networks/w/w.txt", "1 0"), bad = new("/project/w/w.txt", "1");

        await VerifyCleanAsync(source, good, bad);
        await VerifyCleanAsync(source, new TestFile("/project/w/w.txt", "1 0"));
        await VerifyCleanAsync(source.Replace("w/w.txt", "../w/./w.txt"), new TestFile("/project/w/w.txt", "1 0"));
    }

    [Fact]
    public async Task NC0102_malformed_model()
    {
        byte[] cruise = Cruise();
        AdditionalText truncated = _folder.Add("cut.onnx", cruise[..(cruise.Length / 2)]);
        Diagnostic error = Assert.Single(await DiagnoseAsync(Compile(Usings + Attributes($"\"{truncated.Path}\"", 1)), truncated));

        Assert.Equal("NC0102", error.Id);
        Assert.Equal($"\"{truncated.Path}\"", Marked(error));
        Assert.Matches(@"^cut\.onnx, offset \d+.*: .+; write the model again with the tool that made it$", error.GetMessage());
    }

    [Fact]
    public async Task NC0103_unsupported_operator()
    {
        AdditionalText changed = _folder.Add("tanh.onnx", Replace(Cruise(), "Relu", "Tanh"));
        Diagnostic error = Assert.Single(await DiagnoseAsync(Compile(Usings + Attributes($"\"{changed.Path}\"", 1)), changed));

        Assert.Equal("NC0103", error.Id);
        Assert.Equal($"\"{changed.Path}\"", Marked(error));
        Assert.Matches(@"^tanh\.onnx, .*operator Tanh, node .*; export the model with affine layers, ReLU, LeakyReLU or Clip only$", error.GetMessage());
    }

    [Theory]
    [InlineData(
        "Dense(2, Weights = {|NC0104:new[] { 1.0, 2, 3 }|})", "", "Net, layer 1, [Dense(2)]: 1 input and 2 outputs need 2 weights but 3 are given; give connected layers the same number of elements")]
    [InlineData(
        "Dense(2, Weights = {|NC0104:new[] { 1.0, 2 }|}, Bias = new[] { 1.0 })", "",
        "Net, layer 1, [Dense(2)]: the bias has 1 number but the layer has 2 outputs; give connected layers the same number of elements")]
    [InlineData(
        "{|NC0104:Dense(2)|}", "",
        "Net, layer 1, [Dense(2)]: 1 input and 2 outputs need 2 weights but none are given; set Weights or add [Weights(\"file\")]; give connected layers the same number of elements")]
    [InlineData(
        "{|NC0104:Dense(2)|}", "Weights(\"w.txt\"), ",
        "Net, layer 1, [Dense(2)]: it needs 4 numbers for weights and bias but w.txt has 3 numbers left of 3; give connected layers the same number of elements")]
    [InlineData(
        "{|NC0104:Dense(2000)|}", "",
        "Net, layer 1, [Dense(2000)]: 1 input and 2,000 outputs need 2,000 weights but none are given; set Weights or add [Weights(\"file\")]; give connected layers the same number of elements")]
    [InlineData(
        "Dense(2, Weights = new[] { 1.0, 2 })", "Weights({|NC0104:\"w.txt\"|}), ",
        "w.txt: it holds 3 numbers but the dense layers without inline weights need 0; give connected layers the same number of elements")]
    public async Task NC0104_shapes_that_disagree(string layer, string weights, string message) => await VerifyAsync(
        $"[Network, {weights}{layer}, Input(\"a\", 0, 1), Output(\"u\", \"v\")] partial class Net {{ }}", [message], new TestFile("/project/w.txt", "1 2 3"));

    [Theory]
    [InlineData("double.NaN", "NaN")]
    [InlineData("1e300", "infinite")]
    public async Task NC0105_weight_that_is_not_finite(string weight, string what) => await VerifyAsync(
        $"[Network, Dense(1, Weights = {{|NC0105:new[] {{ {weight} }}|}}), Input(\"a\", 0, 1), Output(\"y\")] partial class Net {{ }}",
        [$"Net, operator Dense, node 'dense1': weight 0 is {what}; nothing can be proved about such a network: train or export it again"]);

    [Fact]
    public async Task NC0106_file_that_cannot_be_read()
    {
        TestFile gone = new(_folder.FullName + "/gone.nnet", null);
        Diagnostic error = Assert.Single(await DiagnoseAsync(Compile(Usings + Attributes($"\"{gone.Path}\"", 2)), gone));

        Assert.Equal(("NC0106", $"\"{gone.Path}\""), (error.Id, Marked(error)));
        Assert.StartsWith($"The model file '{gone.Path}' cannot be read: ", error.GetMessage());
        Assert.EndsWith("; make it readable for the compiler", error.GetMessage());
    }

    [Theory]
    [InlineData("1 # one\n2, x", "w.txt, line 2: 'x' is no number; write finite numbers separated by commas or white space")]
    [InlineData("1\n\nNaN", "w.txt, line 3: 'NaN' is not a finite float32 number; write finite numbers separated by commas or white space")]
    [InlineData("1e39", "w.txt, line 1: '1e39' is not a finite float32 number; write finite numbers separated by commas or white space")]
    public async Task NC0107_text_that_is_no_list_of_numbers(string text, string message) => await VerifyAsync(
        "[Network, Dense(1), Weights({|NC0107:\"w.txt\"|}), Input(\"a\", 0, 1), Output(\"y\")] partial class Net { }", [message], new TestFile("/project/w.txt", text));

    [Fact]
    public async Task NC0201_input_without_bounds()
    {
        await VerifyAsync(
            Layers + "[Input({|NC0201:\"a\"|})] partial class Net { }", ["Input 'a' has no bounds, and the model states none; write [Input(\"a\", lower, upper)]"]);

        AdditionalText model = _folder.Add("two.nnet", Encoding.UTF8.GetBytes(NNet));
        await VerifyCleanAsync($"[Network(\"{model.Path}\"), Input(\"a\"), Input(\"b\"), Output(\"y\")] partial class Net {{ }}", model);
    }

    [Fact]
    public async Task NC0204_and_NC0205_numbers_of_inputs_and_outputs()
    {
        AdditionalText model = _folder.Add("two.nnet", Encoding.UTF8.GetBytes(NNet));
        await VerifyAsync(
            $"[Network(\"{model.Path}\"), {{|NC0204:Input(\"a\", 0, 1)|}}, {{|NC0205:Output(\"u\", \"v\", \"w\")|}}] partial class Net {{ }}",
            [
                $"'Net' declares 1 input but the model '{model.Path}' has 2; declare 1 more with [Input]",
                $"'Net' declares 3 outputs but the model '{model.Path}' has 1; remove 2",
            ],
            model);
        await VerifyAsync(
            "[{|NC0205:Network|}, Input(\"a\", 0, 1), Dense(2, Weights = new[] { 1.0, 2 })] partial class Net { }",
            ["'Net' declares 0 outputs but its last layer has 2; declare 2 more with [Output]"]);
        await VerifyAsync(
            "[Network, Input(\"a\", 0, 1), {|NC0205:Output(\"y\")|}, Dense(2000), Weights(\"w.txt\")] partial class Net { }",
            ["'Net' declares 1 output but its last layer has 2,000; declare 1,999 more with [Output]"], new TestFile("/project/w.txt", string.Join(" ", Enumerable.Repeat("1", 4000))));
        await VerifyAsync(
            "[{|NC0104:Network|}, Relu, Output(\"y\")] partial class Net { }", ["Net: it declares layers but no input; give connected layers the same number of elements"]);
        await VerifyCleanAsync($"[Network(\"{model.Path}\"), Input(\"a\", 0, 1, Count = 2), Output(\"y\", Count = 1)] partial class Net {{ }}", model);
    }

    [Fact]
    public async Task NC0305_empty_region()
    {
        await VerifyAsync(
            Layers.Replace("1.0", "1.0, 1") + "[Input(\"a\", 0, 1, Count = 2)] [Robust(\"P\", Radius = 0.5, Center = {|NC0305:new[] { 0.5, 2 }|})] partial class Net { }",
            ["The property 'P' is about no input at all: 'a[1]' is 2 ± 0.5 but ranges from 0 to 1; move the point into the declared ranges"]);
        await VerifyAsync(
            OneInput + "[Robust(\"P\", Around = {|NC0305:\"p.csv\"|})] partial class Net { }",
            ["The property 'P' is about no input at all: 'a' is -3 ± 0 but ranges from 0 to 1; move the point into the declared ranges"], new TestFile("/project/p.csv", "-3"));
        await VerifyAsync(
            OneInput + "[VnnLib({|NC0305:\"p.vnnlib\"|})] partial class Net { }",
            ["The property 'P' is about no input at all: the input constraints of 'p.vnnlib' contradict each other; correct the file, or remove the property, which holds for every network"],
            new TestFile("/project/p.vnnlib", VnnLib("(assert (>= X_0 2.0))(assert (<= X_0 1.0))(assert (>= Y_0 0.0))")));
        await VerifyCleanAsync(s_twoOutputs + "[Robust(\"P\", Radius = 0.5, Around = \"p.csv\")] partial class Net { }", new TestFile("/project/p.csv", "1.5"));
    }

    [Fact]
    public async Task NC0306_VNN_LIB_file_that_does_not_fit()
    {
        TestFile two = new("/project/two.vnnlib", VnnLib("(declare-const X_1 Real)(assert (>= X_0 0.0))(assert (<= X_0 1.0))(assert (>= X_1 0.0))(assert (<= X_1 1.0))(assert (>= Y_0 0.0))"));
        Diagnostic count = Assert.Single(await DiagnoseAsync(Compile(Usings + OneInput + "[VnnLib(\"two.vnnlib\")] partial class Net { }"), two));
        Assert.Equal(("NC0306", "\"two.vnnlib\""), (count.Id, Marked(count)));
        Assert.Matches(@"^two\.vnnlib.*\b2\b.*\b1\b.*; correct the file or name the one that belongs to this model$", count.GetMessage());

        TestFile broken = new("/project/broken.vnnlib", VnnLib("(assert (>= X_0 0.0)"));
        Diagnostic syntax = Assert.Single(await DiagnoseAsync(Compile(Usings + OneInput + "[VnnLib(\"broken.vnnlib\")] partial class Net { }"), broken));
        Assert.Equal(("NC0306", "\"broken.vnnlib\""), (syntax.Id, Marked(syntax)));
        Assert.StartsWith("broken.vnnlib, line ", syntax.GetMessage());

        TestFile good = new("/project/good.vnnlib", VnnLib("(assert (>= X_0 0.0))(assert (<= X_0 1.0))(assert (>= Y_0 0.0))"));
        await VerifyCleanAsync(OneInput + "[VnnLib(\"good.vnnlib\")] partial class Net { }", good);
        AdditionalText packed = _folder.Add("good.vnnlib.gz", Gzip(VnnLib("(assert (>= X_0 0.0))(assert (<= X_0 1.0))(assert (>= Y_0 0.0))")));
        await VerifyCleanAsync(OneInput + $"[VnnLib(\"{packed.Path}\")] partial class Net {{ }}", packed);
    }

    [Fact]
    public async Task NC0307_point_file_with_the_wrong_number_of_coordinates() => await VerifyAsync(
        OneInput + "[Robust(\"P\", Around = {|NC0307:\"p.csv\"|})] partial class Net { }",
        ["The point of 'P' has 3 coordinates, but the network declares 1 input; give one number per input"], new TestFile("/project/p.csv", "1, 2; 3"));

    [Fact]
    public async Task NC0309_property_that_the_ranges_make_vacuous()
    {
        await VerifyAsync(
            OneInput + "partial class Net { [Property] static bool {|NC0309:P|}(Input x, Output y) => !(x.a >= 2) || y.y <= 1; }",
            ["The property 'P' says nothing about the network: no input in the declared ranges can violate it, whatever the outputs are; widen the ranges or correct its premise"]);
        await VerifyCleanAsync(OneInput + "partial class Net { [Property] static bool P(Input x, Output y) => !(x.a >= 1) || y.y <= 1; }");
    }

    [Fact]
    public async Task NC0309_one_output_that_always_is_the_greatest()
    {
        const string robust = "Robust(\"P\", Radius = 0.1, Center = new[] { 0.5 })";
        await VerifyAsync(
            OneInput + "[{|NC0309:" + robust + "|}] partial class Net { }",
            ["The property 'P' says nothing about the network: its only output always is the greatest; bound the output with [Property] instead"]);
        await VerifyCleanAsync(s_twoOutputs + $"[{robust}] partial class Net {{ }}");

        // Where declaration and model disagree about the outputs, that is what is wrong, and one of both has more of them.
        await VerifyAsync(
            OneInput.Replace("Output(\"y\")", "{|NC0205:Output(\"y\", \"z\")|}") + $"[{robust}] partial class Net {{ }}",
            ["'Net' declares 2 outputs but its last layer has 1; remove 1"]);
    }

    [Fact]
    public async Task NC0401_property_too_large_for_source_code()
    {
        string Source(int alternatives, string name) =>
            $"[Network, Dense(1, Weights = new[] {{ {string.Join(", ", Enumerable.Repeat("1.0", 30))} }}), Output(\"y\"), Input(\"p\", 0, 1, Count = 30)] partial class Net "
            + $"{{ [Property] static bool {name}(Input x, Output y) => {string.Join(" || ", Enumerable.Range(0, alternatives).Select(i => $"(x.p[{i}] > 0.5 && y.y <= {i})"))}; }}";

        Diagnostic diagnostic = Assert.Single(await DiagnoseAsync(Compile(Usings + Source(30, "Huge"))));

        Assert.Equal(("NC0401", "Huge"), (diagnostic.Id, Marked(diagnostic)));
        Assert.StartsWith("The property 'Huge' cannot be verified: ", diagnostic.GetMessage());
        await VerifyCleanAsync(Source(3, "Small"));
    }

    [Fact]
    public async Task A_model_that_changes_on_disk_is_read_again()
    {
        AdditionalText model = _folder.Add("two.nnet", Encoding.UTF8.GetBytes("nonsense"));
        string source = Usings + $"[Network(\"{model.Path}\"), Input(\"a\"), Input(\"b\"), Output(\"y\")] partial class Net {{ }}";
        Assert.Equal("NC0102", Assert.Single(await DiagnoseAsync(Compile(source), model)).Id);

        _folder.Add("two.nnet", Encoding.UTF8.GetBytes(NNet));
        Assert.Empty(await DiagnoseAsync(Compile(source), model));
    }

    private static string Attributes(string path, int inputs) => $"[Network({path}), Input(\"a\", 0, 1, Count = {inputs}), Output(\"y\")] partial class Net {{ }}";

    private static string VnnLib(string assertions) => "(declare-const X_0 Real)(declare-const Y_0 Real)\n" + assertions;

    private static byte[] Cruise() => File.ReadAllBytes(Path.Combine(TestData.RepositoryRoot, "samples", "CruiseControl", "models", "cruise.onnx"));

    private static byte[] Replace(byte[] bytes, string text, string replacement)
    {
        string latin = Encoding.Latin1.GetString(bytes);
        Assert.Contains(text, latin);
        return Encoding.Latin1.GetBytes(latin.Replace(text, replacement));
    }

    private static byte[] Gzip(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static string Marked(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
}
