using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompile.QuickProofs;

namespace NetCompile.Analyzers;

/// <summary>What <c>.editorconfig</c> says about proofs while typing.</summary>
internal static class ProofOptions
{
    public const string NodesKey = "netcompile.quick_proof_nodes";
    public const string WorkKey = "netcompile.quick_proof_work";

    /// <summary>Reads the options; one that is no whole number of at least 0 is reported and has its default.</summary>
    /// <param name="options">The options of the declaring file.</param>
    /// <param name="report">Takes the key and the value of an option that is wrong.</param>
    public static QuickProofOptions Read(AnalyzerConfigOptions options, Action<string, string> report) => new(
        (int)Math.Min(Number(options, NodesKey, QuickProofOptions.DefaultNodes, report), int.MaxValue),
        Number(options, WorkKey, QuickProofOptions.DefaultWork, report));

    private static long Number(AnalyzerConfigOptions options, string key, long standard, Action<string, string> report)
    {
        if (!options.TryGetValue(key, out string? text))
        {
            return standard;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long value))
        {
            return value;
        }

        report(key, text);
        return standard;
    }
}
