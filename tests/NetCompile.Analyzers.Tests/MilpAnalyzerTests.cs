using Microsoft.CodeAnalysis;
using NetCompile.Analyzers.Tests.Harness;
using static NetCompile.Analyzers.Tests.Harness.AnalyzerHarness;

namespace NetCompile.Analyzers.Tests;

/// <summary>The rules about optimisation models: the right place, the right numbers, and silence on the corrected twin.</summary>
public class MilpAnalyzerTests
{
    // Layer 0: a = (2x − y + 0.5, x + y − 0.5, x + 10) over [−1, 1]², so [−2.5, 3.5], [−2.5, 1.5] and stable. Layer 1: h0 − h1, in intervals [−1.5, 3.5].
    private const string Net = "[Network, Dense(3, Weights = new[] { 2.0, -1, 1, 1, 1, 0 }, Bias = new[] { 0.5, -0.5, 10 }), Relu, Dense(1, Weights = new[] { 1.0, -1, 0 }), Relu, "
        + "Dense(1, Weights = new[] { 1.0 }), Output(\"z\"), Input(\"x\", -1, 1), Input(\"y\", -1, 1)] ";

    private const string Class = " partial class Net { }";

    // [100x, 0.01x − 0.02] over [−1, 1].
    private const string TwoScales = "[Network, Dense(2, Weights = new[] { 100.0, 0.01 }), Relu, Dense(1, Weights = new[] { 1.0, 1 }), Output(\"z\"), Input(\"x\", -1, 1)] ";

    private static readonly Dictionary<string, string> s_none = [];

    [Theory]
    [InlineData("BigM({|NC0206:1000|}, Layer = 0)", "The big-M 1000 of layer 0 is 286 times the proven bound 3.50001, the largest of 2 unstable neurons (that of neuron 0 of layer 0 ('relu2')), and a relaxation is as weak as its big-M; write 3.50001, or remove [BigM] to give each neuron its own bound")]
    [InlineData("BigM(Upper = {|NC0206:30|}, LayerName = \"relu2\", Neuron = 1)", "The big-M 30 of neuron 1 of layer 'relu2' above is 20 times the proven bound 1.50001, the largest of 1 unstable neuron (that of neuron 1 of layer 0 ('relu2')), and a relaxation is as weak as its big-M; write 1.50001, or remove [BigM] to give each neuron its own bound")]
    [InlineData("BigM({|NC0206:1e3|}, Upper = 4, Layer = 0)", "The big-M 1000 of layer 0 below is 400 times the proven bound 2.50001, the largest of 2 unstable neurons (that of neuron 0 of layer 0 ('relu2')), and a relaxation is as weak as its big-M; write 2.50001, or remove [BigM] to give each neuron its own bound")]
    public async Task NC0206_weak_big_M(string attribute, string message) => await VerifyAsync($"{Net}[{attribute}]{Class}", [message]);

    [Fact]
    public async Task NC0206_the_factor_is_that_of_the_editorconfig()
    {
        await VerifyAsync(Net + "[BigM(7, Layer = 0)]" + Class, []);
        await VerifyAsync(Net + "[BigM({|NC0206:7.1|}, Layer = 0)]" + Class, [Weak("7.1", "2.03")]);
        await VerifyAsync(Net + "[BigM({|NC0206:7|}, Layer = 0)]" + Class, [Weak("7", "2")], new Dictionary<string, string> { ["netcompile.weak_big_m_factor"] = "1.5" }, withMilp: false);
        await VerifyAsync(Net + "[BigM(300, Layer = 0)]" + Class, [], new Dictionary<string, string> { ["netcompile.weak_big_m_factor"] = "100" }, withMilp: false);
        Diagnostic diagnostic = Assert.Single(await DiagnoseAsync(Compile(Usings + Net + "[BigM(1000, Layer = 0)]" + Class)));
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity);

