using NetCompile.Analyzers.Tests.Harness;
using NetCompile.CodeFixes;

namespace NetCompile.Analyzers.Tests.CodeFixes;

public class CodeFixTests
{
    private const string Layers = "[Network, Dense(1, Weights = new[] { 1.0 }), Output(\"clear\")] ";
    private const string OneInput = Layers + "[Input(\"a\", 0, 1)] ";

    [Fact]
    public async Task Makes_a_class_partial()
    {
        await FixHarness.VerifyAsync(
            new MakePartialFix(), "Make partial",
            OneInput + "\n    // why\n    public static class Net { }",
            OneInput + "\n    // why\n    public static partial class Net { }");
        await FixHarness.VerifyAsync(
            new MakePartialFix(), "Make partial",
            OneInput + "\n    // why\n    class Net { }",
            OneInput + "\n    // why\n    partial class Net { }");
    }

    [Fact]
    public async Task Makes_every_containing_type_partial_at_once() => await FixHarness.VerifyAllAsync(
        new MakePartialFix(),
        "class Outer { struct Middle { public sealed record Inner { " + OneInput + "class Net { } } } }",
        "partial class Outer { partial struct Middle { public sealed partial record Inner { " + OneInput + "partial class Net { } } } }");

    [Fact]
    public async Task Adds_bounds()
    {
        await FixHarness.VerifyAsync(
            new AddBoundsFix(), "Add bounds 0 and 1", Layers + "[Input(\"a\")] partial class Net { }", Layers + "[Input(\"a\", 0, 1)] partial class Net { }");
        await FixHarness.VerifyAsync(
            new AddBoundsFix(), "Add bounds 0 and 1", Layers + "[Input(\"a\", Count = 1)] partial class Net { }", Layers + "[Input(\"a\", 0, 1, Count = 1)] partial class Net { }");
        await FixHarness.VerifyAllAsync(
            new AddBoundsFix(),
            Layers.Replace("1.0", "1.0, 2") + "[Input(\"a\"), Input(\"b\")] partial class Net { }",
            Layers.Replace("1.0", "1.0, 2") + "[Input(\"a\", 0, 1), Input(\"b\", 0, 1)] partial class Net { }");
    }

    [Fact]
    public async Task Swaps_bounds()
    {
        await FixHarness.VerifyAsync(
            new SwapBoundsFix(), "Swap bounds", Layers + "[Input(\"a\",  120 , -1.5, Mean = 3)] partial class Net { }", Layers + "[Input(\"a\",  -1.5 , 120, Mean = 3)] partial class Net { }");
        await FixHarness.VerifyAsync(
            new SwapBoundsFix(), "Swap bounds",
            Layers + "[Input(upper: 0, name: \"a\", lower: 1)] partial class Net { }", Layers + "[Input(upper: 1, name: \"a\", lower: 0)] partial class Net { }");
        await FixHarness.VerifyAllAsync(
            new SwapBoundsFix(),
            Layers + "[Input(\"a\", 1, 0), Input(\"b\", 3, 2)] partial class Net { }",
            Layers + "[Input(\"a\", 0, 1), Input(\"b\", 2, 3)] partial class Net { }");
    }

    [Fact]
    public async Task Uses_the_nearest_path()
    {
        TestFile file = new("/project/Networks/points/a.csv", "0.5");
        await FixHarness.VerifyAsync(
            new UseNearestFix(), "Use 'points/a.csv'",
            OneInput + "[Robust(\"P\", Around = \"point/a.csv\")] partial class Net { }",
            OneInput + "[Robust(\"P\", Around = \"points/a.csv\")] partial class Net { }",
            file);
        await FixHarness.VerifyNoneAsync(new UseNearestFix(), OneInput + "[Robust(\"P\", Around = \"something-else.txt\")] partial class Net { }", file);
    }

    [Fact]
    public async Task Uses_the_nearest_encoding() => await FixHarness.VerifyAsync(
        new UseNearestFix(), "Use 'partition:4'",
        OneInput + "[MilpEncoding(\"partion:4\")] partial class Net { }",
        OneInput + "[MilpEncoding(\"partition:4\")] partial class Net { }");

    [Fact]
    public async Task Uses_the_nearest_name()
    {
        await FixHarness.VerifyAsync(
            new UseNearestFix(), "Use 'clear'",
            OneInput + "partial class Net { [Property] static bool P(Output y) => y. cleer /* 1 */ < 1; }",
            OneInput + "partial class Net { [Property] static bool P(Output y) => y. clear /* 1 */ < 1; }");
        await FixHarness.VerifyAllAsync(
            new UseNearestFix(),
            OneInput + "partial class Net { [Property] static bool P(Output y) => y.cleer < 1 && y.claer > 0; }",
            OneInput + "partial class Net { [Property] static bool P(Output y) => y.clear < 1 && y.clear > 0; }");
    }
}
