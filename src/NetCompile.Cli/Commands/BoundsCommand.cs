using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NetCompile.Cli.Files;
using NetCompile.Cli.Reports;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;
using Spectre.Console;

namespace NetCompile.Cli.Commands;

/// <summary><c>netcompile bounds MODEL PROPERTY</c>: sound output bounds over each input box of a property.</summary>
internal static class BoundsCommand
{
    private const string Description = "Bound the outputs over the input boxes of a property.";

    private const string Details =
        $"""
        The bounds are sound: rounded outward, and valid for every input of the box, or with --split for those at which the neurons have the given phases.
        From fast and loose to slow and tight, roughly: ibp, zonotope, fast-lin, wong-kolter, symbolic, crown, lagrangian, lagrangian-decomposition, alpha-crown, active-set.
        Exit codes: 0 done; {ExitCodes.NoAnswerHelp}, 130 cancelled.
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        Argument<string> property = CommonOptions.Property();
        Option<string> method = BoundMethodOptions.Method();
        Option<int?> iterations = BoundMethodOptions.Iterations();
        Option<PhaseDecision[]> splits = BoundMethodOptions.Splits();
        Option<string> arithmetic = CommonOptions.Arithmetic();
        Option<string?> json = CommonOptions.Json("Write the bounds as JSON.");

        Command command = new DetailedCommand("bounds", Description, Details) { model, property, method, iterations, splits, arithmetic, json };
        command.SetAction(parsed => Execute(
            context,
            parsed.GetRequiredValue(model),
            parsed.GetRequiredValue(property),
            parsed.GetRequiredValue(method),
            new BoundOptions
            {
                Arithmetic = CommonOptions.ArithmeticOf(parsed.GetRequiredValue(arithmetic)),
                Iterations = parsed.GetValue(iterations),
                Splits = [.. parsed.GetValue(splits) ?? []],
                Cancellation = context.Cancellation,
            },
            parsed.GetRequiredValue(arithmetic),
            parsed.GetValue(json)));
        return command;
    }

    private static int Execute(CommandContext context, string modelPath, string propertyPath, string methodName, BoundOptions options, string arithmeticName, string? json)
    {
        OutputFiles.RequireWritable(json);
        NetworkModel model = ModelFiles.ReadModel(modelPath);
        VerificationProperty property = ModelFiles.ReadProperty(propertyPath, model);
        NetworkRunner network = NetworkRunner.Create(model);
        UnsupportedOperatorException.RequireNone(network.Model);
        if (!options.Splits.IsEmpty && !ReferenceEquals(network.Model, model))
        {
            // A number taken from 'info' could silently mean another neuron of the network that runs.
            throw new CliException(
                ExitCodes.Usage, $"--split: the maxima of {model.Name} run as ReLUs, so its operators have other numbers than 'info' shows; phases of such a network cannot be named");
        }

        BoundMethod method = BoundMethodOptions.MethodOf(methodName);

        context.Out.WriteLine(property.Cases.IsEmpty
            ? $"{Path.GetFileName(propertyPath)} has no input box: {(property.IsRegionEmpty ? "its input region is empty" : "its violation is a contradiction")}."
            : $"{methodName} bounds of {Path.GetFileName(modelPath)} over {Path.GetFileName(propertyPath)}, {VerdictText.Explain(options.Arithmetic)}");
        IAnsiConsole console = CommandContext.Console(context.Out);
        ImmutableArray<BoxBoundsJson>.Builder boxes = ImmutableArray.CreateBuilder<BoxBoundsJson>(property.Cases.Length);
        for (int i = 0; i < property.Cases.Length; i++)
        {
            ImmutableArray<InputInterval> region = property.Cases[i].Region;
            Stopwatch watch = Stopwatch.StartNew();
            OutputBounds bounds = Bounds(network, region, method, options, $"cancelled after {i} of {property.Cases.Length} input boxes");
            BoxBoundsJson box = new(
                i, [.. region.Select(r => r.Lower)], [.. region.Select(r => r.Upper)], bounds.Lower, bounds.Upper, watch.Elapsed.TotalSeconds);
            Write(console, box, property.Cases.Length);
            boxes.Add(box);
        }

        if (json is not null)
        {
            OutputFiles.Write(json, JsonReports.Text(new BoundsJson(
                BoundsJson.CurrentFormat, modelPath, model.ContentHash, propertyPath, methodName, arithmeticName, boxes.MoveToImmutable())));
        }

        return ExitCodes.Success;
    }

    private static OutputBounds Bounds(NetworkRunner network, ImmutableArray<InputInterval> region, BoundMethod method, BoundOptions options, string cancelled)
    {
        try
        {
            options.Cancellation.ThrowIfCancellationRequested();
            return OutputBounds.Compute(network, region, method, options);
        }
        catch (OperationCanceledException e)
        {
            throw new CliException(ExitCodes.Cancelled, cancelled, e);
        }
        catch (ArgumentException e) when (!options.Splits.IsEmpty)
        {
            // Only the model tells which neurons there are.
            throw new CliException(ExitCodes.Usage, $"--split: {e.Message}", e);
        }
    }

    private static void Write(IAnsiConsole console, BoxBoundsJson box, int boxes)
    {
        if (boxes > 1)
        {
            console.WriteLine();
            console.WriteLine($"box {box.Case + 1} of {boxes}");
        }

        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn("output")
            .AddColumn("lower", c => c.RightAligned())
            .AddColumn("upper", c => c.RightAligned())
            .AddColumn("width", c => c.RightAligned());
        for (int j = 0; j < box.OutputLower.Length; j++)
        {
            double lower = box.OutputLower[j], upper = box.OutputUpper[j];
            table.AddRow($"Y_{j}", VerdictText.Number(lower), VerdictText.Number(upper), (upper - lower).ToString("G6", CultureInfo.InvariantCulture));
        }

        console.Write(table);
        console.WriteLine($"seconds {VerdictText.Seconds(box.Seconds)}");
    }
}
