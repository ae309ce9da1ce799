using NetCompile.Cli.Reports;
using NetCompile.Verification;
using Spectre.Console;

namespace NetCompile.Cli.Tests.Reports;

public sealed class LiveVerificationTests
{
    private static readonly VerificationProgress s_progress = new(TimeSpan.FromSeconds(83), 12_345, 67, 0.4567, 21) { LowestBound = -0.0125, BoxesPerSecond = 1234.4, Memory = 327_000_000 };

    [Fact]
    public void ThePicture_ShowsEveryNumber()
    {
        string text = Draw(LiveVerification.Picture("prop [1].vnnlib", s_progress, TimeSpan.FromSeconds(84)));
        foreach (string expected in (string[])["prop [1].vnnlib", "45.7 % proved", "00:01:24", "12,345 (1,234/s)", "67", "21", "-0.0125", "312 MiB", "lowest bound"])
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.5)]
    [InlineData(0)]
    [InlineData(1.0000001)]
    public void ThePicture_CanBeDrawnWhateverTheShare(double share) =>
        Assert.Contains("% proved", Draw(LiveVerification.Picture("p", s_progress with { ProvedFraction = share }, TimeSpan.FromDays(3))), StringComparison.Ordinal);

    [Fact]
    public void Lines_ComeEveryTenSecondsFromWhereTheRunBegan()
    {
        using StringWriter output = new();
        ProgressLines lines = new(output);
        foreach (double seconds in (double[])[100, 100.1, 109.9, 110, 110.1, 119.9, 125, 134.9])
        {
            lines.Report(s_progress with { Elapsed = TimeSpan.FromSeconds(seconds) });
        }

        Assert.Equal(
            ["00:01:50: 12,345 boxes, 67 open, depth 21, 45.7 % proved, lowest bound -0.0125, 1,234/s, 312 MiB", "00:02:05: 12,345 boxes, 67 open, depth 21, 45.7 % proved, lowest bound -0.0125, 1,234/s, 312 MiB"],
            output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void ABoundThatIsNotThere_IsCalledNone() =>
        Assert.Contains("lowest bound none", LiveVerification.DescribeFully(s_progress with { LowestBound = double.NegativeInfinity }), StringComparison.Ordinal);

    [Fact]
    public void Quiet_GivesTheSearchNobodyToTell()
    {
        using StringWriter output = new(), error = new();
        CommandContext context = new(output, error, CancellationToken.None);
        VerificationResult expected = new() { Verdict = Verdict.Holds };
        Assert.Same(expected, LiveVerification.Show(context, "p", isQuiet: true, progress =>
        {
            Assert.Null(progress);
            return expected;
        }));
        Assert.Same(expected, LiveVerification.Show(context, "p", isQuiet: false, progress =>
        {
            Assert.IsType<ProgressLines>(progress);
            return expected;
        }));
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public void OnATerminal_ThePictureIsDrawnAndCleared()
    {
        using Screen error = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new Terminal(error) });
        CommandContext context = new(TextWriter.Null, error, CancellationToken.None, console);
        VerificationResult expected = new() { Verdict = Verdict.Holds };
        Assert.Same(expected, LiveVerification.Show(context, "prop.vnnlib", isQuiet: false, progress =>
        {
            progress!.Report(s_progress);
            SpinWait.SpinUntil(() => error.ToString().Contains("12,345", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
            return expected;
        }));
        Assert.Contains("12,345", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("prop.vnnlib", error.ToString(), StringComparison.Ordinal);
    }

    private static string Draw(Spectre.Console.Rendering.IRenderable picture)
    {
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 120;
        console.Write(picture);
        return output.ToString();
    }

    /// <summary>Written to by the clock that redraws, read by the test.</summary>
    private sealed class Screen : TextWriter
    {
        private readonly System.Text.StringBuilder _text = new();

        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value)
        {
            lock (_text)
            {
                _text.Append(value);
            }
        }

        public override string ToString()
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    private sealed class Terminal(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 120;

        public int Height => 40;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