        static string Weak(string m, string times) =>
            $"The big-M {m} of layer 0 is {times} times the proven bound 3.50001, the largest of 2 unstable neurons (that of neuron 0 of layer 0 ('relu2')), and a relaxation is as weak as its big-M; write 3.50001, or remove [BigM] to give each neuron its own bound";
    }

    [Fact]
    public async Task NC0206_the_most_specific_statement_is_compared() => await VerifyCleanAsync(
        TwoScales + "[BigM(100, Layer = 0), BigM(0.01, Layer = 0, Neuron = 1)]" + Class);

    [Fact]
    public async Task NC0008_option_that_is_no_number() => await VerifyAsync(
        "[{|NC0008:Network|}" + Net["[Network".Length..] + "[BigM(3.51, Layer = 0)]" + Class,
        ["The option netcompile.weak_big_m_factor of .editorconfig is 'two'; it must be a number of at least 1"],
        new Dictionary<string, string> { ["netcompile.weak_big_m_factor"] = "two" }, withMilp: false);

    [Fact]
    public async Task NC0207_big_M_that_an_input_exceeds()
    {
        await VerifyAsync(
            Net + "[BigM({|NC0207:3|}, Layer = 0)]" + Class,
            ["The big-M 3 of layer 0 cuts off values that the network has: the pre-activation of neuron 0 of layer 0 ('relu2') is 3.5 at (1, -1); write 3.50001, which is proved, or remove [BigM]"]);
        await VerifyAsync(
            Net + "[BigM(Lower = {|NC0207:2|}, Upper = 1.6, Layer = 0, Neuron = 1)]" + Class,
            ["The big-M 2 of neuron 1 of layer 0 below cuts off values that the network has: the pre-activation of neuron 1 of layer 0 ('relu2') is -2.5 at (-1, -1); write 2.50001, which is proved, or remove [BigM]"]);
        await VerifyCleanAsync(Net + "[BigM(3.5, Layer = 0)]" + Class);
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(await DiagnoseAsync(Compile(Usings + Net + "[BigM(3, Layer = 0)]" + Class))).Severity);
    }

    [Fact]
    public async Task NC0208_big_M_that_is_not_proved()
    {
        // c = ρ(x), d = ρ(−x): c − ρ(c − d) is 0 for every x, which no relaxation of single neurons proves.
        const string zero = "[Network, Dense(2, Weights = new[] { 1.0, -1 }), Relu, Dense(2, Weights = new[] { 1.0, 0, 1, -1 }), Relu, Dense(1, Weights = new[] { 1.0, -1 }), Relu, "
            + "Dense(1, Weights = new[] { 1.0 }), Output(\"z\"), Input(\"x\", -1, 1)] ";
        await VerifyAsync(
            zero + "[BigM(Upper = {|NC0208:0.2|}, Layer = 2)]" + Class,
            ["The big-M 0.2 of layer 2 above is not proved to be valid: the proven bound of neuron 0 of layer 2 ('relu6') is 1, above it for 1 of 1 unstable neuron, and the largest value found is 0; write 1.00001, or remove [BigM]"]);
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(await DiagnoseAsync(Compile(Usings + zero + "[BigM(Upper = 0.2, Layer = 2)]" + Class))).Severity);
        await VerifyCleanAsync(zero + "[BigM(Upper = 1, Layer = 2)]" + Class);
    }

    [Fact]
    public async Task NC0209_input_without_bounds()
    {
        string net = "[Network, Dense(2, Weights = new[] { 1.0, 1, 0, 1 }), Relu, Dense(1, Weights = new[] { 1.0, 1 }), Output(\"z\"), {0}, Input(\"y\", 0, 1)] partial class Net { }";
        await VerifyAsync(
            net.Replace("{0}", "Input({|NC0201:{|NC0209:\"x\"|}|})"),
            ["Input 'x' has no bounds, and the model states none; write [Input(\"x\", lower, upper)]",
                "Input 'x' has no bounds, so the big-Ms of 1 of 2 neurons are infinite, the first that of neuron 0 of layer 0 ('relu2'); write [Input(\"x\", lower, upper)]"],
            s_none, withMilp: true);
        await VerifyAsync(net.Replace("{0}", "Input({|NC0201:\"x\"|})"), ["Input 'x' has no bounds, and the model states none; write [Input(\"x\", lower, upper)]"]);
        await VerifyAsync(net.Replace("{0}", "Input(\"x\", -1, 1)"), [], s_none, withMilp: true);
    }

    [Fact]
    public async Task NC0209_ranges_that_overflow()
    {
        string layers = string.Join(", ", Enumerable.Repeat("Dense(1, Weights = new[] { 3e38 }, Bias = new[] { -3e38 }), Relu", 9));
        Diagnostic[] found = [.. (await DiagnoseAsync(Compile(Usings + "[Network, " + layers + ", Output(\"z\"), Input(\"x\", -3e38, 3e38), MilpEncoding(\"indicator\")] partial class Net { }"))).Where(d => d.Id == "NC0209")];
        Assert.StartsWith("The ranges of the inputs and the weights are so large that bounds overflow, so the big-Ms of ", Assert.Single(found).GetMessage());
    }

    [Fact]
    public async Task NC0210_big_M_beyond_the_tolerance_of_solvers()
    {
        const string wide = "Dense(1, Weights = new[] { 1.0 }), Relu, Output(\"z\"), Input(\"x\", -1, 2e7)] ";
        const string message = "The big-M of neuron 0 of layer 0 ('relu2') is 2E+07 (intervals), above 1E+06 (netcompile.max_big_m) like 1 of 1 unstable neuron in all: a binary that is off by 1E-06, which solvers allow, lets its value be off by 20; narrow the ranges of the inputs, or write [MilpEncoding(\"indicator\")]";
        await VerifyAsync("[{|NC0210:Network|}, " + wide + Class, [message], s_none, withMilp: true);
        await VerifyAsync("[Network, " + wide + "[MilpEncoding({|NC0210:\"ideal\"|})]" + Class, [message]);
        await VerifyAsync("[Network, " + wide + "[MilpEncoding(\"indicator\")]" + Class, [], s_none, withMilp: true);
        await VerifyAsync("[Network, " + wide + Class, []);
        await VerifyAsync("[Network, " + wide + Class, [], new Dictionary<string, string> { ["netcompile.max_big_m"] = "1e8" }, withMilp: true);
    }

    [Fact]
    public async Task NC0210_a_stated_big_M_is_marked_itself() => await VerifyAsync(
        Net + "[BigM({|NC0206:{|NC0210:1e7|}|}, Layer = 0)]" + Class,
        [
            "The big-M 10000000 of layer 0 is 2.86E+06 times the proven bound 3.50001, the largest of 2 unstable neurons (that of neuron 0 of layer 0 ('relu2')), and a relaxation is as weak as its big-M; write 3.50001, or remove [BigM] to give each neuron its own bound",
            "The big-M of neuron 0 of layer 0 ('relu2') is 1E+07 (stated by [BigM]), above 1E+06 (netcompile.max_big_m) like 2 of 3 unstable neurons in all: a binary that is off by 1E-06, which solvers allow, lets its value be off by 10; write a smaller one, or remove [BigM]",
        ]);

    [Fact]
    public async Task NC0210_row_whose_coefficients_lie_far_apart()
    {
        string net(string weight, string upper) => $"[{{|NC0210:Network|}}, Dense(1, Weights = new[] {{ 5e3, {weight} }}), Relu, Output(\"z\"), Input(\"x\", -1, 1), Input(\"y\", 0, {upper})] partial class Net {{ }}";
        await VerifyAsync(
            net("1e-8", "1e3"),
            ["The row of neuron 0 of 'dense1' has coefficients from 1E-08 to 5000, 5E+11 times as large, above 1E+09 (netcompile.max_coefficient_ratio); solvers keep about fifteen digits: scale the inputs of the network, or prune its tiny weights"],
            s_none, withMilp: true);

        // A weight that contributes nothing measurable does no harm.
        await VerifyAsync(net("1e-8", "1e-2").Replace("{|NC0210:Network|}", "Network"), [], s_none, withMilp: true);
        await VerifyAsync(net("1e-8", "1e3").Replace("{|NC0210:Network|}", "Network"), [], new Dictionary<string, string> { ["netcompile.max_coefficient_ratio"] = "1e12" }, withMilp: true);
    }

    [Fact]
    public async Task NC0211_encoding_that_is_too_large()
    {
        Dictionary<string, string> few = new() { ["netcompile.max_binaries"] = "2" }, sparse = new() { ["netcompile.max_nonzeros"] = "60" };

        // Three unstable neurons; a variable and a row for each pre-activation and for the stable neuron, h and z and three rows for each unstable one, a variable and a row for the output: it is the last h times 1.
        await VerifyAsync(
            "[{|NC0211:Network|}" + Net["[Network".Length..] + Class,
            ["The encoding 'big-m' of 'Net' has 10 variables, 3 of them binary, 13 rows and 32 nonzeros; it has more binaries than 2 (netcompile.max_binaries); narrow the ranges of the inputs so that more neurons are stable, give AddTo tighter bounds, or use a smaller network"],
            few, withMilp: true);
        Diagnostic large = Assert.Single(await DiagnoseAsync(Compile(Usings + Net + "[MilpEncoding(\"extended\")]" + Class), sparse));
        Assert.Equal(("NC0211", "\"extended\""), (large.Id, large.Location.SourceTree!.ToString().Substring(large.Location.SourceSpan.Start, large.Location.SourceSpan.Length)));
        Assert.EndsWith("it has more nonzeros than 60 (netcompile.max_nonzeros); write [MilpEncoding(\"big-m\")], which stays below", large.GetMessage());
        await VerifyAsync(Net + "[MilpEncoding(\"big-m\")]" + Class, [], sparse, withMilp: true);
        await VerifyAsync(Net + Class, [], few, withMilp: false);
    }

    [Fact]
    public async Task NC0212_big_M_of_a_layer_or_neuron_that_is_not_there()
    {
        await VerifyAsync(
            Net + "[BigM(4, Layer = {|NC0212:2|})]" + Class, ["There is no layer 2: the network has 2 layers of activations, 'relu2', 'relu4'; choose a layer from 0 to 1, or remove [BigM]"]);
        await VerifyAsync(
            Net + "[BigM(4, LayerName = {|NC0212:\"relu1\"|})]" + Class, ["There is no layer 'relu1': the network has 2 layers of activations, 'relu2', 'relu4'; did you mean 'relu2'?"]);
        await VerifyAsync(
            Net + "[BigM(4, Layer = 0, Neuron = {|NC0212:3|})]" + Class, ["There is no neuron 3 of layer 0: the layer has 3 neurons; choose one from 0 to 2, or remove [BigM]"]);
        await VerifyAsync(
            "[Network, Dense(1, Weights = new[] { 1.0 }), Output(\"y\"), Input(\"a\", 0, 1)] [{|NC0212:BigM(4)|}]" + Class,
            ["There is no neuron that a big-M could be about: the network has no activations; remove [BigM]"]);
        await VerifyCleanAsync(Net + "[BigM(4, Layer = 0, Neuron = 1)]" + Class);
    }

    [Fact]
    public async Task NC0213_big_M_of_stable_neurons() => await VerifyAsync(
        Net + "[{|NC0213:BigM(20, Layer = 0, Neuron = 2)|}, {|NC0213:BigM(6)|}, BigM(6, Layer = 0), BigM(4, Layer = 1)]" + Class,
        [
            "The big-M of neuron 2 of layer 0 has no effect: it is proved to be stable, so that it has no big-M; remove it",
            "The big-M of the network has no effect: other statements about its neurons are more specific; remove it",
        ]);

    [Fact]
    public async Task Severities_can_be_configured()
    {
        Compilation compilation = Compile(Usings + Net + "[BigM(1000, Layer = 0)]" + Class);
        Compilation silenced = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(new Dictionary<string, ReportDiagnostic> { ["NC0206"] = ReportDiagnostic.Suppress }));
        Compilation error = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(new Dictionary<string, ReportDiagnostic> { ["NC0206"] = ReportDiagnostic.Error }));

        Assert.Empty(await DiagnoseAsync(silenced));
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(await DiagnoseAsync(error)).Severity);
        Assert.Empty(await DiagnoseAsync(Compile("#pragma warning disable NC0208, NC0207\n" + Usings + Net + "[BigM(3, Layer = 0)]" + Class)));
    }
}
