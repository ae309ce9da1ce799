using System.CommandLine;
using System.Text.Json;
using NetCompile.Cli;
using NetCompile.Cli.Instances;
using NetCompile.Cli.Reports;
using NetCompile.Models;

namespace NetCompile.Benchmarks.Verification;

/// <summary>The verification engine on the public benchmark sets, as tables for RESULTS.md.</summary>
internal static class VerificationBenchmark
{
    private const string Sets = "sets", Arithmetics = "arithmetic", Crown = "crown";

    /// <summary>Runs <c>--verification DATA [options]</c> and returns the exit code.</summary>
    public static int Run(string[] arguments)
    {
        Argument<string> data = new("DATA") { Description = "The folder with the public benchmark sets." };
        Option<string> sets = new("--sets") { Description = "Sets to run, separated by commas.", HelpName = "NAMES", DefaultValueFactory = _ => string.Join(',', BenchmarkSets.Names) };
        Option<double?> timeout = new("--timeout") { Description = "Seconds an instance, in every set [default: acasxu 116, mnistfc and mnistfc2022 300, else what the set's list says].", HelpName = "S" };
        Option<int> threads = new("--threads") { Description = "Worker threads; 0: one per processor.", HelpName = "N" };
        Option<string?> filter = new("--filter") { Description = "Run only instances whose file names ('MODEL, PROPERTY') contain this text.", HelpName = "TEXT" };
        Option<string?> output = new("--out") { Description = "Write the rows to SET.csv in this folder.", HelpName = "FOLDER" };
        Option<string> parts = new("--parts")
        {
            Description = "What to measure, separated by commas: the sets, one arithmetic against the other, one CROWN pass.",
            HelpName = "NAMES",
            DefaultValueFactory = _ => $"{Sets},{Arithmetics},{Crown}",
        };
        RootCommand command = new("Measures the verification engine on the public benchmark sets.") { data, sets, timeout, threads, filter, output, parts };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetRequiredValue(data);
            string[] wanted = parsed.GetRequiredValue(parts).Split(','), names = parsed.GetRequiredValue(sets).Split(',');
            Require(wanted.Except([Sets, Arithmetics, Crown]), $"is no part; there are {Sets}, {Arithmetics} and {Crown}");
            Require(
                (wanted.Contains(Sets) ? names : [BenchmarkSets.Acas]).Select(set => Path.Combine(folder, set, "instances.csv")).Where(list => !File.Exists(list)),
                "is missing: DATA must hold a folder for every set");
            if (wanted.Contains(Sets))
            {
                RunSets(names, set => new SetRequest(
                    Path.Combine(folder, set),
                    parsed.GetValue(timeout) ?? BenchmarkSets.Limit(set),
                    parsed.GetValue(threads),
                    parsed.GetValue(filter),
                    parsed.GetValue(output) is { } results ? Path.Combine(Directory.CreateDirectory(results).FullName, $"{set}.csv") : null));
            }

            string acas = Path.Combine(folder, BenchmarkSets.Acas);
            if (wanted.Contains(Arithmetics))
            {
                OwnProcess.Run(Arithmetics, acas, parsed.GetValue(filter) ?? "");
            }

            if (wanted.Contains(Crown))
            {
                OwnProcess.Run(Crown, acas);
            }
        });
        try
        {
            return command.Parse(arguments).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (BenchmarkException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>What a process of its own does.</summary>
    public static int RunPart(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case [OwnProcess.Set, string request]:
                    Console.WriteLine(JsonSerializer.Serialize(SetRun.Run(JsonSerializer.Deserialize<SetRequest>(request)!)));
                    return 0;
                case [Arithmetics, string folder, string filter]:
                    ArithmeticComparison.Run(folder, filter);
                    return 0;
                case [Crown, string folder]:
                    CrownPass.Run(folder);
                    return 0;
                default:
                    throw new BenchmarkException($"There is no part '{string.Join(' ', arguments)}'.");
            }
        }
        catch (Exception e) when (e is BenchmarkException or CliException or IOException or ModelFormatException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Require(IEnumerable<string> wrong, string problem)
    {
        if (wrong.FirstOrDefault() is { } first)
        {
            throw new BenchmarkException($"'{first}' {problem}.");
        }
    }

    private static void RunSets(string[] sets, Func<string, SetRequest> request)
    {
        Console.WriteLine(
            """

            | set | limit | instances | decided | holds | violated | wrong | unknown | timeout | error | CPU s | wall s | median s | peak MiB |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
        SetFigures? acas = null;
        foreach (string set in sets)
        {
            SetRequest run = request(set);
            SetFigures figures = OwnProcess.Run(run);
            int holds = figures.Count(VerdictText.Holds), violated = figures.Count(VerdictText.Violated);
            Console.WriteLine(FormattableString.Invariant(
                $"| `{set}` | {(run.Limit is { } limit ? $"{limit:0.##} s" : "its own")} | {figures.Rows.Length} | {holds + violated} | {holds} | {violated} | {figures.Wrong} ")
                + FormattableString.Invariant($"| {figures.Count(VerdictText.Unknown)} | {figures.Count(VerdictText.Timeout)} | {figures.Count(ResultRow.Error)} ")
                + FormattableString.Invariant($"| {figures.CpuSeconds:0.0} | {figures.WallSeconds:0.0} | {RunSummary.Median(figures.Rows.Select(r => r.Seconds)):0.000} | {figures.PeakBytes >> 20} |"));
            acas = set == BenchmarkSets.Acas ? figures : acas;
        }

        if (acas is not null)
        {
            WriteHard(acas);
        }
    }

    private static void WriteHard(SetFigures acas)
    {
        Console.WriteLine("\n| ACAS Xu instance | verdict | seconds | boxes |\n| --- | --- | ---: | ---: |");
        foreach ((string network, int property) in BenchmarkSets.Hard)
        {
            InstanceKey key = BenchmarkSets.AcasKey(network, property);
            foreach (ResultRow row in acas.Rows.Where(r => r.Key == key))
            {
                Console.WriteLine($"| {network} prop {property} | {row.Verdict} | {VerdictText.Seconds(row.Seconds)} | {VerdictText.Count(row.Boxes)} |");
            }
        }
    }
}
