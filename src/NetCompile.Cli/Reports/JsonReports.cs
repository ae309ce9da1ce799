using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NetCompile.Cli.Reports;

/// <summary>What <c>verify --json</c> writes; the schema is described in this project's README.</summary>
internal sealed record VerifyJson(
    string Format,
    string Model,
    string ModelHash,
    string Property,
    string Verdict,
    string VnnLib,
    string? Reason,
    bool Vacuous,
    string Arithmetic,
    double Seconds,
    long Boxes,
    int Depth,
    CounterexampleJson? Counterexample,
    string? Checkpoint)
{
    public const string CurrentFormat = "netcompile.verify/1";
}

/// <summary>A counterexample, row-major float32 values.</summary>
internal sealed record CounterexampleJson(ImmutableArray<float> Input, ImmutableArray<float> Output, int Case, bool InputRounded);

/// <summary>What <c>bounds --json</c> writes.</summary>
internal sealed record BoundsJson(
    string Format, string Model, string ModelHash, string Property, string Method, string Arithmetic, ImmutableArray<BoxBoundsJson> Boxes)
{
    public const string CurrentFormat = "netcompile.bounds/1";
}

/// <summary>The output bounds over one input box.</summary>
internal sealed record BoxBoundsJson(
    int Case,
    ImmutableArray<double> InputLower,
    ImmutableArray<double> InputUpper,
    ImmutableArray<double> OutputLower,
    ImmutableArray<double> OutputUpper,
    double Seconds);

/// <summary>What <c>milp --json</c> writes.</summary>
internal sealed record MilpJson(
    string Format,
    string Model,
    string ModelHash,
    string Property,
    string Verdict,
    string? ClaimedBy,
    string? Reason,
    bool Vacuous,
    string Arithmetic,
    string Encoding,
    string Bounds,
    double Seconds,
    CounterexampleJson? Counterexample,
    ImmutableArray<MilpSolveJson> Solves)
{
    public const string CurrentFormat = "netcompile.milp/1";
}

/// <summary>One solve: of one conjunction of one case.</summary>
internal sealed record MilpSolveJson(
    int Case,
    int Conjunction,
    string State,
    string Solver,
    string Status,
    string StopReason,
    double Objective,
    double Bound,
    bool BoundProved,
    double Gap,
    long Nodes,
    double Seconds,
    double BoundsSeconds,
    double BuildSeconds,
    int Rows,
    int Columns,
    int Binaries,
    int Unstable,
    int StablyActive,
    int StablyInactive,
    double? Discrepancy);

/// <summary>Writes the reports; infinities, which JSON lacks, become the strings <c>"Infinity"</c> and <c>"-Infinity"</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(VerifyJson))]
[JsonSerializable(typeof(BoundsJson))]
[JsonSerializable(typeof(MilpJson))]
internal sealed partial class JsonReports : JsonSerializerContext
{
    public static string Text(VerifyJson report) => JsonSerializer.Serialize(report, Default.VerifyJson) + "\n";

    public static string Text(MilpJson report) => JsonSerializer.Serialize(report, Default.MilpJson) + "\n";

    public static string Text(BoundsJson report) => JsonSerializer.Serialize(report, Default.BoundsJson) + "\n";
}
