using NetCompile.Verification;
using Spectre.Console;

namespace NetCompile.Cli.Reports;

/// <summary>Shows on standard error how far one verification is, where that is a terminal.</summary>
internal static class LiveVerification
{
    public static VerificationResult Show(CommandContext context, string name, Func<IProgress<VerificationProgress>?, VerificationResult> verify)
    {
        if (!context.IsLive)
        {
            return verify(null);
        }

        return context.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(live =>
            {
                ProgressTask task = live.AddTask(Markup.Escape(name), maxValue: 1);
                return verify(new TaskProgress(task, Markup.Escape(name)));
            });
    }

    /// <summary>One line about a running verification.</summary>
    public static string Describe(VerificationProgress progress) =>
        $"{VerdictText.Count(progress.Boxes)} boxes, {VerdictText.Count(progress.OpenBoxes)} open, depth {progress.Depth}";

    // Progress<T> would post to the thread pool, which the solver's threads keep busy.
    private sealed class TaskProgress(ProgressTask task, string name) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value)
        {
            task.Value = value.ProvedFraction;
            task.Description = $"{name}: {Describe(value)}";
        }
    }
}
