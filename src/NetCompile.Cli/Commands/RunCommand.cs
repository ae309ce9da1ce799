using System.CommandLine;
using System.Diagnostics;
using NetCompile.Cli.Files;
using NetCompile.Cli.Instances;
using NetCompile.Cli.Reports;
using NetCompile.Verification;

namespace NetCompile.Cli.Commands;

/// <summary><c>netcompile run INSTANCES.csv</c>: a list of instances, one result row each.</summary>
internal static class RunCommand
{
    private const string Description = "Run a list of instances: lines of onnx,vnnlib,timeout without a header.";

    private const string Details =
        $"""
        The results have the header {ResultFile.Header}, where the verdict is holds, violated, unknown,
        timeout or error. Instances that RESULTS.csv already holds are skipped: delete a row to run it again.
        Why a row failed is written to standard error and to RESULTS.errors.csv.
        Exit codes: 0 done, 4 wrong verdict, 5 a row failed; {ExitCodes.NoAnswerHelp}, 130 cancelled.
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> instances = new("INSTANCES.csv") { Description = "The list." };
        Option<string?> root = new("--root") { Description = "The folder that the list's names are relative to [default: that of the list].", HelpName = "DIR" };
        Option<double?> timeout = CommonOptions.Timeout("The most seconds for an instance; the list's own timeout counts where it is smaller.");
        Option<int?> threads = CommonOptions.Threads();
        Option<long?> nodes = CommonOptions.Nodes();
        Option<string> arithmetic = CommonOptions.Arithmetic();
        Option<string> branching = CommonOptions.Branching();
        Option<string> heuristic = CommonOptions.Heuristic();
        Option<long?> memory = CommonOptions.Memory();
        Option<string?> output = new("--out") { Description = "The file of results [default: standard output].", HelpName = "RESULTS.csv" };
        Option<string?> filter = new("--filter") { Description = "Run only the rows whose file names contain this text.", HelpName = "TEXT" };
        Option<string?> expected = new("--expected")
        {
            Description = "Compare with known answers: a CSV file with the columns onnx, vnnlib and expected (sat or unsat).",
            HelpName = "EXPECTED.csv",
        };

        Command command = new DetailedCommand("run", Description, Details) { instances, root, timeout, threads, nodes, arithmetic, branching, heuristic, memory, output, filter, expected };
        CommonOptions.RequireFit(command, branching, heuristic);
        command.SetAction(parsed => Execute(context, new Request(
            parsed.GetRequiredValue(instances),
            parsed.GetValue(root),
            parsed.GetValue(timeout),
            new VerificationOptions
            {
                Threads = parsed.GetValue(threads) ?? 0,
                NodeLimit = parsed.GetValue(nodes),
                Arithmetic = CommonOptions.ArithmeticOf(parsed.GetRequiredValue(arithmetic)),
                MemoryLimit = parsed.GetValue(memory),
                Branching = CommonOptions.BranchingOf(parsed.GetRequiredValue(branching)),
                Heuristic = CommonOptions.HeuristicOf(parsed.GetRequiredValue(heuristic)),
            },
            parsed.GetValue(output),
            parsed.GetValue(filter),
            parsed.GetValue(expected))));
        return command;
    }

    private static int Execute(CommandContext context, Request request)
    {
        OutputFiles.RequireWritable(request.Out);
        List<Instance> instances = InstanceList.Read(request.Instances);
        if (request.Filter is not null)
        {
            instances.RemoveAll(i => !$"{i.Key.Model},{i.Key.Property}".Contains(request.Filter, StringComparison.OrdinalIgnoreCase));
        }

        if (instances.Count == 0)
        {
            throw new CliException(ExitCodes.Usage, $"no row of {request.Instances} contains '{request.Filter}'");
        }

        string root = request.Root ?? Path.GetDirectoryName(request.Instances) ?? "";
        if (request.Root is not null && !Directory.Exists(request.Root))
        {
            throw new CliException(ExitCodes.NoInput, $"the folder {request.Root} does not exist");
        }

        ExpectedVerdicts? expected = request.Expected is null ? null : ExpectedVerdicts.Read(request.Expected);
        using ResultFile? results = request.Out is null ? null : ResultFile.Open(request.Out);
        return new Session(context, new InstanceRunner(root, request.Timeout, request.Options), expected, results).Run(instances);
    }

    private sealed record Request(
        string Instances, string? Root, double? Timeout, VerificationOptions Options, string? Out, string? Filter, string? Expected);

    private sealed class Session(CommandContext context, InstanceRunner runner, ExpectedVerdicts? expected, ResultFile? results)
    {
        private readonly RunSummary _summary = new();
        private bool _isInternal;

        public int Run(List<Instance> instances)
        {
            Stopwatch watch = Stopwatch.StartNew();
            TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
            List<Instance> pending = TakeUp(instances);
            if (results is null)
            {
                context.Out.WriteLine(ResultFile.Header);
            }

            LiveRun.Show(context, pending.Count, live => RunAll(pending, live));

            // With results on standard output the table would make them unreadable for a program.
            _summary.Write(
                results is null ? context.Error : context.Out,
                instances.Count,
                instances.Count - pending.Count,
                runner.Arithmetic,
                watch.Elapsed.TotalSeconds,
                (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds,
                expected is not null);
            if (results is not null && _summary.Errors > 0)
            {
                context.Out.WriteLine($"why rows failed: {results.ErrorPath}");
            }

            return _summary.Wrong.Count > 0 ? ExitCodes.WrongVerdict
                : _isInternal ? ExitCodes.Internal
                : context.Cancellation.IsCancellationRequested ? ExitCodes.Cancelled
                : _summary.Errors > 0 ? ExitCodes.RowFailed
                : ExitCodes.Success;
        }

        // Counts rather than a set: a list may name an instance twice, and then it has two rows.
        private List<Instance> TakeUp(List<Instance> instances)
        {
            Dictionary<InstanceKey, Queue<ResultRow>> earlier = (results?.Earlier ?? []).GroupBy(r => r.Key).ToDictionary(g => g.Key, g => new Queue<ResultRow>(g));
            List<Instance> pending = [];
            foreach (Instance instance in instances)
            {
                if (earlier.TryGetValue(instance.Key, out Queue<ResultRow>? rows) && rows.TryDequeue(out ResultRow row))
                {
                    Add(row, context.Error.WriteLine);
                }
                else
                {
                    pending.Add(instance);
                }
            }

            return pending;
        }

        private void RunAll(List<Instance> pending, LiveRun live)
        {
            foreach (Instance instance in pending)
            {
                if (context.Cancellation.IsCancellationRequested)
                {
                    break;
                }

                live.Begin(instance.Key.ToString());
                InstanceOutcome outcome = runner.Run(instance, live, context.Cancellation);
                if (outcome.IsCancelled)
                {
                    break;
                }

                Record(outcome, live);
                live.End();
            }
        }

        private void Record(InstanceOutcome outcome, LiveRun live)
        {
            if (outcome.Failure is not null)
            {
                _isInternal |= outcome.IsInternal;
                live.Warn($"{outcome.Row.Key}: {outcome.Message}");
                if (outcome.IsInternal)
                {
                    live.Warn(outcome.Failure.ToString());
                }

                results?.AppendError(outcome.Row.Key, outcome.Message);
            }

            if (results is null)
            {
                context.Out.WriteLine(outcome.Row.ToString());
                context.Out.Flush();
            }
            else
            {
                results.Append(outcome.Row);
            }

            Add(outcome.Row, live.Warn);
        }

        private void Add(ResultRow row, Action<string> warn)
        {
            if (_summary.Add(row, expected) is { } known)
            {
                warn($"WRONG VERDICT: {row.Key}: {row.Verdict}, expected {known}");
            }
        }
    }
}
