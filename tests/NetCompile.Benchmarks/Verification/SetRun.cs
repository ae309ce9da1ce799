using System.Diagnostics;
using NetCompile.Cli.Instances;
using NetCompile.Cli.Reports;
using NetCompile.Verification;

namespace NetCompile.Benchmarks.Verification;

/// <summary>Runs one set with the instance runner of the command line, in this process, and measures it.</summary>
internal static class SetRun
{
    public static SetFigures Run(SetRequest request)
    {
        List<Instance> instances = InstanceList.Read(Path.Combine(request.Folder, "instances.csv"));
        ExpectedVerdicts expected = ExpectedVerdicts.Read(Path.Combine(request.Folder, "expected.csv"));
        InstanceRunner runner = new(request.Folder, timeout: null, new VerificationOptions { Threads = request.Threads });
        using ResultFile? results = request.Results is null ? null : OpenNew(request.Results);
        List<ResultRow> rows = [];
        int wrong = 0;
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        foreach (Instance instance in instances.Where(i => request.Filter is null || i.Key.ToString().Contains(request.Filter, StringComparison.OrdinalIgnoreCase)))
        {
            // The limit replaces that of the list, which may be the smaller one.
            InstanceOutcome outcome = runner.Run(instance with { Timeout = request.Limit ?? instance.Timeout }, null, CancellationToken.None);
            rows.Add(outcome.Row);
            results?.Append(outcome.Row);
            bool isWrong = expected.IsWrong(instance.Key, outcome.Row.Verdict);
            wrong += isWrong ? 1 : 0;
            Console.Error.WriteLine($"{outcome.Row}{(isWrong ? $"  WRONG: expected {expected.Of(instance.Key)}" : "")}{(outcome.Failure is null ? "" : $"  {outcome.Message}")}");
        }

        using Process self = Process.GetCurrentProcess();
        return new SetFigures([.. rows], wrong, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, watch.Elapsed.TotalSeconds, self.PeakWorkingSet64);
    }

    /// <summary>Rows of an earlier run would not be in the figures.</summary>
    private static ResultFile OpenNew(string path) => File.Exists(path) ? throw new BenchmarkException($"{path} is there already; name another folder with --out") : ResultFile.Open(path);
}
