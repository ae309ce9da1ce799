using NetCompile.Analyzers.Tests.Harness;
using NetCompile.CodeFixes;

namespace NetCompile.Analyzers.Tests.CodeFixes;

/// <summary>The fixes of the rules about optimisation models: what they write compiles and silences the rule.</summary>
public class MilpFixTests
{
    // a = (2x − y + 0.5, x + y − 0.5, x + 10) over [−1, 1]².
    private const string Net = "[Network, Dense(3, Weights = new[] { 2.0, -1, 1, 1, 1, 0 }, Bias = new[] { 0.5, -0.5, 10 }), Relu, Output(\"z\", Count = 3), Input(\"x\", -1, 1), Input(\"y\", -1, 1)] ";
    private const string Wide = "Dense(1, Weights = new[] { 1.0 }), Relu, Output(\"z\"), Input(\"x\", -1, 2e7)] ";
    private const string Class = "partial class Net { }";

    [Theory]
    [InlineData("[BigM( 1000 /* guess */)] ", "[BigM( 3.50001 /* guess */)] ", "3.50001")]
    [InlineData("[BigM(3, LayerName = \"relu2\")] ", "[BigM(3.50001, LayerName = \"relu2\")] ", "3.50001")]
    [InlineData("[BigM(4, Lower = 1 + 1, Layer = 0)] ", "[BigM(4, Lower = 2.50001, Layer = 0)] ", "2.50001")]
    public async Task Uses_the_proven_bound(string before, string after, string bound) =>
        await FixHarness.VerifySilencesAsync(new UseProvenBoundFix(), $"Use the proven bound {bound}", Net + before + Class, Net + after + Class);

    [Theory]
    [InlineData("[BigM(1000)] ", "")]
    [InlineData("[BigM(3), MilpEncoding(\"ideal\")] ", "[MilpEncoding(\"ideal\")] ")]
    [InlineData("[MilpEncoding(\"ideal\"), BigM(4, Layer = 3)] ", "[MilpEncoding(\"ideal\")] ")]
    [InlineData("[BigM(4), BigM(20, Layer = 0, Neuron = 2)] ", "[BigM(4)] ")]
    [InlineData("[BigM(4), BigM(5)] ", "[BigM(4)] ")]
    public async Task Removes_the_big_M(string before, string after) => await FixHarness.VerifySilencesAsync(new RemoveBigMFix(), "Remove [BigM]", Net + before + Class, Net + after + Class);

    [Fact]
    public async Task Removes_no_comment() => await FixHarness.VerifySilencesAsync(
        new RemoveBigMFix(), "Remove [BigM]", Net + "\n    // why\n    [BigM(1000)]\n    " + Class, Net + "\n    // why\n    " + Class);

    [Fact]
    public async Task Uses_the_nearest_layer() => await FixHarness.VerifySilencesAsync(
        new UseNearestFix(), "Use 'relu2'", Net + "[BigM(4, LayerName = \"relu1\")] " + Class, Net + "[BigM(4, LayerName = \"relu2\")] " + Class);

    [Fact]
    public async Task Uses_an_encoding_without_big_M()
    {
        await FixHarness.VerifySilencesAsync(
            new UseEncodingFix(), "Use the encoding 'indicator'", "[Network, " + Wide + Class, "[Network, MilpEncoding(\"indicator\"), " + Wide + Class);
        await FixHarness.VerifySilencesAsync(
            new UseEncodingFix(), "Use the encoding 'indicator'", "[NetCompile.Network, " + Wide + Class, "[NetCompile.Network, NetCompile.MilpEncoding(\"indicator\"), " + Wide + Class);
        await FixHarness.VerifySilencesAsync(
            new UseEncodingFix(), "Use the encoding 'indicator'", "[Network, " + Wide + "[MilpEncoding(\"ideal\")] " + Class, "[Network, " + Wide + "[MilpEncoding(\"indicator\")] " + Class);
    }

    [Fact]
    public async Task Uses_the_encoding_that_is_small_enough() => await FixHarness.VerifySilencesAsync(
        new UseEncodingFix(), "Use the encoding 'big-m'", Net + "[MilpEncoding(\"extended\")] " + Class, Net + "[MilpEncoding(\"big-m\")] " + Class,
        new Dictionary<string, string> { ["netcompile.max_nonzeros"] = "40" });

    [Fact]
    public async Task Adds_bounds_where_the_big_M_is_infinite() => await FixHarness.VerifySilencesAsync(
        new AddBoundsFix(), "Add bounds 0 and 1",
        "[Network, Dense(1, Weights = new[] { 2.0 }, Bias = new[] { -1.0 }), Relu, Output(\"z\"), Input(\"x\")] " + Class,
        "[Network, Dense(1, Weights = new[] { 2.0 }, Bias = new[] { -1.0 }), Relu, Output(\"z\"), Input(\"x\", 0, 1)] " + Class);
}
