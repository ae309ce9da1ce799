using Spectre.Console;

namespace NetCompile.Cli.Reports;

/// <summary>Shows on standard error how many leaves of a certificate are done, where that is a terminal.</summary>
internal static class LiveLeaves
{
    public static T Show<T>(CommandContext context, string name, Func<IProgress<long>?, T> work) => !context.IsLive
        ? work(null)
        : context.ErrorConsole.Status().Start(Markup.Escape(name), status => work(new StatusProgress(status, Markup.Escape(name))));

    private sealed class StatusProgress(StatusContext status, string name) : IProgress<long>
    {
        public void Report(long value) => status.Status = $"{name}: {VerdictText.Count(value)} leaves";
    }
}
