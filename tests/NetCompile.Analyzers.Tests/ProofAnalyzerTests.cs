using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompile.Analyzers.Tests.Harness;
using NetCompile.CodeFixes;
using NetCompile.Generator.Diagnostics;
using static NetCompile.Analyzers.Tests.Harness.AnalyzerHarness;

namespace NetCompile.Analyzers.Tests;

/// <summary>What the editor says about properties: the right place, the right verdict, the right numbers.</summary>
[Collection(nameof(ProofAnalyzerTests))]
public class ProofAnalyzerTests
{
    // z = |x − y| over [−1, 1]²; both ReLUs are unstable.
    private const string Net = "[Network, Dense(2, Weights = new[] { 1.0, -1, -1, 1 }), Relu, Dense(1, Weights = new[] { 1.0, 1 }), Output(\"z\"), Input(\"x\", -1, 1), Input(\"y\", -1, 1)] ";

    private static string Property(string name, string expression) => $"partial class Net {{ [Property] static bool {name}(Input a, Output b) => {expression}; }}";

    [Fact]
    public async Task NC0501_says_what_the_proof_rests_on()
    {
        Diagnostic[] found = await VerifyProofsAsync(
            Net + Property("{|NC0501:Wide|}", "b.z <= 4.5"), ["The property 'Wide' holds for every input in the declared ranges, in float32: proved by interval bounds"]);
        Assert.Equal(DiagnosticSeverity.Info, found[0].Severity);
        await VerifyProofsAsync(
            Net + Property("{|NC0501:Tight|}", "b.z <= 2.1"), ["The property 'Tight' holds for every input in the declared ranges, in float32: proved by linear bounds (CROWN)"]);
        await VerifyProofsAsync(
            Net + Property("{|NC0501:Convex|}", "b.z >= a.x - a.y - 0.1"), ["The property 'Convex' holds for every input in the declared ranges, in float32: proved with 21 nodes of branch and bound"]);
    }

    [Fact]
    public async Task NC0501_and_NC0502_of_robustness_stand_at_the_attribute()
    {
        // (u, v) = (x, −x): u is the greater for x > 0.
        const string net = "[Network, Dense(2, Weights = new[] { 1.0, -1 }), Relu, Output(\"u\", \"v\"), Input(\"x\", -1, 1), ";
        await VerifyProofsAsync(
            net + "{|NC0501:Robust(\"Near\", Radius = 0.25, Center = new[] { 0.5 }, Label = 0)|}] partial class Net { }",
            ["The property 'Near' holds for every input in its box, in float32: proved by interval bounds"]);
        Diagnostic[] found = await VerifyProofsAsync(
            net + "{|NC0502:Robust(\"Far\", Radius = 0.75, Center = new[] { 0.5 }, Label = 0)|}] partial class Net { }",
            ["The property 'Far' is violated: x = -0.1 gives u = 0, v = 0.1; train the network for such inputs, or correct the property or the ranges"]);
        Assert.Equal(DiagnosticSeverity.Error, found[0].Severity);
    }

    [Fact]
    public async Task NC0502_is_in_the_users_units()
    {
        const string net = "[Network, Dense(1, Weights = new[] { 1.0 }), Output(\"force\", Scale = 10, Offset = 5), Input(\"speed\", 0, 100, Mean = 50, Range = 50)] ";
        Diagnostic[] found = await VerifyProofsAsync(
            net + Property("{|NC0502:Weak|}", "a.speed > 60 || b.force <= 6"),
            ["The property 'Weak' is violated: speed = 60 gives force = 7; train the network for such inputs, or correct the property or the ranges"]);
        Assert.Equal(DiagnosticSeverity.Error, found[0].Severity);
        await VerifyProofsAsync(
            net + Property("{|NC0501:Strong|}", "a.speed > 60 || b.force <= 7.01"), ["The property 'Strong' holds for every input in the declared ranges, in float32: proved by interval bounds"]);
    }

