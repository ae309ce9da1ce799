using NetCompile.Cli.Files;
using NetCompile.Cli.Reports;

namespace NetCompile.Cli.Instances;

/// <summary>Known answers to compare with: a CSV file with a header that has the columns <c>onnx</c>, <c>vnnlib</c> and <c>expected</c>.</summary>
internal sealed class ExpectedVerdicts
{
    private readonly Dictionary<InstanceKey, string> _verdicts = [];

    /// <summary>Reads the file; <c>sat</c> and <c>unsat</c> are understood as <c>violated</c> and <c>holds</c>.</summary>
    public static ExpectedVerdicts Read(string path)
    {
        ExpectedVerdicts expected = new();
        string[] lines = ModelFiles.ReadText(path, "list of expected verdicts").Split('\n');
        List<string> header = Csv.Split(lines[0].Trim()) ?? [];
        int model = Column("onnx"), property = Column("vnnlib"), verdict = Column("expected");
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0)
            {
                continue;
            }

            List<string>? values = Csv.Split(line);
            if (values is null || values.Count <= Math.Max(verdict, Math.Max(model, property)))
            {
                throw new CliException(ExitCodes.BadData, $"{path}, line {i + 1}: the columns onnx, vnnlib and expected are not all there");
            }

            expected._verdicts[new InstanceKey(values[model], values[property])] = values[verdict] switch
            {
                "sat" or VerdictText.Violated => VerdictText.Violated,
                "unsat" or VerdictText.Holds => VerdictText.Holds,
                VerdictText.Unknown => VerdictText.Unknown,
                string other => throw new CliException(
                    ExitCodes.BadData, $"{path}, line {i + 1}: '{other}' is no verdict; sat, unsat or unknown (or holds, violated) is needed"),
            };
        }

        return expected;

        int Column(string name) => header.IndexOf(name) is int index and >= 0
            ? index
            : throw new CliException(ExitCodes.BadData, $"{path} has no column '{name}'; its first line must name the columns onnx, vnnlib and expected");
    }

    /// <summary>The known answer, <c>holds</c> or <c>violated</c>; null where there is none.</summary>
    public string? Of(InstanceKey key) => _verdicts.TryGetValue(key, out string? verdict) && verdict != VerdictText.Unknown ? verdict : null;

    /// <summary>Whether a verdict contradicts the known answer; no answer never does.</summary>
    public bool IsWrong(InstanceKey key, string verdict) =>
        verdict is VerdictText.Holds or VerdictText.Violated && Of(key) is { } known && known != verdict;
}
