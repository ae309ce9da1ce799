using Microsoft.CodeAnalysis;
using NetCompile.Analyzers.Tests.Harness;
using static NetCompile.Analyzers.Tests.Harness.AnalyzerHarness;

namespace NetCompile.Analyzers.Tests;

/// <summary>Every rule about the declaration as C#: that it fires at the right place with the full message, and not on the corrected twin.</summary>
public class DeclarationAnalyzerTests
{
    private const string Layers = "[Network, Dense(1, Weights = new[] { 1.0 }), Output(\"y\")] ";
    private const string OneInput = Layers + "[Input(\"a\", 0, 1)] ";
    private static readonly string s_twoOutputs = Layers.Replace("1.0", "1.0, 0.5").Replace("Dense(1", "Dense(2").Replace("Output(\"y\")", "Output(\"y\", \"z\")") + "[Input(\"a\", 0, 1)] ";

    [Fact]
    public async Task NC0001_class_without_partial()
    {
        await VerifyAsync(OneInput + "public static class {|NC0001:Net|} { }", ["'Net' is not partial, so nothing can be generated into it; add the modifier 'partial'"]);
        await VerifyCleanAsync(OneInput + "public static partial class Net { }");
    }

    [Fact]
    public async Task NC0002_containing_type_without_partial()
    {
        await VerifyAsync(
            "class {|NC0002:Outer|} { partial struct Middle { record {|NC0002:Inner|} { " + OneInput + "partial class Net { } } } }",
            ["'Outer' contains the network 'Net' but is not partial; add the modifier 'partial'", "'Inner' contains the network 'Net' but is not partial; add the modifier 'partial'"]);
        await VerifyCleanAsync("partial class Outer { partial struct Middle { partial record Inner { " + OneInput + "partial class Net { } } } }");
    }

    [Fact]
    public async Task NC0003_container_that_code_cannot_be_generated_into()
    {
        await VerifyAsync(OneInput + "partial class {|NC0003:Net|}<T> { }", ["'Net' cannot be a network: it is generic; declare it in a non-generic class instead"]);
        await VerifyAsync(
            "partial class Outer<T> { " + OneInput + "partial class {|NC0003:Net|} { } }", ["'Net' cannot be a network: 'Outer' around it is generic; declare it in a non-generic class instead"]);
        await VerifyAsync(
            OneInput + "file partial class {|NC0003:Net|} { }",
            ["'Net' cannot be a network: it is local to its file, where generated code cannot reach it; declare it in a non-generic class instead"]);
        await VerifyCleanAsync("partial interface IOuter { " + OneInput + "partial class Net { } }");
    }

    [Theory]
    [InlineData("Input({|NC0004:\"\"|}, 0, 1)", "The input name '' is empty; choose a C# identifier such as 'input'")]
    [InlineData("Input({|NC0004:\"v own\"|}, 0, 1)", "The input name 'v own' is no C# identifier; choose a C# identifier such as 'vOwn'")]
    [InlineData("Input(lower: 0, upper: 1, name: {|NC0004:\"3d\"|})", "The input name '3d' is no C# identifier; choose a C# identifier such as 'input3d'")]
    [InlineData("Input({|NC0004:\"in\"|}, 0, 1)", "The input name 'in' is a C# keyword; choose a C# identifier such as 'inValue'")]
    [InlineData("Input({|NC0004:\"AsSpan\"|}, 0, 1)", "The input name 'AsSpan' is the name of a generated member; choose a C# identifier such as 'AsSpanValue'")]
    [InlineData("Input({|NC0004:\"Block64\"|}, 0, 1)", "The input name 'Block64' is the name of a generated member; choose a C# identifier such as 'Block64Value'")]
    public async Task NC0004_name_that_is_no_identifier(string attribute, string message) => await VerifyAsync($"{Layers} [{attribute}] partial class Net {{ }}", [message]);

    [Fact]
    public async Task NC0004_names_of_outputs_and_properties()
    {
        await VerifyAsync(
            "[Network(\"m.nnet\"), Input(\"a\", 0, 1)] [Output(\"ok\", {|NC0004:\"not-ok\"|})] partial class Net { }",
            ["The output name 'not-ok' is no C# identifier; choose a C# identifier such as 'notOk'"], Model());
        await VerifyAsync(
            OneInput + "[Robust({|NC0004:\"Verify\"|}, Center = new[] { 0.5 })] partial class Net { }",
            ["The property name 'Verify' is the name of a generated member; choose a C# identifier such as 'VerifyValue'"]);
        await VerifyCleanAsync(s_twoOutputs + "[Robust(\"Steady\", Center = new[] { 0.5 })] partial class Net { }");
    }

