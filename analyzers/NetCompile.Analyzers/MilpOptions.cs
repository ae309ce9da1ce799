using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace NetCompile.Analyzers;

/// <summary>What <c>.editorconfig</c> says about encodings in optimisation models.</summary>
/// <param name="WeakBigMFactor">How many times its proven bound a big-M may be before it is weak.</param>
/// <param name="MaxBigM">The largest big-M that is not dangerous: with a tolerance of 1e-6 on a binary it leaks a value of 1.</param>
/// <param name="MaxCoefficientRatio">How far the coefficients of a row may lie apart: solvers work with about fifteen digits, six of which are their tolerance.</param>
/// <param name="MaxBinaries">Binaries of an encoding that is not too large.</param>
/// <param name="MaxNonzeros">Nonzeros of an encoding that is not too large.</param>
internal sealed record MilpOptions(double WeakBigMFactor, double MaxBigM, double MaxCoefficientRatio, double MaxBinaries, double MaxNonzeros)
{
    public const string WeakBigMFactorKey = "netcompile.weak_big_m_factor";
    public const string MaxBigMKey = "netcompile.max_big_m";
    public const string MaxCoefficientRatioKey = "netcompile.max_coefficient_ratio";
    public const string MaxBinariesKey = "netcompile.max_binaries";
    public const string MaxNonzerosKey = "netcompile.max_nonzeros";

    /// <summary>Reads the options; one that is no number of at least 1 is reported and has its default.</summary>
    /// <param name="options">The options of the declaring file.</param>
    /// <param name="report">Takes the key and the value of an option that is wrong.</param>
    public static MilpOptions Read(AnalyzerConfigOptions options, Action<string, string> report) => new(
        Number(options, WeakBigMFactorKey, 2, report),
        Number(options, MaxBigMKey, 1e6, report),
        Number(options, MaxCoefficientRatioKey, 1e9, report),
        Number(options, MaxBinariesKey, 2_000, report),
        Number(options, MaxNonzerosKey, 2_000_000, report));

    private static double Number(AnalyzerConfigOptions options, string key, double standard, Action<string, string> report)
    {
        if (!options.TryGetValue(key, out string? text))
        {
            return standard;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 1)
        {
            return value;
        }

        report(key, text);
        return standard;
    }
}
