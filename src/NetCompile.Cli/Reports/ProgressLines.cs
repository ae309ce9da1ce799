using NetCompile.Verification;

namespace NetCompile.Cli.Reports;

/// <summary>Progress where it cannot be redrawn, in a log file say: a line every ten seconds, none for what ends sooner.</summary>
internal sealed class ProgressLines(TextWriter output) : IProgress<VerificationProgress>
{
    /// <summary>Between two lines.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private TimeSpan? _next;

    /// <inheritdoc/>
    public void Report(VerificationProgress value)
    {
        // A run that is taken up begins with the time of its earlier parts.
        _next ??= value.Elapsed + Interval;
        if (value.Elapsed >= _next)
        {
            output.WriteLine(LiveVerification.DescribeFully(value));
            output.Flush();
            _next = value.Elapsed + Interval;
        }
    }
}