    [Fact]
    public async Task NC0005_names_that_occur_twice()
    {
        await VerifyAsync(
            "[Network(\"m.nnet\"), Output(\"y\", {|NC0005:\"y\"|}), Input(\"a\", 0, 1), Input({|NC0005:\"a\"|}, 0, 1)] partial class Net { }",
            ["The output name 'y' is already used by another output; names must differ", "The input name 'a' is already used by another input; names must differ"]);
        await VerifyAsync(
            OneInput + "[Robust({|NC0005:\"P\"|}, Center = new[] { 0.5 })] partial class Net { [Property] static bool P(Output y) => y.y < 1; }",
            ["The property name 'P' is already used by another property; names must differ"]);
        await VerifyCleanAsync("[Network, Dense(1, Weights = new[] { 1.0 }), Output(\"a\"), Input(\"a\", 0, 1)] partial class Net { [Property] static bool P(Output y) => y.a < 1; }");
    }

    [Fact]
    public async Task NC0006_neither_file_nor_layers() => await VerifyAsync(
        "[{|NC0006:Network|}, Input(\"a\", 0, 1)] partial class Net { }",
        ["'Net' names no model file and has no layer attribute; write [Network(\"model.onnx\")] or add layers such as [Dense(2, Weights = ...)]"]);

    [Fact]
    public async Task NC0007_layer_beside_a_file() => await VerifyAsync(
        "[Network(\"m.nnet\"), Input(\"a\", 0, 1), {|NC0007:Relu|}, {|NC0007:Dense(3)|}] partial class Net { }",
        ["[Relu] has no effect because 'Net' reads its layers from 'm.nnet'; remove the layer or the path", "[Dense] has no effect because 'Net' reads its layers from 'm.nnet'; remove the layer or the path"]);

    [Theory]
    [InlineData("Input(\"a\", 0, 1, Mean = {|NC0008:double.NaN|})", "Mean of input 'a' is NaN; it must be a finite float32 number")]
    [InlineData("Input(\"a\", 0, 1, Range = {|NC0008:0|})", "Range of input 'a' is 0; it must be a finite float32 number other than 0")]
    [InlineData("Input(\"a\", 0, 1, Range = {|NC0008:1e-60|})", "Range of input 'a' is 1E-60; it must be a finite float32 number other than 0")]
    [InlineData("Input(\"a\", 0, 1, Count = {|NC0008:0|})", "Count of input 'a' is 0; it must be at least 1, and all counts together at most 268435456")]
    [InlineData("Input(\"a\", 0, 1, Count = 1 << 28), Input(\"b\", 0, 1, Count = {|NC0008:int.MaxValue|})", "Count of input 'b' is 2147483647; it must be at least 1, and all counts together at most 268435456")]
    [InlineData("Output(\"u\", Scale = {|NC0008:0|})", "Scale of output 'u' is 0; it must be a finite float32 number other than 0")]
    [InlineData("Output(\"u\", \"v\", Offset = {|NC0008:1e60|})", "Offset of the outputs is 1E+60; it must be a finite float32 number")]
    [InlineData("Dense({|NC0008:0|})", "The number of outputs of [Dense] is 0; it must be at least 1")]
    [InlineData("LeakyRelu({|NC0008:1.5|})", "The slope of [LeakyRelu] is 1.5; it must be from 0 to 1")]
    [InlineData("Clip({|NC0008:double.NaN|}, 1)", "The lower limit of [Clip] is NaN; it must be a number below infinity")]
    [InlineData("Clip(1, {|NC0008:-1|})", "The upper limit of [Clip] is -1; it must be at least the lower limit 1 and above -infinity")]
    public async Task NC0008_number_outside_its_domain(string attribute, string message) => await VerifyAsync($"{Layers} [{attribute}] partial class Net {{ }}", [message]);

    [Fact]
    public async Task NC0008_radius_and_center()
    {
        await VerifyAsync(
            OneInput + "[Robust(\"P\", Center = new[] { 0.5 }, Radius = {|NC0008:-1|})] partial class Net { }", ["Radius of 'P' is -1; it must be a finite number of at least 0"]);
        await VerifyAsync(
            OneInput + "[Robust(\"P\", Center = {|NC0008:new[] { double.NegativeInfinity }|})] partial class Net { }", ["A coordinate of Center of 'P' is -infinity; it must be a finite float32 number"]);

        // A double that is no float32.
        await VerifyAsync(
            OneInput + "[Robust(\"P\", Center = {|NC0008:new[] { 1e39 }|})] partial class Net { }", ["A coordinate of Center of 'P' is 1E+39; it must be a finite float32 number"]);
    }

    [Fact]
    public async Task NC0009_block_with_several_names() => await VerifyAsync(
        Layers + "[Input(\"a\", 0, 1), Output(\"u\", \"v\", Count = {|NC0009:3|})] partial class Net { }",
        ["An output block needs exactly one name, but this attribute gives 2 names with Count = 3; write one attribute per block"]);

