using System.Collections.Immutable;
using System.Globalization;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Reports.Analysis;

/// <summary>Gathers what a report shows of one property.</summary>
internal sealed class ReportGatherer(NetworkProperty property, VerificationResult result, ReportOptions options, CancellationToken cancellation)
{
    /// <summary>Cases and ways to violate that are shown; a VNN-LIB file can have thousands.</summary>
    private const int MaxCases = 16;
    private const int MaxUnsafe = 16;

    private readonly NetworkModel _model = property.Runner.Model;

    public PropertyReport Gather(ProgressRecorder? recorder)
    {
        cancellation.ThrowIfCancellationRequested();
        _ = options;
        ImmutableArray<PropertyCase> cases = property.Property.Cases;
        return new PropertyReport
        {
            Network = property.NetworkName,
            Name = property.Name,
            Text = property.Text,
            Model = new NetworkSummary(_model.InputCount, _model.OutputCount, _model.Operators.Length, _model.ParameterCount, _model.ActivationCount, _model.ContentHash),
            InputNames = property.InputNames,
            OutputNames = property.OutputNames,
            Verdict = result.Verdict,
            Reason = result.Reason,
            IsVacuous = result.IsVacuous,
            Arithmetic = result.Arithmetic,
            Seconds = result.Elapsed.TotalSeconds,
            Boxes = result.Boxes,
            Depth = result.Depth,
            Growth = recorder?.Samples ?? [],
            CaseCount = cases.Length,
            Cases = [.. cases.Take(MaxCases).Select(Describe)],
            ShownCase = result.Counterexample?.CaseIndex ?? (cases.Length > 0 ? 0 : -1),
            Counterexample = result.Counterexample is { } c ? new CounterexampleReport(c.Input, c.Output, c.CaseIndex, c.IsInputRounded, c.IsWithinRounding) : null,
        };
    }

    private CaseReport Describe(PropertyCase @case) => new(
        [.. @case.Region.Select(r => r.Lower)],
        [.. @case.Region.Select(r => r.Upper)],
        [.. @case.Unsafe.Take(MaxUnsafe).Select(c => c.Constraints.Select(Describe).ToImmutableArray())],
        @case.Unsafe.Length);

    private string Describe(LinearConstraint constraint)
    {
        string sum = constraint.Terms.IsEmpty ? "0" : string.Concat(constraint.Terms.Select((t, i) => Term(t, isFirst: i == 0)));
        return $"{sum} {(constraint.IsStrict ? "<" : "≤")} {Number(constraint.Bound.Value)}";
    }

    private string Term(LinearTerm term, bool isFirst)
    {
        double c = term.Coefficient.Value;
        string sign = isFirst ? (c < 0 ? "−" : "") : c < 0 ? " − " : " + ";
        string factor = Math.Abs(c) == 1 ? "" : Number(Math.Abs(c)) + " · ";
        return sign + factor + (term.Variable.IsOutput ? property.OutputNames[term.Variable.Index] : property.InputNames[term.Variable.Index]);
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture).Replace('-', '−');
}
