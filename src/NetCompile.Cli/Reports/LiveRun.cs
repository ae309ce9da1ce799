using NetCompile.Verification;
using Spectre.Console;

namespace NetCompile.Cli.Reports;

/// <summary>The progress bar of a list, on standard error where that is a terminal; messages pass through it so that the bar stays below them.</summary>
internal sealed class LiveRun : IProgress<VerificationProgress>
{
    private readonly CommandContext _context;
    private readonly ProgressTask? _task;
    private string _current = "";

    private LiveRun(CommandContext context, ProgressTask? task)
    {
        _context = context;
        _task = task;
    }

    public static void Show(CommandContext context, int rows, Action<LiveRun> run)
    {
        if (!context.IsLive)
        {
            run(new LiveRun(context, null));
            return;
        }

        context.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(
                new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(live => run(new LiveRun(context, live.AddTask("", maxValue: rows))));
    }

    public void Begin(string name)
    {
        _current = name;
        if (_task is not null)
        {
            _task.Description = Markup.Escape(name);
        }
    }

    public void Report(VerificationProgress value)
    {
        if (_task is not null)
        {
            _task.Description = Markup.Escape($"{_current}: {LiveVerification.Describe(value)}");
        }
    }

    public void End() => _task?.Increment(1);

    /// <summary>A line on standard error.</summary>
    public void Warn(string message)
    {
        if (_task is not null)
        {
            _context.ErrorConsole.MarkupLineInterpolated($"[red]{message}[/]");
        }
        else
        {
            _context.Error.WriteLine(message);
        }
    }
}