    [Theory]
    [InlineData("BigM({|NC0008:0|})", "The big-M of [BigM] is 0; it must be finite and above 0")]
    [InlineData("BigM({|NC0008:double.PositiveInfinity|})", "The big-M of [BigM] is infinity; it must be finite and above 0")]
    [InlineData("BigM(Lower = 1, Upper = {|NC0008:-2|})", "Upper of [BigM] is -2; it must be finite and above 0")]
    [InlineData("{|NC0008:BigM(Layer = 0)|}", "The big-M of [BigM] is not given; it must be given as a number, or as Lower or Upper")]
    [InlineData("BigM(1, Layer = {|NC0008:-2|})", "Layer of [BigM] is -2; it must be at least 0")]
    [InlineData("BigM(1, Neuron = {|NC0008:3|})", "Neuron of [BigM] is 3; it must be accompanied by Layer or LayerName")]
    [InlineData("BigM(1, Layer = {|NC0008:0|}, LayerName = \"relu1\")", "Layer of [BigM] is 0; it must be left out beside LayerName = \"relu1\"")]
    public async Task NC0008_big_M_outside_its_domain(string attribute, string message) => await VerifyAsync($"{OneInput} [{attribute}] partial class Net {{ }}", [message]);

    [Theory]
    [InlineData("\"big-M\"", "'big-M' is no encoding; did you mean 'big-m'?")]
    [InlineData("\"partitions:4\"", "'partitions:4' is no encoding; did you mean 'partition:4'?")]
    [InlineData("\"partition:4:equalsize\"", "'partition:4:equalsize' is no encoding; did you mean 'partition:4:equal-size'?")]
    [InlineData("\"partition:0\"", "'partition:0' is no encoding; write one of big-m, extended, ideal, indicator, sos1, triangle, projected-hull, partition:P, or partition:P:STRATEGY with equal-size, equal-range, random, uneven")]
    public async Task NC0010_encoding_that_does_not_exist(string name, string message)
    {
        await VerifyAsync($"{OneInput} [MilpEncoding({{|NC0010:{name}|}})] partial class Net {{ }}", [message]);
        await VerifyCleanAsync($"{OneInput} [MilpEncoding(\"partition:4:uneven\")] partial class Net {{ }}");
    }

    [Fact]
    public async Task NC0011_big_M_stated_twice()
    {
        const string relu = "[Network, Dense(1, Weights = new[] { 1.0 }), Relu, Output(\"y\"), Input(\"a\", -1, 1)] ";
        await VerifyAsync(
            relu + "[BigM(1, Layer = 0), {|NC0011:BigM(1.5, Upper = 2, Layer = 0)|}] partial class Net { }",
            ["The big-M of layer 0 is stated twice, as 1 and as 1.5 below and 2 above; remove one"]);
        await VerifyAsync(
            relu + "[BigM(Lower = 1, LayerName = \"relu2\", Neuron = 0), {|NC0011:BigM(1, LayerName = \"relu2\", Neuron = 0)|}] partial class Net { }",
            ["The big-M of neuron 0 of layer 'relu2' is stated twice, as 1 below and proven above and as 1; remove one"]);
        await VerifyCleanAsync(relu.Replace("Dense(1, Weights = new[] { 1.0 })", "Dense(2, Weights = new[] { 1.0, 1 }), Relu, Dense(1, Weights = new[] { 1.0, -1 })") + "[BigM(1, Layer = 0), BigM(1, Layer = 0, Neuron = 0), BigM(1)] partial class Net { }");
    }

    [Fact]
    public async Task NC0202_bound_that_is_not_finite()
    {
        await VerifyAsync(
            Layers + "[Input(\"a\", {|NC0202:double.NegativeInfinity|}, {|NC0202:1e39|})] partial class Net { }",
            ["The lower bound of input 'a' is -infinity; bounds must be finite float32 numbers", "The upper bound of input 'a' is 1E+39; bounds must be finite float32 numbers"]);
        await VerifyAsync(
            Layers + "[Input(\"a\", upper: {|NC0202:double.NaN|}, lower: 0)] partial class Net { }", ["The upper bound of input 'a' is NaN; bounds must be finite float32 numbers"]);
    }

    [Fact]
    public async Task NC0203_lower_above_upper()
    {
        await VerifyAsync(Layers + "[Input(\"a\", {|NC0203:120|}, -0.5)] partial class Net { }", ["The lower bound 120 of input 'a' is above its upper bound -0.5; swap them"]);
        await VerifyCleanAsync(Layers + "[Input(\"a\", 120, 120)] partial class Net { }");
    }

