using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NetCompile.Cli.Commands;

/// <summary>A command whose help ends with paragraphs that a list of commands has no room for, such as its exit codes.</summary>
internal sealed class DetailedCommand(string name, string description, string details) : Command(name, description)
{
    private string Details { get; } = details;

    /// <summary>The option <c>--help</c> of all commands.</summary>
    public static HelpOption Help()
    {
        HelpOption option = new() { Description = "Show this help." };
        option.Action = new HelpWithDetails((HelpAction)option.Action!);
        return option;
    }

    private sealed class HelpWithDetails(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            int code = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is DetailedCommand command)
            {
                parseResult.InvocationConfiguration.Output.WriteLine(command.Details);
            }

            return code;
        }
    }
}
