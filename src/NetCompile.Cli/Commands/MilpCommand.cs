using System.CommandLine;
using NetCompile.Cli.Files;
using NetCompile.Cli.Reports;
using NetCompile.Milp;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;

namespace NetCompile.Cli.Commands;

/// <summary><c>netcompile milp MODEL PROPERTY</c>: a property as mixed-integer programs, solved or written to files.</summary>
internal static class MilpCommand
{
    private const string Description = "Decide a property by mixed-integer programs, or write them to files.";

    private const string Details =
        $"""
        One program for each conjunction of the violation: the greatest margin by which it can be met. Below 0: it cannot. The first line of standard output is the verdict: holds, violated, unknown or timeout.
        'holds' is a proof: its bounds are rebuilt from dual solutions with outward rounding. A solver's word alone is 'unknown', with the claim beside it; --prove, or --solver certified, proves it.
        With --mps or --lp the programs are written and not solved; several go to FILE-1, FILE-2, …
        Exit codes: 0 holds or written, 1 violated, 2 unknown or only claimed, 3 timeout; {ExitCodes.NoAnswerHelp}, 130 cancelled.
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        Argument<string> property = CommonOptions.Property();
        Option<string> encoding = MilpOptions.Encoding();
        Option<string> bounds = MilpOptions.Bounds();
        Option<string> solver = MilpOptions.Solver();
        Option<double?> time = CommonOptions.Seconds("--time", "Seconds after which to give up [default: no limit].");
        Option<int?> threads = CommonOptions.Threads();
        Option<bool> prove = new("--prove") { Description = "Prove what the solver claims with the branch and bound of NetCompile." };
        Option<string> arithmetic = CommonOptions.Arithmetic();
        Option<string?> mps = File("--mps", "Write the programs as MPS, which cbc and glpsol --freemps read, and do not solve.");
        Option<string?> lp = File("--lp", "Write the programs as CPLEX LP and do not solve.");
        Option<string?> save = File("--save-bounds", "Write the bounds of pre-activations, for --load-bounds.");
        Option<string?> load = File("--load-bounds", "Start from bounds that were saved, of the same network and a box that contains the property's; for a property with one box. They are taken on trust.");
        Option<string?> json = CommonOptions.Json("Write the result as JSON.");
        Option<bool> log = new("--log") { Description = "Show the solver's log on standard error." };

        Command command = new DetailedCommand("milp", Description, Details) { model, property, encoding, bounds, solver, prove, time, threads, arithmetic, mps, lp, save, load, json, log };
        command.SetAction(parsed => Execute(context, new Request(
            parsed.GetRequiredValue(model),
            parsed.GetRequiredValue(property),
            parsed.GetRequiredValue(encoding),
            parsed.GetRequiredValue(bounds),
            parsed.GetRequiredValue(solver),
            parsed.GetValue(prove),
            parsed.GetValue(time) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            parsed.GetValue(threads) ?? Environment.ProcessorCount,
            parsed.GetRequiredValue(arithmetic),
            parsed.GetValue(mps),
            parsed.GetValue(lp),
            parsed.GetValue(save),
            parsed.GetValue(load),
            parsed.GetValue(json),
            parsed.GetValue(log))));
        return command;
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static int Execute(CommandContext context, Request request)
    {
        foreach (string? file in new[] { request.Mps, request.Lp, request.SaveBounds, request.Json })
        {
            OutputFiles.RequireWritable(file);
        }

        NetworkModel model = ModelFiles.ReadModel(request.Model);
        VerificationProperty property = ModelFiles.ReadProperty(request.Property, model);
        NetworkRunner network = NetworkRunner.Create(model);
        bool isExport = request.Mps is not null || request.Lp is not null;
        MilpSolver? solver = isExport ? null : MilpOptions.SolverOf(request.Solver);
        bool needsLinear = (!isExport && (solver is null || request.Prove)) || request.Bounds is "obbt" or "milp" || request.Encoding is "ideal" or "projected-hull";
        MilpVerificationOptions options = new()
        {
            Encoding = ReluEncoding.Parse(request.Encoding),
            Tightening = new TighteningOptions
            {
                Method = MilpOptions.Methods.Single(m => m.Name == request.Bounds).Method,
                Threads = request.Threads,
                Known = request.LoadBounds is null ? null : LoadBounds(request.LoadBounds, network.Model, property),
            },
            Solver = solver,
            LinearSolver = needsLinear ? MilpOptions.Linear() : null,
            ProvesClaims = request.Prove,
            Arithmetic = CommonOptions.ArithmeticOf(request.Arithmetic),
            TimeLimit = request.Time,
            Threads = request.Threads,
            Log = request.Log ? context.Error.WriteLine : null,
        };
        try
        {
            return isExport ? Export(context, request, network, property, options) : Solve(context, request, model, network, property, options);
        }
        catch (ArgumentException e)
        {
            // An unbounded input, a possible overflow, an encoding that needs finite bounds: only model and property together tell.
            throw new CliException(ExitCodes.BadData, e.Message, e);
        }
    }

    private static int Solve(CommandContext context, Request request, NetworkModel model, NetworkRunner network, VerificationProperty property, MilpVerificationOptions options)
    {
        MilpVerification result = LiveMilp.Show(
            context, Path.GetFileName(request.Property), isQuiet: request.Log, progress => MilpVerifier.Verify(network, property, options, progress, context.Cancellation));
        MilpReport.Write(context.Out, result, request.LoadBounds);
        if (request.SaveBounds is not null)
        {
            for (int i = 0; i < result.Bounds.Length; i++)
            {
                string path = Numbered(request.SaveBounds, i, result.Bounds.Length);
                OutputFiles.Guard(path, () => NeuronBoundsFile.Save(path, result.Bounds[i]));
            }
        }

        if (request.Json is not null)
        {
            OutputFiles.Write(request.Json, JsonReports.Text(MilpReport.ToJson(result, request.Model, model.ContentHash, request.Property, request.Encoding, request.Bounds)));
        }

        return MilpReport.ExitCodeOf(result);
    }

    private static int Export(CommandContext context, Request request, NetworkRunner network, VerificationProperty property, MilpVerificationOptions options)
    {
        int count = property.Cases.Sum(c => c.Unsafe.Length), written = 0;
        try
        {
            foreach (MilpQuestion question in MilpVerifier.Questions(network, property, options, context.Cancellation))
            {
                foreach ((string? file, Action<MilpModel, string> write) in new (string?, Action<MilpModel, string>)[] { (request.Mps, MpsWriter.Write), (request.Lp, (m, p) => LpWriter.Write(m, p)) })
                {
                    if (file is not null)
                    {
                        string path = Numbered(file, written, count);
                        OutputFiles.Guard(path, () => write(question.Model, path));
                        context.Out.WriteLine($"{path}: case {question.Case}, conjunction {question.Index}, {question.Model.RowCount} rows, {question.Model.ColumnCount} columns, {question.Model.IntegerCount} integer");
                    }
                }

                written++;
            }
        }
        catch (OperationCanceledException e)
        {
            throw new CliException(ExitCodes.Cancelled, $"cancelled after {written} of {count} programs", e);
        }

        context.Out.WriteLine(written == 0
            ? "Nothing to write: the property states no violation that an input could meet."
            : "Each maximises 'margin'; the violation can be met iff that can be 0 or more (above 0 for a strict one).");
        return ExitCodes.Success;
    }

    private static NeuronBounds LoadBounds(string path, NetworkModel model, VerificationProperty property)
    {
        if (property.Cases.Length != 1)
        {
            throw new CliException(ExitCodes.Usage, $"--load-bounds: the property has {property.Cases.Length} input boxes; saved bounds are of one");
        }

        if (!System.IO.File.Exists(path))
        {
            throw new CliException(ExitCodes.NoInput, $"{path} does not exist");
        }

        try
        {
            return NeuronBoundsFile.Load(path, model, [.. property.Cases[0].Region.Select(r => r.Lower)], [.. property.Cases[0].Region.Select(r => r.Upper)]);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.BadData, $"{path}: {e.Message}", e);
        }
    }

    private static string Numbered(string path, int index, int count) => count <= 1
        ? path
        : Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{index + 1}{Path.GetExtension(path)}");

    private sealed record Request(
        string Model, string Property, string Encoding, string Bounds, string Solver, bool Prove, TimeSpan? Time, int Threads, string Arithmetic, string? Mps, string? Lp, string? SaveBounds,
        string? LoadBounds, string? Json, bool Log);
}
