using System.Globalization;
using System.Text;

namespace NetCompile.Samples;

/// <summary>Console output with a little colour where a person watches, and plain text where it is redirected or <c>NO_COLOR</c> is set.</summary>
public static class Terminal
{
    /// <summary>Whether colours are written.</summary>
    public static bool HasColours { get; } =
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Sets the console to UTF-8 and numbers to the invariant culture; call it first.</summary>
    public static void Start()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }

    /// <summary>Writes a heading after an empty line.</summary>
    public static void Heading(string text)
    {
        Console.WriteLine();
        Console.WriteLine(Bold(text));
    }

    /// <summary>Writes a line indented by two.</summary>
    public static void Line(string text = "") => Console.WriteLine(text.Length == 0 ? text : "  " + text);

    /// <summary>Bold text.</summary>
    public static string Bold(string text) => Styled("1", text);

    /// <summary>Grey text, for what matters less.</summary>
    public static string Dim(string text) => Styled("90", text);

    /// <summary>Green text, for what holds.</summary>
    public static string Good(string text) => Styled("32", text);

    /// <summary>Bold red text, for what is violated.</summary>
    public static string Bad(string text) => Styled("1;31", text);

    /// <summary>Yellow text, for what is unknown.</summary>
    public static string Open(string text) => Styled("33", text);

    /// <summary>A time as a person would say it: <c>0.8 µs</c>, <c>12 ms</c>, <c>1.4 s</c>.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        >= 1 => $"{time.TotalSeconds:0.0} s",
        >= 0.001 => $"{time.TotalMilliseconds:0} ms",
        >= 0.000_001 => $"{time.TotalMicroseconds:0.0} µs",
        _ => $"{time.TotalNanoseconds:0} ns",
    };

    /// <summary>What a verdict took: how many boxes the engine examined and how long, or that the attack had found a counterexample before.</summary>
    public static string Effort(long boxes, TimeSpan time) => boxes switch
    {
        0 => $"by attack      {Time(time),7}",
        1 => $"     1 box     {Time(time),7}",
        _ => $"{boxes,6:N0} boxes   {Time(time),7}",
    };

    private static string Styled(string code, string text) => HasColours ? $"\e[{code}m{text}\e[0m" : text;
}