    [Fact]
    public async Task NC0502_of_a_VNN_LIB_file_is_about_the_model_without_scaling()
    {
        const string net = "[Network, Dense(1, Weights = new[] { 1.0 }), Output(\"force\", Scale = 10), Input(\"speed\", 0, 100, Range = 50), {0}] partial class Net { }";
        TestFile file = new("/project/Networks/p.vnnlib", "(declare-const X_0 Real)(declare-const Y_0 Real)(assert (>= X_0 0.5))(assert (<= X_0 1.0))(assert (>= Y_0 0.75))");
        await VerifyProofsAsync(
            net.Replace("{0}", "{|NC0502:VnnLib(\"p.vnnlib\")|}"),
            ["The property 'P' is violated: speed = 1 gives force = 1 (in the model's own values, without the declared scaling); train the network for such inputs, or correct the property or the ranges"],
            files: file);
        TestFile safe = new("/project/Networks/p.vnnlib", "(declare-const X_0 Real)(declare-const Y_0 Real)(assert (>= X_0 0.5))(assert (<= X_0 1.0))(assert (>= Y_0 1.01))");
        await VerifyProofsAsync(
            net.Replace("{0}", "{|NC0501:VnnLib(\"p.vnnlib\")|}"), ["The property 'P' holds for every input in the region of its file, in float32: proved by interval bounds"], files: safe);
    }

    [Fact]
    public async Task NC0502_of_many_inputs_names_those_that_matter()
    {
        string weights = string.Join(", ", Enumerable.Range(0, 20).Select(i => i is >= 4 and < 10 ? "1.0" : "0.001"));
        Diagnostic[] found = await VerifyProofsAsync(
            $"[Network, Dense(1, Weights = new[] {{ {weights} }}), Output(\"y\"), Input(\"p\", 0, 1, Count = 20)] " + Property("{|NC0502:Small|}", "b.y <= 5.9"),
            ["The property 'Small' is violated: p[4] = 1, p[5] = 1, p[6] = 1, p[7] = 1, p[8] = 1, p[9] = 1 and 14 more inputs gives y = 6.014; train the network for such inputs, or correct the property or the ranges"]);
        Assert.Single(found);
    }

