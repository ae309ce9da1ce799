using System.Globalization;
using System.Text;
using NetCompile.Cli.Files;
using NetCompile.Cli.Reports;

namespace NetCompile.Cli.Instances;

/// <summary>One row of results.</summary>
/// <param name="Key">The instance.</param>
/// <param name="Verdict"><c>holds</c>, <c>violated</c>, <c>unknown</c>, <c>timeout</c> or <c>error</c>.</param>
/// <param name="Seconds">Wall-clock time, reading included.</param>
/// <param name="Boxes">Boxes examined.</param>
internal readonly record struct ResultRow(InstanceKey Key, string Verdict, double Seconds, long Boxes)
{
    public const string Error = "error";

    public override string ToString() =>
        Csv.Join(Key.Model, Key.Property, Verdict, VerdictText.Seconds(Seconds), Boxes.ToString(CultureInfo.InvariantCulture));
}

/// <summary>
/// The file of results: a header, then a row per instance, each flushed as it is done, so that a stopped run can be taken up again.
/// Messages of failed rows go to a second file beside it, because the columns of the first have no place for text.
/// </summary>
internal sealed class ResultFile : IDisposable
{
    public const string Header = "onnx,vnnlib,verdict,seconds,boxes";
    private const string ErrorHeader = "onnx,vnnlib,message";

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _path;
    private readonly StreamWriter _writer;

    private ResultFile(string path, List<ResultRow> earlier, StreamWriter writer)
    {
        _path = path;
        Earlier = earlier;
        _writer = writer;
    }

    /// <summary>The rows that were there before.</summary>
    public IReadOnlyList<ResultRow> Earlier { get; }

    /// <summary>Where messages go: <c>results.csv</c> → <c>results.errors.csv</c>.</summary>
    public string ErrorPath => Path.ChangeExtension(_path, ".errors.csv");

    /// <summary>Opens a new file, or an existing one to append to it.</summary>
    /// <exception cref="CliException">The file is no result file, or cannot be written.</exception>
    public static ResultFile Open(string path)
    {
        bool exists = File.Exists(path) && new FileInfo(path).Length > 0;
        List<ResultRow> earlier = exists ? ReadEarlier(path) : [];
        return OutputFiles.Guard(path, () =>
        {
            StreamWriter writer = new(path, append: exists, s_utf8) { AutoFlush = true, NewLine = "\n" };
            if (!exists)
            {
                writer.WriteLine(Header);
            }

            return new ResultFile(path, earlier, writer);
        });
    }

    public void Append(ResultRow row) => OutputFiles.Guard(_path, () => _writer.WriteLine(row.ToString()));

    public void AppendError(InstanceKey key, string message) => OutputFiles.Guard(ErrorPath, () =>
    {
        string header = File.Exists(ErrorPath) ? "" : ErrorHeader + "\n";
        File.AppendAllText(ErrorPath, header + Csv.Join(key.Model, key.Property, message) + "\n", s_utf8);
    });

    public void Dispose() => _writer.Dispose();

    private static List<ResultRow> ReadEarlier(string path)
    {
        string text = ModelFiles.ReadText(path, "result file");
        if (!text.EndsWith('\n'))
        {
            // A run that was killed while writing leaves half a row; that instance is run again.
            int complete = text.LastIndexOf('\n') + 1;
            if (complete == 0)
            {
                throw NotResults(path, 1, $"the header '{Header}' is missing");
            }

            text = text[..complete];
            OutputFiles.Write(path, text);
        }

        string[] lines = text.Split('\n');
        if (lines[0].TrimEnd('\r') != Header)
        {
            throw NotResults(path, 1, $"the header '{Header}' is missing");
        }

        List<ResultRow> rows = [];
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim() is { Length: > 0 } line)
            {
                rows.Add(Parse(line) ?? throw NotResults(path, i + 1, $"'{line}' is no row of {Header}"));
            }
        }

        return rows;
    }

    private static ResultRow? Parse(string line) =>
        Csv.Split(line) is [string model, string property, string verdict, string seconds, string boxes]
        && verdict is VerdictText.Holds or VerdictText.Violated or VerdictText.Unknown or VerdictText.Timeout or ResultRow.Error
        && double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out double s)
        && long.TryParse(boxes, NumberStyles.None, CultureInfo.InvariantCulture, out long b)
            ? new ResultRow(new InstanceKey(model, property), verdict, s, b)
            : null;

    private static CliException NotResults(string path, int line, string problem) =>
        new(ExitCodes.BadData, $"{path}, line {line}: {problem}; it will not be overwritten: name another --out or remove the file");
}
