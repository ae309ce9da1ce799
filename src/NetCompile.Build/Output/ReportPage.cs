using NetCompile.Reports;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Output;

/// <summary>Writes <c>report.html</c>, where it is wanted and would differ from the one that is there.</summary>
/// <param name="options">What the build asks for.</param>
internal sealed class ReportPage(ProveOptions options)
{
    private readonly Dictionary<NetworkProperty, ProgressRecorder> _recorders = [];

    /// <summary>What the engine shall be given as progress so that the report can show how the search grew.</summary>
    public IProgress<VerificationProgress> Recorder(NetworkProperty property, IProgress<VerificationProgress> next)
    {
        if (!options.WritesReport)
        {
            return next;
        }

        ProgressRecorder recorder = new(next);
        _recorders[property] = recorder;
        return recorder;
    }

    /// <summary>Writes the page.</summary>
    /// <param name="outcomes">What it shows; those without a verdict are left out.</param>
    /// <param name="isChanged">Whether the page of the last build shows something else.</param>
    /// <param name="messages">Told where no page can be written: that is no reason to fail a build.</param>
    /// <param name="cancellationToken">Ends it without a page.</param>
    public void Write(IReadOnlyList<ProofOutcome> outcomes, bool isChanged, BuildMessages messages, CancellationToken cancellationToken)
    {
        string path = Path.Combine(options.OutputFolder, "report.html");
        if (!options.WritesReport)
        {
            File.Delete(path);
            return;
        }

        if (!isChanged && File.Exists(path))
        {
            return;
        }

        try
        {
            HtmlReport.Write(path, new VerificationReport
            {
                Title = Path.GetFileNameWithoutExtension(options.Assembly),
                Properties = [.. outcomes.Where(o => o.Record is not null).Select(o => Describe(o, cancellationToken))],
            });
        }
        catch (Exception e) when (e is not (IOException or UnauthorizedAccessException))
        {
            // The verdicts stand without pictures of them.
            messages.Note($"no report.html, because {e.Message}");
        }
    }

    private PropertyReport Describe(ProofOutcome outcome, CancellationToken cancellationToken)
    {
        NetworkProperty property = outcome.Located.Property;
        PropertyReport report = PropertyReport.Of(property, outcome.Result ?? outcome.Record!.ToResult(property.Name), _recorders.GetValueOrDefault(property), cancellation: cancellationToken);
        return outcome.Located.Location is { } place ? report with { File = place.Path, Line = place.Line } : report;
    }
}
