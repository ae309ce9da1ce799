using Microsoft.CodeAnalysis;
using NetCompile.Analyzers.Tests.Harness;
using static NetCompile.Analyzers.Tests.Harness.AnalyzerHarness;

namespace NetCompile.Analyzers.Tests;

/// <summary>What is said of networks that are specialised to their declared region.</summary>
public class SpecializationAnalyzerTests
{
    // Pre-activations (x − y, x − y − 4, 2x + 9, …) over [−1, 1]²: unstable, off, and active.
    private const string Layers = "Dense(4, Weights = new[] { 1.0, -1, 1, -1, 2, 0, 1, 2 }, Bias = new[] { 0.0, -4, 9, 9 }), Relu, Dense(1, Weights = new[] { 1.0, 1, 1, 1 }), Output(\"z\")";
    private const string Ranges = "Input(\"x\", -1, 1), Input(\"y\", -1, 1)";
    private const string Class = " partial class Net { }";

    private const string Box = "(declare-const X_0 Real)(declare-const X_1 Real)(declare-const Y_0 Real)(assert (<= X_0 UPPER))(assert (>= X_0 -1))(assert (<= X_1 1))(assert (>= X_1 -1))(assert (>= Y_0 99))";

    [Fact]
    public async Task NC0402_says_what_went()
    {
        Diagnostic diagnostic = Assert.Single(await DiagnoseAsync(Compile(Usings + $"[Network(SpecializeToRegion = true), {Layers}, {Ranges}]{Class}")));
        Assert.Equal(("NC0402", DiagnosticSeverity.Info), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal("true", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
        Assert.Matches(
            @"^'Net' is specialised to the declared region: 3 of 4 neurons went \(1 constant, 2 merged\), 5 of 12 multiply-adds are left, at most \d(\.\d)?E-\d\d from the original$",
            diagnostic.GetMessage());
    }

    [Fact]
    public async Task Nothing_is_said_of_other_networks()
    {
        await VerifyCleanAsync($"[Network(SpecializeToRegion = false), {Layers}, {Ranges}]{Class}");
        await VerifyCleanAsync($"[Network, {Layers}, {Ranges}]{Class}");
    }

    [Fact]
    public async Task NC0403_where_no_neuron_is_stable() => await VerifyAsync(
        $"[Network(SpecializeToRegion = {{|NC0403:true|}}), Dense(2, Weights = new[] {{ 1.0, -1, 1, 1 }}), Relu, Dense(1, Weights = new[] {{ 1.0, 1 }}), Output(\"z\"), {Ranges}]{Class}",
        ["SpecializeToRegion changes nothing in 'Net': of 2 neurons none is proved to be constant or linear on the declared region; declare narrower ranges, or remove it"]);

    [Fact]
    public async Task NC0403_where_merging_does_not_pay() => await VerifyAsync(
        $"[Network(SpecializeToRegion = {{|NC0403:true|}}), Dense(2, Weights = new[] {{ 1.0, -1, 1, 1 }}, Bias = new[] {{ 0.0, 5 }}), Relu, Dense(3, Weights = new[] {{ 1.0, 1, 2, 3, 4, 5 }}), Output(\"z\", \"u\", \"v\"), {Ranges}]{Class}",
        ["SpecializeToRegion changes nothing in 'Net': of 2 neurons none is proved constant on the declared region, and merging the 1 that are linear would not save multiplications; declare narrower ranges, or remove it"]);

    [Fact]
    public async Task NC0404_where_a_file_speaks_of_inputs_outside()
    {
        TestFile wide = new("/project/Networks/a.vnnlib", Box.Replace("UPPER", "1.5")), fitting = new("/project/Networks/a.vnnlib", Box.Replace("UPPER", "1"));
        await VerifyAsync(
            $"[Network(SpecializeToRegion = {{|NC0402:true|}}), {Layers}, {Ranges}, VnnLib({{|NC0404:\"a.vnnlib\"|}}, Name = \"P\")]{Class}",
            [
                await MessageOf402(),
                "The property 'P' lets input 'x' range from -1 to 1.5, but its declared range is -1 to 1, and the network is specialised to that; widen the declared range, narrow the property, or remove SpecializeToRegion",
            ],
            wide);
        await VerifyAsync($"[Network(SpecializeToRegion = {{|NC0402:true|}}), {Layers}, {Ranges}, VnnLib(\"a.vnnlib\", Name = \"P\")]{Class}", [await MessageOf402()], fitting);
        await VerifyCleanAsync($"[Network, {Layers}, {Ranges}, VnnLib(\"a.vnnlib\", Name = \"P\")]{Class}", wide);
    }

    [Fact]
    public async Task NC0404_compares_in_the_units_of_the_model()
    {
        // x / 10 is at most 0.1 in the model.
        TestFile wide = new("/project/Networks/a.vnnlib", Box.Replace("UPPER", "0.2").Replace("X_0 -1", "X_0 -0.1")), fitting = new("/project/Networks/a.vnnlib", Box.Replace("UPPER", "0.1").Replace("X_0 -1", "X_0 -0.1"));
        string net = $"[Network(SpecializeToRegion = {{|NC0402:true|}}), {Layers}, Input(\"x\", -1, 1, Range = 10), Input(\"y\", -1, 1), VnnLib(FILE, Name = \"P\")]{Class}";
        string message = (await DiagnoseAsync(Compile(Usings + Markup.Parse(net.Replace("FILE", "\"a.vnnlib\"")).Code), new Dictionary<string, string>(), fitting)).Single().GetMessage();
        await VerifyAsync(net.Replace("FILE", "\"a.vnnlib\""), [message], fitting);
        await VerifyAsync(
            net.Replace("FILE", "{|NC0404:\"a.vnnlib\"|}"),
            [
                message,
                "The property 'P' lets input 'x' range from -0.1 to 0.2, but its declared range is -0.1 to 0.1 after the declared scaling, and the network is specialised to that; widen the declared range, narrow the property, or remove SpecializeToRegion",
            ],
            wide);
    }

    [Fact]
    public async Task NC0201_is_all_that_is_said_without_a_range() => await VerifyAsync(
        $"[Network(SpecializeToRegion = true), {Layers}, Input({{|NC0201:\"x\"|}}), Input(\"y\", -1, 1)]{Class}",
        ["Input 'x' has no bounds, and the model states none; write [Input(\"x\", lower, upper)]"]);

    // The bound on the difference is tested elsewhere.
    private static async Task<string> MessageOf402() =>
        Assert.Single(await DiagnoseAsync(Compile(Usings + $"[Network(SpecializeToRegion = true), {Layers}, {Ranges}]{Class}"))).GetMessage();
}