    [Fact]
    public async Task NC0301_property_that_is_not_linear()
    {
        await VerifyAsync(
            OneInput + "partial class Net { [Property] static bool P(Input x, Output y) => x.a < 0.5 || {|NC0301:x.a * y.y|} <= 1; }",
            ["'x.a * y.y' cannot be translated to linear constraints: it multiplies two expressions that both depend on inputs or outputs; multiply by constants only"]);
        await VerifyCleanAsync(OneInput + "partial class Net { [Property] static bool P(Input x, Output y) => x.a < 0.5 || 2 * y.y <= 1; }");
    }

    [Fact]
    public async Task NC0301_in_a_helper_of_two_properties_is_reported_once_where_it_stands()
    {
        await VerifyAsync(
            OneInput + "partial class Net { [Property] static bool P(Output y) => H(y); [Property] static bool Q(Output y) => !H(y); static bool H(Output y) => {|NC0301:y.y * y.y|} < 1; }",
            ["'y.y * y.y' cannot be translated to linear constraints: it multiplies two expressions that both depend on inputs or outputs; multiply by constants only"]);
    }

    [Fact]
    public async Task NC0302_output_that_does_not_exist()
    {
        await VerifyAsync(
            OneInput.Replace("\"y\"", "\"clear\"") + "partial class Net { [Property] static bool P(Output y) => y.{|NC0302:cleer|} < 1; }",
            ["'y.cleer' does not exist: the network declares no output named 'cleer'; did you mean 'clear'?"]);
        await VerifyCleanAsync(OneInput.Replace("\"y\"", "\"clear\"") + "partial class Net { [Property] static bool P(Output y) => y.clear < 1; }");
    }

    [Fact]
    public async Task NC0303_wrong_signature() => await VerifyAsync(
        OneInput + "partial class Net { [Property] bool {|NC0303:P|}(Input x) => x.a < 1; }", ["The property 'P' is not static; write 'static bool P(Input x, Output y) => ...'"]);

    [Fact]
    public async Task NC0304_label_that_is_no_output()
    {
        await VerifyAsync(
            OneInput + "[Robust(\"P\", Center = new[] { 0.5 }, Label = {|NC0304:1|})] partial class Net { }",
            ["The label of 'P' is 1, but the network declares 1 output; choose a label from 0 to 0"]);
        await VerifyCleanAsync(s_twoOutputs + "[Robust(\"P\", Center = new[] { 0.5 }, Label = 0)] partial class Net { }");
    }

    [Fact]
    public async Task NC0307_point_with_the_wrong_number_of_coordinates() => await VerifyAsync(
        OneInput + "[Robust(\"P\", Center = {|NC0307:new[] { 0.5, 1 }|})] partial class Net { }",
        ["The point of 'P' has 2 coordinates, but the network declares 1 input; give one number per input"]);

    [Fact]
    public async Task NC0308_no_point_or_two()
    {
        await VerifyAsync(OneInput + "[{|NC0308:Robust(\"P\")|}] partial class Net { }", ["The property 'P' gives no point; set exactly one of Around and Center"]);
        await VerifyAsync(
            OneInput + "[{|NC0308:Robust(\"P\", Center = new[] { 0.5 }, Around = \"p.csv\")|}] partial class Net { }", ["The property 'P' gives two points; set exactly one of Around and Center"]);
    }

    [Fact]
    public async Task What_the_compiler_rejects_is_left_to_the_compiler()
    {
        await VerifyCleanAsync("[Network] partial struct Net { }");
        await VerifyCleanAsync(OneInput + "[Input(3)] partial class Net { }");
        await VerifyCleanAsync("[Input(\"3\")] class NoNetwork { }");
    }

    [Fact]
    public async Task Pragmas_and_suppressions_work()
    {
        Diagnostic[] left = [.. await DiagnoseAsync(Compile(Usings + "\n#pragma warning disable NC0001\n" + OneInput + "class Net { }\n#pragma warning restore NC0001\n" + OneInput + "class Other { }"))];

        Assert.Equal("'Other' is not partial, so nothing can be generated into it; add the modifier 'partial'", Assert.Single(left).GetMessage());
    }

    [Fact]
    public async Task Nothing_changes_once_the_code_is_generated()
    {
        const string generated = "partial class Net { public struct Input { public float a; } public struct Output { public float y; } }";
        string code = OneInput + "partial class Net { [Property] static bool P(Input x, Output y) => H(y, x.a) && System.Math.Abs(y.y) < 1; static bool H(Output y, double v) => y.y < v; }";

        Assert.Empty(await DiagnoseAsync(Compile(Usings + code, generated)));
        Assert.Empty(await DiagnoseAsync(Compile(Usings + code)));
    }

    private static TestFile Model() => new("/project/Networks/m.nnet", null);
}