    [Fact]
    public async Task NC0502_can_be_silenced_where_it_is_meant()
    {
        string code = Usings + Net + "partial class Net {\n#pragma warning disable NC0502\n[Property] static bool Wrong(Input a, Output b) => b.z <= 1;\n}";
        Assert.Empty(await ProofsAsync(Compile(code)));
        CSharpCompilation compilation = Compile(Usings + Net + Property("Wrong", "b.z <= 1"));
        Compilation silent = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new KeyValuePair<string, ReportDiagnostic>("NC0502", ReportDiagnostic.Warn)]));
        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(await ProofsAsync(silent)).Severity);
    }

    [Theory]
    [InlineData("b.z >= 5", "z is at most 2.00001, and at least 5 is needed", "x = 0, y = 0 gives z = 0")]
    [InlineData("b.z < -1", "z is at least -7.15256E-07, and less than -1 is needed", "x = 0, y = 0 gives z = 0")]
    [InlineData("!(a.x - a.y >= 1.5) || b.z <= 0.5", "z is at least 0.999999, and at most 0.5 is needed", "x = 0.8, y = -0.8 gives z = 1.6")]
    public async Task NC0503_gives_the_bound_that_shows_it(string expression, string evidence, string example)
    {
        Diagnostic[] found = await VerifyProofsAsync(
            Net + Property("{|NC0503:Never|}", expression),
            [$"The property 'Never' can never hold: every input that it is about violates it, because {evidence} there, for example {example}; correct the property or name another model"]);
        Assert.Equal(DiagnosticSeverity.Error, found[0].Severity);
    }

    [Fact]
    public async Task NC0504_says_how_far_it_is_and_what_to_do()
    {
        Dictionary<string, string> few = new() { ["netcompile.quick_proof_nodes"] = "3" };
        Diagnostic[] found = await VerifyProofsAsync(
            Net + Property("{|NC0504:Convex|}", "b.z >= a.x - a.y - 0.1"),
            ["The property 'Convex' is undecided: after 3 nodes it is proved on 50 % of the region, and on the rest its margin is at least -1.9 where a proof needs 0; call Verify, prove it in the build (ProveAtBuild), or raise netcompile.quick_proof_nodes above 3"],
            few);
        Assert.Equal(DiagnosticSeverity.Info, found[0].Severity);
        await VerifyProofsAsync(
            Net + Property("{|NC0504:Convex|}", "b.z >= a.x - a.y - 0.1"),
            ["The property 'Convex' is undecided: the network has 6 parameters, and a pass over it takes more than the 10 multiplications that proofs may cost while typing; call Verify, prove it in the build (ProveAtBuild), or raise netcompile.quick_proof_work above 10"],
            new Dictionary<string, string> { ["netcompile.quick_proof_work"] = "10" });
        await VerifyProofsAsync(Net + Property("Off", "b.z >= a.x - a.y - 0.1"), [], new Dictionary<string, string> { ["netcompile.quick_proof_nodes"] = "0" });
    }

    [Fact]
    public async Task NC0008_option_that_is_no_count() => await VerifyProofsAsync(
        "[{|NC0008:Network|}" + Net["[Network".Length..] + Property("{|NC0501:Wide|}", "b.z <= 4.5"),
        ["The option netcompile.quick_proof_nodes of .editorconfig is '-1'; it must be a whole number of at least 0", "The property 'Wide' holds for every input in the declared ranges, in float32: proved by interval bounds"],
        new Dictionary<string, string> { ["netcompile.quick_proof_nodes"] = "-1" });

    [Fact]
    public async Task NC0309_where_conditions_on_several_inputs_contradict_each_other_and_only_once()
    {
        const string message = "The property 'Empty' says nothing about the network: no input in the declared ranges can violate it, whatever the outputs are; widen the ranges or correct its premise";
        await VerifyProofsAsync(Net + Property("{|NC0309:Empty|}", "!(a.x - a.y >= 2.5) || b.z <= 1"), [message]);

        // A premise on one input is found without bounds, by the other analyzer.
        string code = Net + Property("Empty", "!(a.x >= 2.5) || b.z <= 1");
        await VerifyProofsAsync(code, []);
        await VerifyAsync(Net + Property("{|NC0309:Empty|}", "!(a.x >= 2.5) || b.z <= 1"), [message]);
    }

    [Fact]
    public async Task NC0505_counts_stable_neurons_by_layer()
    {
        // x + 2 ≥ 1, −x − 2 ≤ −1 and x over [−1, 1].
        Diagnostic[] found = await VerifyProofsAsync(
            "[{|NC0505:Network|}, Dense(3, Weights = new[] { 1.0, -1, 1 }, Bias = new[] { 2.0, -2, 0 }), Relu, Dense(1, Weights = new[] { 1.0, 1, 1 }), Output(\"z\"), Input(\"x\", -1, 1)] "
            + Property("{|NC0501:Wide|}", "b.z <= 5"),
            [
                "Of 3 ReLUs in 'Net', 1 is always off and 1 always on in the declared ranges: 1 off and 1 on of 3 in layer 0 ('relu2')",
                "The property 'Wide' holds for every input in the declared ranges, in float32: proved by interval bounds",
            ]);
        Assert.Equal(DiagnosticSeverity.Info, found[0].Severity);
    }

    [Fact]
    public async Task NC0506_network_without_a_property()
    {
        Diagnostic[] found = await VerifyProofsAsync(
            "[{|NC0506:Network|}" + Net["[Network".Length..] + "partial class Net { }",
            ["'Net' declares no property, so that nothing is proved about it; write 'static bool Name(Input x, Output y) => ...' with [Property], or add [Robust] or [VnnLib]"]);
        Assert.Equal(DiagnosticSeverity.Info, found[0].Severity);

        // One that cannot be translated has its own error.
        await VerifyProofsAsync(Net + Property("Squared", "b.z * b.z <= 4"), []);
    }

    [Fact]
    public async Task NC0507_range_beyond_the_training_range()
    {
        const string net = "[Network, Dense(1, Weights = new[] { 1.0 }), Output(\"z\"), Input(\"x\", {0}, {1}, TrainedFrom = -1, TrainedTo = 2.5)] ";
        string rest = Property("{|NC0501:Wide|}", "b.z <= 50");
        const string holds = "The property 'Wide' holds for every input in the declared ranges, in float32: proved by interval bounds";
        Diagnostic[] found = await VerifyProofsAsync(
            net.Replace("{0}", "{|NC0507:-3|}").Replace("{1}", "{|NC0507:4|}") + rest,
            [
                "The range of input 'x' goes down to -3, but the network was trained from -1: what it learned says nothing about inputs beyond; narrow the range, or train the network there",
                "The range of input 'x' goes up to 4, but the network was trained up to 2.5: what it learned says nothing about inputs beyond; narrow the range, or train the network there",
                holds,
            ]);
        Assert.All(found[..2], d => Assert.Equal(DiagnosticSeverity.Warning, d.Severity));
        await VerifyProofsAsync(net.Replace("{0}", "-1").Replace("{1}", "2.5") + rest, [holds]);

        string before = net.Replace("{0}", "-3").Replace("{1}", "2.5") + "partial class Net { }", after = net.Replace("{0}", "-1").Replace("{1}", "2.5") + "partial class Net { }";
        await FixHarness.VerifyAsync(new NarrowRangeFix(), "Narrow the range to -1", before, after);
        await FixHarness.VerifyAllAsync(new NarrowRangeFix(), net.Replace("{0}", "-3").Replace("{1}", "4") + "partial class Net { }", after);
    }

    [Fact]
    public async Task NC0008_training_range_that_is_none()
    {
        const string net = "[Network, Dense(1, Weights = new[] { 1.0 }), Output(\"z\"), Input(\"x\", 0, 1, {0})] partial class Net { }";
        await VerifyAsync(net.Replace("{0}", "TrainedFrom = {|NC0008:3|}, TrainedTo = 2"), ["TrainedFrom of input 'x' is 3; it must be at most TrainedTo, 2"]);
        await VerifyAsync(net.Replace("{0}", "TrainedTo = {|NC0008:double.PositiveInfinity|}"), ["TrainedTo of input 'x' is infinity; it must be a finite float32 number"]);
        await VerifyCleanAsync(net.Replace("{0}", "TrainedFrom = double.NaN, TrainedTo = 2"));
    }

    [Fact]
    public async Task NC0508_proof_in_the_build_that_no_build_does()
    {
        string code = Net + "partial class Net { [Property(ProveAtBuild = {|NC0508:true|})] static bool {|NC0501:Wide|}(Input a, Output b) => b.z <= 4.5; }";
        const string holds = "The property 'Wide' holds for every input in the declared ranges, in float32: proved by interval bounds";
        string[] both =
        [
            "The property 'Wide' says ProveAtBuild = true, but this project proves nothing in its builds; set <NetCompileProve>marked</NetCompileProve> in the project file, or remove ProveAtBuild", holds,
        ];
        Diagnostic[] found = await VerifyProofsAsync(code, both);
        Assert.Equal(DiagnosticSeverity.Warning, found[0].Severity);
        await VerifyProofsAsync(code, both, new Dictionary<string, string> { ["build_property.NetCompileProve"] = "false" });
        await VerifyProofsAsync(code.Replace("{|NC0508:true|}", "true"), [holds], new Dictionary<string, string> { ["build_property.NetCompileProve"] = "marked" });
        await VerifyProofsAsync(code.Replace("{|NC0508:true|}", "false"), [holds]);
    }

    [Fact]
    public async Task Diagnostics_stand_at_the_property_where_a_helper_has_its_name()
    {
        const string helper = "partial class Net { static bool Wide(Output b, int bound) => b.z <= bound; ";
        await VerifyProofsAsync(
            Net + helper + "[Property(ProveAtBuild = {|NC0508:true|})] static bool {|NC0501:Wide|}(Input a, Output b) => Wide(b, 77); }",
            [
                "The property 'Wide' says ProveAtBuild = true, but this project proves nothing in its builds; set <NetCompileProve>marked</NetCompileProve> in the project file, or remove ProveAtBuild",
                "The property 'Wide' holds for every input in the declared ranges, in float32: proved by interval bounds",
            ]);
        await VerifyAsync(
            Net + helper + "[Property] static bool {|NC0309:Wide|}(Input a, Output b) => !(a.x >= 2.5) || b.z <= 1; }",
            ["The property 'Wide' says nothing about the network: no input in the declared ranges can violate it, whatever the outputs are; widen the ranges or correct its premise"]);
    }

    [Fact]
    public async Task NC0503_shows_a_bound_that_is_certain_where_another_one_is_violated_too()
    {
        // u = x + 0.5 and v = x + 6.5: u ≥ 0 here and there, v ≥ 5 everywhere.
        await VerifyProofsAsync(
            "[Network, Dense(2, Weights = new[] { 1.0, 1 }, Bias = new[] { 0.5, 6.5 }), Output(\"u\", \"v\"), Input(\"x\", -1, 1)] " + Property("{|NC0503:Both|}", "b.u < 0 && b.v < 5"),
            ["The property 'Both' can never hold: every input that it is about violates it, because v is at least 5.49999, and less than 5 is needed there, for example x = 0 gives u = 0.5; correct the property or name another model"]);
    }

    [Theory]
    [InlineData("b.v - b.u >= 10", "v − u is at most 6.00001, and at least 10 is needed")] // though u is declared first
    [InlineData("b.u - b.v >= 1", "u − v is at most -5.99999, and at least 1 is needed")] // what is added first
    [InlineData("b.v - b.u <= 1", "u − v is at most -5.99999, and at least -1 is needed")]
    [InlineData("3 * b.u + 2 * b.v <= 1", "−3·u − 2·v is at most -9.49999, and at least -1 is needed")]
    public async Task NC0503_writes_sums_as_people_do(string expression, string evidence)
    {
        IEnumerable<Diagnostic> found = await ProofsAsync(Compile(
            Usings + "[Network, Dense(2, Weights = new[] { 1.0, 1 }, Bias = new[] { 0.5, 6.5 }), Output(\"u\", \"v\"), Input(\"x\", -1, 1)] " + Property("Sum", expression)));
        Assert.Equal(evidence, Assert.Single(found).GetMessage().Split("because ")[^1].Split(" there, for")[0]);
    }

    [Fact]
    public async Task Values_in_messages_say_no_more_than_is_known_and_no_less_than_the_violation_needs()
    {
        // fl(x + 1e7) − 1e7 is known up to some units only.
        const string coarse = "[Network, Dense(1, Weights = new[] { 1.0 }, Bias = new[] { 1e7 }), Dense(1, Weights = new[] { 1.0 }, Bias = new[] { -1e7 }), Output(\"z\"), Input(\"x\", -20, 20)] ";
        await VerifyProofsAsync(
            coarse + Property("{|NC0502:Low|}", "b.z <= -9"),
            ["The property 'Low' is violated: x = 0 gives z from -3.58 to 3.58; train the network for such inputs, or correct the property or the ranges"]);

        // Four digits would say z = 1 where at most 1 is needed, six that z is at least 1, and four that 3.142 is needed where z is at most 3.14191.
        const string fine = "[Network, Dense(1, Weights = new[] { 1.0 }), Output(\"z\"), Input(\"x\", 1.00001, 1.00002)] ";
        await VerifyProofsAsync(
            fine + Property("{|NC0503:One|}", "b.z <= 1"),
            ["The property 'One' can never hold: every input that it is about violates it, because z is at least 1.000009, and at most 1 is needed there, for example x = 1.00001 gives z = 1.00001; correct the property or name another model"]);
        await VerifyProofsAsync(
            fine.Replace("1.00001, 1.00002", "3.1417, 3.1419") + Property("{|NC0503:Pi|}", "b.z >= 3.14195"),
            ["The property 'Pi' can never hold: every input that it is about violates it, because z is at most 3.14191, and at least 3.14195 is needed there, for example x = 3.1417 gives z = 3.1417; correct the property or name another model"]);
    }

    [Fact]
    public async Task An_edit_elsewhere_computes_nothing_again()
    {
        // A network that no other test has.
        string network = Usings + Net.Replace("1.0, 1", "1.5, 1.5") + Property("Wide", "b.z <= 77");
        CSharpCompilation first = Compile(network, "class Other { }");
        int before = QuickProofCache.Computations;
        Diagnostic[] found = [.. await ProofsAsync(first)];
        int cold = QuickProofCache.Computations - before;
        Diagnostic[] again = [.. await ProofsAsync(first.ReplaceSyntaxTree(first.SyntaxTrees[1], CSharpSyntaxTree.ParseText("class Other { int x; }", (CSharpParseOptions)first.SyntaxTrees[1].Options)))];

        Assert.Equal(2, cold);
        Assert.Equal(2, QuickProofCache.Computations - before);
        Assert.Equal(found.Select(d => d.GetMessage()), again.Select(d => d.GetMessage()));
        Assert.Single(found, d => d.Id == ProofRules.Holds.Id);

        // Another bound, or another range, is another question.
        await ProofsAsync(Compile(network.Replace("77", "78")));
        Assert.Equal(3, QuickProofCache.Computations - before);
        await ProofsAsync(Compile(network.Replace("Input(\"x\", -1, 1)", "Input(\"x\", -1, 2)")));
        Assert.Equal(5, QuickProofCache.Computations - before);
    }
}

/// <summary>Counting computations needs the cache alone.</summary>
[CollectionDefinition(nameof(ProofAnalyzerTests), DisableParallelization = true)]
public sealed class ProofAnalyzerCollection;
