using System.Globalization;
using NetCompile.Verification;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NetCompile.Cli.Reports;

/// <summary>Shows on standard error how far one verification is: a picture that is redrawn where that is a terminal, else a line now and then.</summary>
internal static class LiveVerification
{
    private const int BarWidth = 40;
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs a verification and shows its progress; with <paramref name="isQuiet"/>, only runs it.</summary>
    public static VerificationResult Show(CommandContext context, string name, bool isQuiet, Func<IProgress<VerificationProgress>?, VerificationResult> verify)
    {
        if (isQuiet)
        {
            return verify(null);
        }

        if (!context.IsLive)
        {
            return verify(new ProgressLines(context.Error));
        }

        return context.ErrorConsole.Live(Text.Empty).AutoClear(true).Start(live =>
        {
            using LivePicture picture = new(live, name);
            return verify(picture);
        });
    }

    /// <summary>One line about a running verification, for a line that also holds a file name.</summary>
    public static string Describe(VerificationProgress progress) =>
        $"{VerdictText.Count(progress.Boxes)} boxes, {VerdictText.Count(progress.OpenBoxes)} open, depth {progress.Depth}";

    /// <summary>Everything about a running verification in one line.</summary>
    public static string DescribeFully(VerificationProgress progress) =>
        $"{Time(progress.Elapsed)}: {Describe(progress)}, {Percent(progress.ProvedFraction)} proved, lowest bound {Bound(progress.LowestBound)}, "
        + $"{Rate(progress.BoxesPerSecond)}, {MemorySize.Text(progress.Memory)}";

    /// <summary>The picture: the name, the proved share as a bar, and the numbers.</summary>
    public static IRenderable Picture(string name, VerificationProgress progress, TimeSpan elapsed)
    {
        int filled = (int)Math.Round(BarWidth * Math.Clamp(progress.ProvedFraction, 0, 1));
        Grid numbers = new Grid().AddColumns(5);
        numbers.AddRow(Muted("boxes"), Muted("open"), Muted("depth"), Muted("lowest bound"), Muted("memory"));
        numbers.AddRow(
            new Text($"{VerdictText.Count(progress.Boxes)} ({Rate(progress.BoxesPerSecond)})"),
            new Text(VerdictText.Count(progress.OpenBoxes)),
            new Text(progress.Depth.ToString(CultureInfo.InvariantCulture)),
            new Text(Bound(progress.LowestBound)),
            new Text(MemorySize.Text(progress.Memory)));
        return new Rows(
            new Text(name, new Style(decoration: Decoration.Bold)),
            new Markup($"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {Percent(progress.ProvedFraction)} proved  {Time(elapsed)}"),
            numbers);

        static Text Muted(string text) => new(text, new Style(Color.Grey));
    }

    /// <summary>A bound in a few digits; there is none before the first box is examined and after the last one.</summary>
    private static string Bound(double bound) => double.IsFinite(bound) ? bound.ToString("G4", CultureInfo.InvariantCulture) : "none";

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Rate(double boxesPerSecond) => VerdictText.Count((long)Math.Round(boxesPerSecond)) + "/s";

    private static string Time(TimeSpan elapsed) => elapsed.TotalDays < 1
        ? elapsed.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)
        : elapsed.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);

    /// <summary>Keeps the latest state and redraws it by a clock of its own, so that time passes while a large network's box takes seconds.</summary>
    private sealed class LivePicture : IProgress<VerificationProgress>, IDisposable
    {
        private readonly object _lock = new();
        private readonly LiveDisplayContext _live;
        private readonly string _name;
        private readonly Timer _timer;
        private VerificationProgress _latest = new() { LowestBound = double.NegativeInfinity, Memory = Environment.WorkingSet };
        private long _reported = System.Diagnostics.Stopwatch.GetTimestamp();
        private bool _isDone;

        public LivePicture(LiveDisplayContext live, string name)
        {
            _live = live;
            _name = name;
            _timer = new Timer(_ => Draw(), null, TimeSpan.Zero, s_frame);
        }

        public void Report(VerificationProgress value)
        {
            lock (_lock)
            {
                _latest = value;
                _reported = System.Diagnostics.Stopwatch.GetTimestamp();
            }
        }

        public void Dispose()
        {
            // Under the lock: nothing may be drawn once the display has ended.
            lock (_lock)
            {
                _isDone = true;
            }

            _timer.Dispose();
        }

        private void Draw()
        {
            lock (_lock)
            {
                if (!_isDone)
                {
                    _live.UpdateTarget(Picture(_name, _latest, _latest.Elapsed + System.Diagnostics.Stopwatch.GetElapsedTime(_reported)));
                }
            }
        }
    }
}
