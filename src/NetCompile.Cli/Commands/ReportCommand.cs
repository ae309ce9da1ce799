using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NetCompile.Cli.Files;
using NetCompile.Cli.Reports;
using NetCompile.Reports;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Cli.Commands;

/// <summary><c>netcompile report</c>: verifies, or takes what was saved, and writes a page about it.</summary>
internal static class ReportCommand
{
    private const string Description = "Verify and write what was found as one HTML page.";

    private const string DefaultOut = "report.html";

    private const string Details =
        $"""
        netcompile report MODEL PROPERTY     verifies one property of a file
        netcompile report --assembly APP.dll verifies the properties of the [Network] classes in a built program
        netcompile report SAVED.json         writes the page of a report that --json saved
        The page needs no other file and no network. Exit codes: 0 written, whatever the verdicts; {ExitCodes.NoAnswerHelp}, 130 cancelled.
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string?> model = new("MODEL") { Description = "The network: an ONNX or NNet file; or a saved report.", Arity = ArgumentArity.ZeroOrOne };
        Argument<string?> property = new("PROPERTY") { Description = "The property: a VNN-LIB file, which states the violation.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> output = new("--out") { Description = "The page.", HelpName = "FILE", DefaultValueFactory = _ => DefaultOut };
        Option<string?> assembly = new("--assembly") { Description = "A built program or library with [Network] classes, instead of files.", HelpName = "FILE" };
        Option<string?> filter = new("--filter") { Description = "With --assembly: only properties whose full name contains this text, in any case.", HelpName = "TEXT" };
        Option<double?> timeout = CommonOptions.Timeout("Seconds after which to give up, for each property [default: no limit].");
        Option<int?> threads = CommonOptions.Threads();
        Option<long?> nodes = CommonOptions.Nodes();
        Option<string> arithmetic = CommonOptions.Arithmetic();
        Option<ImageShape?> image = new("--image")
        {
            Description = "How the inputs form a picture: 28x28, or 32x32x3 for colours, plane after plane [default: found out].",
            HelpName = "WxH",
            CustomParser = ParseImage,
        };
        Option<string[]> slices = new("--slice")
        {
            Description = "Two inputs to cut a slice along, by number from 0 or by name, such as 0,3 or gap,speed; may be repeated [default: those that matter most].",
            HelpName = "I,J",
        };
        Option<string?> json = CommonOptions.Json("Save the report's data, for 'netcompile report FILE'.");
        Option<bool> quiet = new("--quiet", "-q") { Description = "Print nothing but errors." };
        Command command = new DetailedCommand("report", Description, Details)
        {
            model, property, output, assembly, filter, timeout, threads, nodes, arithmetic, image, slices, json, quiet,
        };
        command.Validators.Add(result =>
        {
            bool hasModel = result.GetResult(model) is { Tokens.Count: > 0 }, hasAssembly = result.GetResult(assembly) is not null;
            if (hasModel == hasAssembly)
            {
                result.AddError(hasModel ? "give a model or --assembly, not both" : "give MODEL and PROPERTY, a saved report, or --assembly FILE");
            }

            // A saved report is drawn as it was found: options of a run would be ignored.
            if (hasModel && !hasAssembly && result.GetResult(property) is not { Tokens.Count: > 0 })
            {
                foreach (Option option in (Option[])[timeout, threads, nodes, arithmetic, image, slices, json])
                {
                    if (result.GetResult(option) is { Implicit: false })
                    {
                        result.AddError($"{option.Name} needs PROPERTY: a saved report is drawn as it is");
                    }
                }
            }

            if (result.GetResult(filter) is not null && !hasAssembly)
            {
                result.AddError("--filter needs --assembly: a property file has one property");
            }
        });
        command.SetAction(parsed => Execute(context, new Request(
            parsed.GetValue(model),
            parsed.GetValue(property),
            parsed.GetRequiredValue(output),
            parsed.GetValue(assembly),
            parsed.GetValue(filter),
            new VerificationOptions
            {
                TimeLimit = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Threads = parsed.GetValue(threads) ?? 0,
                NodeLimit = parsed.GetValue(nodes),
                Arithmetic = CommonOptions.ArithmeticOf(parsed.GetRequiredValue(arithmetic)),
            },
            parsed.GetValue(image),
            parsed.GetValue(slices) ?? [],
            parsed.GetValue(json),
            parsed.GetValue(quiet))));
        return command;
    }

    private static int Execute(CommandContext context, Request request)
    {
        OutputFiles.RequireWritable(request.Out);
        OutputFiles.RequireWritable(request.Json);
        RequireDifferent("--out", request.Out, ("--json", request.Json), ("MODEL", request.Model), ("PROPERTY", request.Property), ("--assembly", request.Assembly));
        RequireDifferent("--json", request.Json, ("MODEL", request.Model), ("PROPERTY", request.Property), ("--assembly", request.Assembly));
        if (request is { Assembly: null, Property: null })
        {
            WritePage(context, request, SavedReport(request.Model!));
            return ExitCodes.Success;
        }

        ImmutableArray<LocatedProperty> properties = request.Assembly is { } assembly
            ? PropertyAssemblies.Load(assembly, request.Filter)
            : [new LocatedProperty(PropertyFiles.Load(request.Model!, request.Property!), null)];
        ReportOptions[] options = [.. properties.Select(p => Options(request, p.Property))];
        ImmutableArray<PropertyReport>.Builder reports = ImmutableArray.CreateBuilder<PropertyReport>(properties.Length);
        for (int i = 0; i < properties.Length; i++)
        {
            (NetworkProperty property, PropertyLocationAttribute? location) = properties[i];
            ProgressRecorder? recorder = null;
            VerificationResult result = LiveVerification.Show(
                context, property.Name, request.Quiet, progress => property.Verify(request.Options, recorder = new ProgressRecorder(progress), context.Cancellation));
            reports.Add(PropertyReport.Of(property, result, recorder, options[i], context.Cancellation) with { File = location?.Path, Line = location?.Line });
            if (!request.Quiet)
            {
                context.Out.WriteLine($"{property}: {VerdictText.Word(result)}");
                context.Out.Flush();
            }
        }

        string title = request.Assembly is { } file ? Path.GetFileName(file) : $"{Path.GetFileName(request.Model)}, {Path.GetFileName(request.Property)}";
        VerificationReport whole = new() { Title = title, Properties = reports.ToImmutable() };
        if (request.Json is { } json)
        {
            OutputFiles.Write(json, ReportFile.ToJson(whole));
        }

        WritePage(context, request, whole);
        return context.Cancellation.IsCancellationRequested ? ExitCodes.Cancelled : ExitCodes.Success;
    }

    /// <summary>A page in the place of what it is about would destroy it.</summary>
    private static void RequireDifferent(string option, string? path, params (string Name, string? Path)[] others)
    {
        foreach ((string name, string? other) in others)
        {
            if (path is not null && other is not null && Path.GetFullPath(path) == Path.GetFullPath(other))
            {
                throw new CliException(ExitCodes.Usage, $"{option} and {name} are the same file, {path}; give {option} another name");
            }
        }
    }

    /// <summary>What to gather; refused before anything is verified where it does not fit the network.</summary>
    private static ReportOptions Options(Request request, NetworkProperty property)
    {
        ReportOptions options = new() { Image = request.Image, Slices = [.. request.Slices.Select(s => Slice(s, property))] };
        try
        {
            options.Require(property.Runner.Model);
            return options;
        }
        catch (ArgumentException e)
        {
            throw new CliException(ExitCodes.Usage, $"{property}: {e.Message}", e);
        }
    }

    private static void WritePage(CommandContext context, Request request, VerificationReport report)
    {
        OutputFiles.Guard(request.Out, () => HtmlReport.Write(request.Out, report));
        if (!request.Quiet)
        {
            context.Out.WriteLine($"written: {request.Out}");
        }
    }

    private static VerificationReport SavedReport(string path)
    {
        string text = ModelFiles.ReadText(path, "saved report");
        try
        {
            return ReportFile.FromJson(text);
        }
        catch (FormatException e)
        {
            throw new CliException(ExitCodes.BadData, $"{path}: {e.Message}; to verify a model, give its property as well", e);
        }
    }

    private static (int Horizontal, int Vertical) Slice(string text, NetworkProperty property)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length == 2
            ? (Input(parts[0], property), Input(parts[1], property))
            : throw new CliException(ExitCodes.Usage, $"--slice needs two inputs with a comma between, such as 0,3; '{text}' is none");
    }

    private static int Input(string text, NetworkProperty property)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            return index;
        }

        index = property.InputNames.IndexOf(text);
        string? nearest = NearestName.Find(text, property.InputNames);
        return index >= 0
            ? index
            : throw new CliException(ExitCodes.Usage, $"--slice: {property} has no input '{text}'" + (nearest is null ? "" : $"; did you mean '{nearest}'?"));
    }

    private static ImageShape? ParseImage(ArgumentResult result)
    {
        string[] sides = result.Tokens[0].Value.Split('x');
        int[] sizes = [.. sides.Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size >= 1 ? size : 0)];
        if (sizes.Length is 2 or 3 && !sizes.Contains(0) && (sizes.Length == 2 || sizes[2] is 1 or 3))
        {
            return new ImageShape(sizes[0], sizes[1], sizes.Length == 3 ? sizes[2] : 1);
        }

        result.AddError($"--image needs a width and a height, and for colours 3 channels, such as 28x28 or 32x32x3; '{result.Tokens[0].Value}' is none.");
        return null;
    }

    private sealed record Request(
        string? Model,
        string? Property,
        string Out,
        string? Assembly,
        string? Filter,
        VerificationOptions Options,
        ImageShape? Image,
        string[] Slices,
        string? Json,
        bool Quiet);
}
