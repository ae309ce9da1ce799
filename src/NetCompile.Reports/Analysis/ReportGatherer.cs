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

    /// <summary>Terms of one constraint that are written out.</summary>
    private const int MaxTerms = 32;

    /// <summary>Up to so many inputs that are not fixed, slices are cut along every pair.</summary>
    private const int FewInputs = 6;
    private const int InputsOfMany = 3;

    /// <summary>From so many parameters on there are fewer slices.</summary>
    private const long ManyParameters = 100_000;

    private readonly NetworkModel _model = property.Runner.Model;

    public PropertyReport Gather(ProgressRecorder? recorder)
    {
        options.Require(_model);
        ImmutableArray<PropertyCase> cases = property.Property.Cases;
        CaseProblem? shown = FindShownCase();
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
            Cases = [.. cases.Select((c, i) => (Case: c, Index: i)).Where(c => c.Index < MaxCases || c.Index == shown?.Index).Select(c => Describe(c.Case, c.Index))],
            ShownCase = shown?.Index ?? -1,
            Phases = Phases(),
            Bounds = options.WithBounds && shown is not null && !cancellation.IsCancellationRequested
                ? BoundsAnalysis.Compute(property.Runner, shown.Box, result.Arithmetic, cancellation)
                : [],
            Slices = options.WithSlices && shown is not null ? Slices(shown) : [],
            Image = options.Image ?? ImageAnalysis.Detect(_model.InputShape),
            Counterexample = result.Counterexample is { } c ? new CounterexampleReport(c.Input, c.Output, c.CaseIndex, c.IsInputRounded, c.IsWithinRounding) : null,
        };
    }

    /// <summary>The counterexample's case, or else the first one that has an input.</summary>
    private CaseProblem? FindShownCase()
    {
        ImmutableArray<PropertyCase> cases = property.Property.Cases;
        for (int i = result.Counterexample?.CaseIndex ?? 0; i < cases.Length; i++)
        {
            if (InputBox.Create(cases[i].Region) is { } box)
            {
                return new CaseProblem(i, box, Specification.Create(cases[i].Unsafe));
            }
        }

        return null;
    }

    private ImmutableArray<PhaseTime> Phases() => result.Work == default
        ? []
        :
        [
            new PhaseTime("bounds of the whole region", result.Work.RegionBounds.TotalSeconds),
            new PhaseTime("attack on the whole region", result.Work.RegionAttack.TotalSeconds),
            new PhaseTime("branch and bound", result.Work.Search.TotalSeconds),
        ];

    private ImmutableArray<SliceReport> Slices(CaseProblem shown)
    {
        SliceAnalysis analysis = new(property.Runner, shown, result.Arithmetic, property.OutputNames, cancellation);
        float[] @base = result.Counterexample is { } c ? [.. c.Input] : analysis.FindBase();
        (int Horizontal, int Vertical)[] pairs = options.Slices.IsEmpty ? [.. Pairs(analysis.ByInfluence(@base))] : [.. options.Slices];
        SliceReport[] slices = new SliceReport[pairs.Length];
        try
        {
            Parallel.For(0, pairs.Length, new ParallelOptions { CancellationToken = cancellation }, i => slices[i] = analysis.Cut(pairs[i].Horizontal, pairs[i].Vertical, @base));
        }
        catch (OperationCanceledException)
        {
            return [.. slices.TakeWhile(s => s is not null)];
        }

        return [.. slices];
    }

    /// <summary>All pairs of few inputs, pairs of the first ones of more: the first two first.</summary>
    private IEnumerable<(int Horizontal, int Vertical)> Pairs(int[] inputs)
    {
        int most = _model.ParameterCount > ManyParameters ? InputsOfMany : inputs.Length <= FewInputs ? FewInputs : InputsOfMany;
        int taken = Math.Min(inputs.Length, most);
        for (int second = 1; second < taken; second++)
        {
            for (int first = 0; first < second; first++)
            {
                yield return (inputs[first], inputs[second]);
            }
        }
    }

    private CaseReport Describe(PropertyCase @case, int index) => new(
        index,
        [.. @case.Region.Select(r => Stated(r.Lower, r.InnerLower))],
        [.. @case.Region.Select(r => Stated(r.Upper, r.InnerUpper))],
        [.. @case.Unsafe.Take(MaxUnsafe).Select(c => c.Constraints.Select(Describe).ToImmutableArray())],
        @case.Unsafe.Length);

    /// <summary>A stated end from the doubles around it: the one that takes fewer digits, which is the one its author wrote.</summary>
    private static double Stated(double outer, double inner) => double.IsFinite(inner) && Number(inner).Length < Number(outer).Length ? inner : outer;

    private string Describe(LinearConstraint constraint)
    {
        // "a > 3" reads better than "−a < −3".
        bool isFlipped = !constraint.Terms.IsEmpty && constraint.Terms[0].Coefficient.Value < 0;
        double sign = isFlipped ? -1 : 1;
        string sum = constraint.Terms.IsEmpty ? "0" : string.Concat(constraint.Terms.Take(MaxTerms).Select((t, i) => Term(t, sign, isFirst: i == 0)))
            + (constraint.Terms.Length > MaxTerms ? $" + … {(constraint.Terms.Length - MaxTerms).ToString(CultureInfo.InvariantCulture)} more terms" : "");
        string relation = (isFlipped, constraint.IsStrict) switch
        {
            (false, true) => "<",
            (false, false) => "≤",
            (true, true) => ">",
            _ => "≥",
        };
        return $"{sum} {relation} {Number(sign * constraint.Bound.Value)}";
    }

    private string Term(LinearTerm term, double scale, bool isFirst)
    {
        double c = scale * term.Coefficient.Value;
        string sign = isFirst ? (c < 0 ? "−" : "") : c < 0 ? " − " : " + ";
        string factor = Math.Abs(c) == 1 ? "" : Number(Math.Abs(c)) + " · ";
        return sign + factor + (term.Variable.IsOutput ? property.OutputNames[term.Variable.Index] : property.InputNames[term.Variable.Index]);
    }

    private static string Number(double value) => value == 0 ? "0" : value.ToString("R", CultureInfo.InvariantCulture).Replace('-', '−');
}
