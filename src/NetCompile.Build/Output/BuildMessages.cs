using System.Diagnostics;
using System.Globalization;
using NetCompile.Build.Loading;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Output;

/// <summary>Tells the build what is found, in the form in which MSBuild recognises errors and warnings: <c>FILE(LINE,COLUMN): error CODE: TEXT</c>.</summary>
/// <remarks>
/// MSBuild marks a build as failed where such an error is printed, but goes on with it: it would still publish, pack and run tests. <see cref="End"/> tells the targets to stop it.
/// </remarks>
/// <param name="output">Where to; MSBuild reads it line by line.</param>
internal sealed class BuildMessages(TextWriter output)
{
    private const string Origin = "NetCompile";

    /// <summary>How long a search is silent, and between its lines.</summary>
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(5);

    private BuildRule? _firstError;

    /// <summary>A failure of the tool or its input.</summary>
    public void Failure(string reason) => Report(new BuildProblem(null, 0, 0, BuildRule.Failed, OutcomeText.OneLine($"the properties cannot be proved: {reason}")));

    /// <summary>Something to know that is no problem.</summary>
    public void Note(string text) => Write($"{Origin}: {text.ReplaceLineEndings(" ")}");

    /// <summary>The outcome of one property: an error or a warning at its place, or a line that it holds. One that was known to hold says nothing: <see cref="Summarise"/> counts it.</summary>
    public void Tell(ProofOutcome outcome, ProveOptions options)
    {
        if (BuildRule.Of(outcome.Kind) is { } rule)
        {
            (string? file, int line, int column) = Place(outcome.Located.Location, options.ProjectFolder);
            Report(new BuildProblem(file, line, column, rule, $"{OutcomeText.Of(outcome)}{(outcome.IsKept ? " (unchanged)" : "")}"));
        }
        else if (!outcome.IsKept)
        {
            string certificate = outcome.Record!.CertificateProblem is { } problem ? $"; no certificate, because {problem}" : "";
            Write($"{Origin}: {OutcomeText.Of(outcome)}{certificate}");
        }
    }

    /// <summary>The properties that were known to hold, in one line.</summary>
    public void Summarise(IReadOnlyList<ProofOutcome> outcomes)
    {
        int unchanged = outcomes.Count(o => o is { IsKept: true, Kind: OutcomeKind.Holds });
        if (unchanged > 0)
        {
            Write(unchanged == 1
                ? $"{Origin}: {outcomes.First(o => o is { IsKept: true, Kind: OutcomeKind.Holds }).Located.Property} holds (unchanged)"
                : $"{Origin}: {unchanged} properties hold (unchanged)");
        }
    }

    /// <summary>Tells now and then how far a long search is.</summary>
    public IProgress<VerificationProgress> ProgressOf(NetworkProperty property) => new Progress(this, property);

    /// <summary>Says that the work came to its end, and whether the build may go on.</summary>
    /// <param name="file">Where to: <c>done</c>, or the code of the first error. Where there is no such file, the process ended before it was done, whatever its exit code.</param>
    public void End(string file) => File.WriteAllText(file, _firstError?.Id ?? "done");

    /// <summary>Where MSBuild shall point.</summary>
    public static (string? File, int Line, int Column) Place(PropertyLocationAttribute? location, string projectFolder)
    {
        if (location is null)
        {
            return (null, 0, 0);
        }

        // A file that shares no folder with the project is known by its name only.
        string full = Path.GetFullPath(Path.Combine(projectFolder, location.Path));
        return (File.Exists(full) ? full : location.Path, location.Line, location.Column);
    }

    /// <summary>A problem as MSBuild recognises it.</summary>
    public static string Canonical(BuildProblem problem)
    {
        string category = problem.Rule.IsError ? "error" : "warning";

        // A colon ends a place, unless it follows a drive's letter; MSBuild would take the line for an ordinary one, and the build would pass.
        string place = string.Create(CultureInfo.InvariantCulture, $"{problem.File}({problem.Line},{problem.Column})");
        return problem.File is null ? $"{Origin} : {category} {problem.Rule.Id}: {problem.Text}"
            : problem.File.LastIndexOf(':') is < 0 or 1 ? $"{place}: {category} {problem.Rule.Id}: {problem.Text}"
            : $"{Origin} : {category} {problem.Rule.Id}: {place}: {problem.Text}";
    }

    private void Report(BuildProblem problem)
    {
        _firstError ??= problem.Rule.IsError ? problem.Rule : null;
        Write(Canonical(problem));
    }

    // Each line at once: a build that waits should see it.
    private void Write(string line)
    {
        lock (output)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private sealed class Progress(BuildMessages messages, NetworkProperty property) : IProgress<VerificationProgress>
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private int _lines;

        public void Report(VerificationProgress value)
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
            if (elapsed > (_lines + 1) * s_progressInterval)
            {
                _lines = (int)(elapsed / s_progressInterval);
                messages.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Origin}: {property} after {elapsed.TotalSeconds:0} s, {OutcomeText.Boxes(value.Boxes)}, {value.ProvedFraction * 100:0.0} % proved"));
            }
        }
    }
}
