using NetCompile.Build.Proofs;
using NetCompile.Reports;
using NetCompile.Runtime;

namespace NetCompile.Build.Output;

/// <summary>What the last build's report showed of each property: <c>report.json</c>, and beside it <c>report.keys</c> with the question behind each of its properties.</summary>
/// <remarks>A kept verdict is not searched for again, so the growth of its search, its phases and its slices are known from then only. No verdict is read from here.</remarks>
internal sealed class KeptReports
{
    // What is shown is made by the reports' assembly, and changes with it.
    private static readonly string s_maker = typeof(PropertyReport).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    private readonly Dictionary<(string Key, string Network, string Name), PropertyReport> _reports = [];
    private readonly string _report;
    private readonly string _keys;

    /// <summary>Reads them. Files that are missing, damaged or of another build of the reports are the same as none: everything is gathered anew.</summary>
    public KeptReports(string folder)
    {
        _report = Path.Combine(folder, "report.json");
        _keys = Path.Combine(folder, "report.keys");
        try
        {
            if (!File.Exists(_keys) || File.ReadAllLines(_keys) is not [var maker, .. var keys] || maker != s_maker)
            {
                return;
            }

            VerificationReport report = ReportFile.FromJson(File.ReadAllText(_report));
            foreach ((string key, PropertyReport property) in keys.Length == report.Properties.Length ? keys.Zip(report.Properties) : [])
            {
                _reports[(key, property.Network, property.Name)] = property;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            _reports.Clear();
        }
    }

    /// <summary>What was shown of a property whose verdict is kept, or null where it was not shown or would be shown in other words now.</summary>
    public PropertyReport? Find(ProofRecord record, NetworkProperty property) =>
        _reports.TryGetValue((record.Key, property.NetworkName, property.Name), out PropertyReport? report)
        && report.Verdict == record.Verdict && report.Reason == record.Reason && report.IsVacuous == record.IsVacuous && report.Boxes == record.Boxes && report.Depth == record.Depth && report.Seconds == record.Seconds
        && IsSame(report.Counterexample, record.Counterexample)
        && report.Text == property.Text && report.InputNames.SequenceEqual(property.InputNames) && report.OutputNames.SequenceEqual(property.OutputNames)
            ? report
            : null;

    /// <summary>Keeps a report for the next build.</summary>
    /// <param name="report">The report.</param>
    /// <param name="keys">For each of its properties the question that it answers: <see cref="ProofRecord.Key"/>.</param>
    public void Write(VerificationReport report, IReadOnlyList<string> keys)
    {
        // In this order: a process that is killed in between leaves no keys to another report.
        File.Delete(_keys);
        File.WriteAllText(_report, ReportFile.ToJson(report));
        File.WriteAllLines(_keys, [s_maker, .. keys]);
    }

    /// <summary>Keeps none.</summary>
    public void Delete()
    {
        File.Delete(_keys);
        File.Delete(_report);
    }

    // The record's was confirmed by the forward pass again; what a file says besides was not.
    private static bool IsSame(CounterexampleReport? shown, CounterexampleRecord? kept) => shown is null || kept is null
        ? shown is null && kept is null
        : shown.Case == kept.CaseIndex && shown.IsInputRounded == kept.IsInputRounded && shown.IsWithinRounding == kept.IsWithinRounding
            && shown.Input.AsSpan().SequenceEqual([.. kept.Input]) && shown.Output.AsSpan().SequenceEqual([.. kept.Output]);
}
