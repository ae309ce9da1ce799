using NetCompile.Cli.Instances;

namespace NetCompile.Benchmarks.Verification;

/// <summary>One set to run in a process of its own.</summary>
/// <param name="Folder">The set's folder.</param>
/// <param name="Limit">Seconds an instance; null: what the list says.</param>
/// <param name="Threads">Worker threads; 0 for one per processor.</param>
/// <param name="Filter">Run only the rows whose file names contain this text; null: all.</param>
/// <param name="Results">A file for the rows; null: none.</param>
internal sealed record SetRequest(string Folder, double? Limit, int Threads, string? Filter, string? Results);

/// <summary>What running a set came to.</summary>
/// <param name="Rows">A row an instance.</param>
/// <param name="Wrong">Rows that contradict the known answer.</param>
/// <param name="CpuSeconds">Processor time of the process, its start excluded.</param>
/// <param name="WallSeconds">Wall-clock time of the rows, reading included.</param>
/// <param name="PeakBytes">The most physical memory the process held.</param>
internal sealed record SetFigures(ResultRow[] Rows, int Wrong, double CpuSeconds, double WallSeconds, long PeakBytes)
{
    public int Count(string verdict) => Rows.Count(r => r.Verdict == verdict);
}
