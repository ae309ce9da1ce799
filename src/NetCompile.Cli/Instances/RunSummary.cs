using NetCompile.Cli.Reports;
using NetCompile.Verification;
using Spectre.Console;

namespace NetCompile.Cli.Instances;

/// <summary>What a run of a list comes to.</summary>
internal sealed class RunSummary
{
    private static readonly string[] s_order = [VerdictText.Holds, VerdictText.Violated, VerdictText.Unknown, VerdictText.Timeout, ResultRow.Error];

    private readonly List<ResultRow> _rows = [];
    private int _compared;

    /// <summary>Rows that contradict a known answer.</summary>
    public List<(ResultRow Row, string Expected)> Wrong { get; } = [];

    /// <summary>Rows with the verdict <c>error</c>.</summary>
    public int Errors => _rows.Count(r => r.Verdict == ResultRow.Error);

    /// <summary>Adds a row and returns the known answer it contradicts, if any.</summary>
    public string? Add(ResultRow row, ExpectedVerdicts? expected)
    {
        _rows.Add(row);
        if (expected?.Of(row.Key) is not { } known)
        {
            return null;
        }

        _compared += row.Verdict is VerdictText.Holds or VerdictText.Violated ? 1 : 0;
        if (!expected.IsWrong(row.Key, row.Verdict))
        {
            return null;
        }

        Wrong.Add((row, known));
        return known;
    }

    /// <summary>Writes the table and the lines below it.</summary>
    public void Write(TextWriter output, int planned, int earlier, Arithmetic arithmetic, double wallSeconds, double cpuSeconds, bool hasExpected)
    {
        Table table = new Table().Border(TableBorder.Rounded)
            .AddColumn("verdict")
            .AddColumn("rows", c => c.RightAligned())
            .AddColumn("seconds", c => c.RightAligned())
            .AddColumn("median s", c => c.RightAligned())
            .AddColumn("boxes", c => c.RightAligned());
        foreach (string verdict in s_order)
        {
            AddRow(table, verdict, [.. _rows.Where(r => r.Verdict == verdict)]);
        }

        table.AddEmptyRow();
        AddRow(table, "all", _rows);
        CommandContext.Console(output).Write(table);
        if (_rows.Count < planned)
        {
            output.WriteLine($"{planned - _rows.Count} of {planned} rows were not run");
        }

        output.WriteLine($"arithmetic: {VerdictText.Explain(arithmetic)}");
        output.WriteLine(FormattableString.Invariant($"this run: {wallSeconds:0.0} s wall clock, {cpuSeconds:0.0} CPU seconds")
            + (earlier > 0 ? $"; {earlier} rows are from an earlier run" : ""));
        if (hasExpected)
        {
            output.WriteLine($"wrong verdicts: {Wrong.Count} of {_compared} that could be compared");
            foreach ((ResultRow row, string known) in Wrong)
            {
                output.WriteLine($"  WRONG: {row.Key}: {row.Verdict}, expected {known}");
            }
        }
    }

    /// <summary>The middle value, or the mean of the two middle ones; 0 where there is none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length switch
        {
            0 => 0,
            _ when sorted.Length % 2 == 1 => sorted[middle],
            _ => (sorted[middle - 1] + sorted[middle]) / 2,
        };
    }

    private static void AddRow(Table table, string name, IReadOnlyList<ResultRow> rows) => table.AddRow(
        name,
        VerdictText.Count(rows.Count),
        rows.Count == 0 ? "" : VerdictText.Seconds(rows.Sum(r => r.Seconds)),
        rows.Count == 0 ? "" : VerdictText.Seconds(Median(rows.Select(r => r.Seconds))),
        rows.Count == 0 ? "" : VerdictText.Count(rows.Sum(r => r.Boxes)));
}
