using System.CommandLine;
using NetCompile.Cli.Certificates;
using NetCompile.Cli.Files;
using NetCompile.Cli.Reports;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;
using NetCompile.VnnLib;

namespace NetCompile.Cli.Commands;

/// <summary><c>netcompile verify MODEL PROPERTY</c>: one property, one verdict.</summary>
internal static class VerifyCommand
{
    private const string Description = "Prove or refute one property of a network.";

    private const double DefaultInterval = 60;

    private const string Details =
        $"""
        The first line of standard output is the verdict: holds, violated, unknown or timeout.
        Exit codes: 0 holds, 1 violated, 2 unknown, 3 timeout; {ExitCodes.NoAnswerHelp}.
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        Argument<string> property = CommonOptions.Property();
        Option<double?> timeout = CommonOptions.Timeout("Seconds after which to give up [default: no limit].");
        Option<int?> threads = CommonOptions.Threads();
        Option<long?> nodes = CommonOptions.Nodes();
        Option<string> arithmetic = CommonOptions.Arithmetic();
        Option<string> branching = CommonOptions.Branching();
        Option<string> heuristic = CommonOptions.Heuristic();
        Option<string?> json = CommonOptions.Json("Write the result as JSON.");
        Option<string?> counterexample = new("--counterexample")
        {
            Description = "Write the result in VNN-COMP's form: 'sat' and the counterexample, else 'unsat', 'unknown' or 'timeout'.",
            HelpName = "FILE",
        };
        Option<long?> memory = CommonOptions.Memory();
        Option<string?> checkpoint = new("--checkpoint")
        {
            Description = "Where to write what is left to do when the search is stopped by a limit or by Ctrl+C, and now and then before.",
            HelpName = "FILE",
        };
        Option<double?> interval = CommonOptions.Seconds("--checkpoint-interval", $"Seconds between two checkpoints of a running search [default: {DefaultInterval}].");
        Option<string?> resume = new("--resume") { Description = "Go on from a checkpoint of the same model, property and arithmetic.", HelpName = "FILE" };
        Option<string?> certificate = new("--certificate")
        {
            Description = "Write a proof, or the counterexample, that 'netcompile check' confirms; compressed where the name ends in .gz.",
            HelpName = "FILE",
        };
        Option<bool> quiet = new("--quiet", "-q") { Description = "Print the verdict only." };

        Command command = new DetailedCommand("verify", Description, Details)
        {
            model, property, timeout, threads, nodes, memory, arithmetic, branching, heuristic, checkpoint, interval, resume, json, counterexample, certificate, quiet,
        };
        CommonOptions.RequireFit(command, branching, heuristic);
        command.SetAction(parsed => Execute(context, new Request(
            parsed.GetRequiredValue(model),
            parsed.GetRequiredValue(property),
            new VerificationOptions
            {
                TimeLimit = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Threads = parsed.GetValue(threads) ?? 0,
                NodeLimit = parsed.GetValue(nodes),
                Arithmetic = CommonOptions.ArithmeticOf(parsed.GetRequiredValue(arithmetic)),
                MemoryLimit = parsed.GetValue(memory),
                RecordProof = parsed.GetValue(certificate) is not null,
                Branching = CommonOptions.BranchingOf(parsed.GetRequiredValue(branching)),
                Heuristic = CommonOptions.HeuristicOf(parsed.GetRequiredValue(heuristic)),
            },
            new CheckpointFiles(parsed.GetValue(resume), parsed.GetValue(checkpoint), context.Error),
            TimeSpan.FromSeconds(parsed.GetValue(interval) ?? DefaultInterval),
            parsed.GetValue(json),
            parsed.GetValue(counterexample),
            parsed.GetValue(certificate),
            parsed.GetValue(quiet))));
        return command;
    }

    private static int Execute(CommandContext context, Request request)
    {
        OutputFiles.RequireWritable(request.Json);
        OutputFiles.RequireWritable(request.Counterexample);
        OutputFiles.RequireWritable(request.Certificate);
        if (request is { Certificate: not null, Checkpoints.Resumes: true })
        {
            throw new CliException(ExitCodes.Usage, "--certificate needs a search from its start: how the boxes before the checkpoint were proved is not in it; leave out --resume");
        }

        CheckpointFiles checkpoints = request.Checkpoints;
        VerificationOptions options = checkpoints.Apply(request.Options, request.CheckpointInterval);
        NetworkModel model = ModelFiles.ReadModel(request.Model);
        VerificationProperty property = ModelFiles.ReadProperty(request.Property, model);
        NetworkRunner network = NetworkRunner.Create(model);
        VerificationResult result = checkpoints.Guard(() => LiveVerification.Show(
            context, Path.GetFileName(request.Property), request.Quiet, progress => Verifier.Verify(network, property, options, progress, context.Cancellation)));

        VerdictReport.WriteVerdict(context.Out, result);
        if (!request.Quiet)
        {
            VerdictReport.WriteDetails(context.Out, result, checkpoints.Earlier);
        }

        checkpoints.Finish(result);
        if (!request.Quiet && checkpoints.Left is { } left)
        {
            VerdictReport.WriteCheckpoint(context.Out, left, result.Checkpoint!);
        }

        if (request.Counterexample is not null)
        {
            OutputFiles.Write(request.Counterexample, CounterexampleText(result));
        }

        if (request.Json is not null)
        {
            OutputFiles.Write(request.Json, JsonReports.Text(ToJson(request, model, result)));
        }

        // Last, because completing a proof can take as long as finding it: the other files are there by then.
        if (request.Certificate is not null)
        {
            CertificateFile.Write(context, request.Certificate, result, model, property, request.Options.Threads, request.Quiet);
        }

        return ExitCodes.Of(result);
    }

    // Without a counterexample the file still says what was found: an old counterexample left there would be taken for this run's.
    private static string CounterexampleText(VerificationResult result) => result.Counterexample is { } counterexample
        ? CounterexampleWriter.Write(counterexample.Input, counterexample.Output)
        : VerdictText.VnnLibWord(VerdictText.Word(result)) + "\n";

    private static VerifyJson ToJson(Request request, NetworkModel model, VerificationResult result)
    {
        string verdict = VerdictText.Word(result);
        return new VerifyJson(
            VerifyJson.CurrentFormat,
            request.Model,
            model.ContentHash,
            request.Property,
            verdict,
            VerdictText.VnnLibWord(verdict),
            result.Verdict == Verdict.Unknown ? CamelCase(result.Reason.ToString()) : null,
            result.IsVacuous,
            CamelCase(result.Arithmetic.ToString()),
            result.Elapsed.TotalSeconds,
            result.Boxes,
            result.Depth,
            result.Counterexample is { } c ? new CounterexampleJson(c.Input, c.Output, c.CaseIndex, c.IsInputRounded) : null,
            request.Checkpoints.Left);
    }

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private sealed record Request(
        string Model,
        string Property,
        VerificationOptions Options,
        CheckpointFiles Checkpoints,
        TimeSpan CheckpointInterval,
        string? Json,
        string? Counterexample,
        string? Certificate,
        bool Quiet);
}
