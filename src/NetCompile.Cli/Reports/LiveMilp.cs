using NetCompile.Milp;
using Spectre.Console;

namespace NetCompile.Cli.Reports;

/// <summary>What <c>milp</c> is doing: a line that is redrawn where standard error is a terminal, else a line for each step that starts more than ten seconds after the last.</summary>
internal static class LiveMilp
{
    public static T Show<T>(CommandContext context, string title, bool isQuiet, Func<IProgress<MilpVerificationProgress>?, T> run)
    {
        if (isQuiet)
        {
            return run(null);
        }

        if (!context.IsLive)
        {
            return run(new Lines(context.Error));
        }

        return context.ErrorConsole.Status().Start(Markup.Escape(title), status => run(new Redrawn(status, title)));
    }

    private static string Describe(MilpVerificationProgress value) => $"{value.Step} ({value.Done} of {value.Total} done, {VerdictText.Seconds(value.Seconds)} s)";

    private sealed class Redrawn(StatusContext status, string title) : IProgress<MilpVerificationProgress>
    {
        public void Report(MilpVerificationProgress value) => status.Status = Markup.Escape($"{title}: {Describe(value)}");
    }

    private sealed class Lines(TextWriter output) : IProgress<MilpVerificationProgress>
    {
        private double _next = ProgressLines.Interval.TotalSeconds;

        public void Report(MilpVerificationProgress value)
        {
            if (value.Seconds >= _next)
            {
                output.WriteLine(Describe(value));
                output.Flush();
                _next = value.Seconds + ProgressLines.Interval.TotalSeconds;
            }
        }
    }
}
