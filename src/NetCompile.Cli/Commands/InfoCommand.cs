using System.CommandLine;
using NetCompile.Cli.Files;
using NetCompile.Cli.Reports;
using NetCompile.Models;

namespace NetCompile.Cli.Commands;

/// <summary><c>netcompile info MODEL</c>: what a model file holds and whether it can be verified.</summary>
internal static class InfoCommand
{
    private const string Description = "Show what a model file holds: operators, shapes, parameters, activations, and what is unsupported.";

    private const string Details =
        $"""
        Exit codes: 0 the model is supported, 65 it is unsupported or malformed; {ExitCodes.NoAnswerHelp}.
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        Command command = new DetailedCommand("info", Description, Details) { model };
        command.SetAction(parsed => Execute(context, parsed.GetRequiredValue(model)));
        return command;
    }

    private static int Execute(CommandContext context, string path)
    {
        (ModelSource source, NetworkModel? model) = ModelFiles.Describe(path);
        ModelReport.Write(context.Out, source, model);
        return source.Unsupported.IsEmpty ? ExitCodes.Success : ExitCodes.BadData;
    }
}
