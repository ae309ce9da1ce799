using NetCompile.Build.Proofs;
using NetCompile.Reports;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Output;

/// <summary>Writes <c>report.html</c> where it is wanted, and <c>report.json</c> from which later builds take what they show of verdicts that they keep.</summary>
internal sealed class ReportPage
{
    private readonly Dictionary<NetworkProperty, ProgressRecorder> _recorders = [];
    private readonly ProveOptions _options;
    private readonly KeptReports _kept;
    private readonly string _path;

    /// <summary>Begins a build.</summary>
    /// <param name="options">What the build asks for.</param>
    /// <exception cref="IOException">No page is wanted, and what is kept for one cannot be deleted.</exception>
    public ReportPage(ProveOptions options)
    {
        _options = options;
        _path = PathOf(options);
        _kept = new KeptReports(options.OutputFolder);
        if (!options.WritesReport)
        {
            _kept.Delete();
        }
    }

    /// <summary>Where the page lies.</summary>
    public static string PathOf(ProveOptions options) => Path.Combine(options.OutputFolder, "report.html");

    /// <summary>What the engine shall be given as progress so that the report can show how the search grew.</summary>
    public IProgress<VerificationProgress> Recorder(NetworkProperty property, IProgress<VerificationProgress> next)
    {
        if (!_options.WritesReport)
        {
            return next;
        }

        ProgressRecorder recorder = new(next);
        _recorders[property] = recorder;
        return recorder;
    }

    /// <summary>Writes the page; returns whether it is there where it is wanted.</summary>
    /// <param name="outcomes">What it shows.</param>
    /// <param name="messages">Told where no page can be written: that is no reason to fail a build.</param>
    /// <param name="cancellationToken">Ends it early; what is missing then is not shown.</param>
    public bool Write(IReadOnlyList<ProofOutcome> outcomes, BuildMessages messages, CancellationToken cancellationToken)
    {
        if (!_options.WritesReport)
        {
            return true;
        }

        ProofOutcome[] answered = [.. outcomes.Where(o => o.Record is not null)];
        VerificationReport report;
        try
        {
            report = new VerificationReport
            {
                Title = Path.GetFileNameWithoutExtension(_options.Assembly),
                Properties = [.. answered.Select(o => Describe(o, cancellationToken))],
                Failures = [.. outcomes.Where(o => o.Record is null).Select(o => new PropertyFailure(o.Located.Property.NetworkName, o.Located.Property.Name, o.Failure ?? "for no reason that was given"))],
            };

            // Whole or not at all: half a page would look like one of fewer properties.
            string draft = _path + ".new";
            HtmlReport.Write(draft, report);
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception e)
        {
            // The verdicts stand without pictures of them.
            messages.Note($"no report.html, because {e.Message}");
            return false;
        }

        // A page that was cut short is no source for others.
        if (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                _kept.Write(report, [.. answered.Select(o => o.Record!.Key)]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                messages.Note($"report.json is not kept, so that the next report shows less of verdicts that stay: {e.Message}");
            }
        }

        return true;
    }

    private PropertyReport Describe(ProofOutcome outcome, CancellationToken cancellationToken)
    {
        NetworkProperty property = outcome.Located.Property;
        PropertyReport report = (outcome.IsKept ? _kept.Find(outcome.Record!, property) : null)
            ?? PropertyReport.Of(property, outcome.Result ?? outcome.Record!.ToResult(property.Name), _recorders.GetValueOrDefault(property), cancellation: cancellationToken);
        return report with { File = outcome.Located.Location?.Path, Line = outcome.Located.Location?.Line };
    }
}
