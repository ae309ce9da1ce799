using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace NetCompile.Cli.Commands;

/// <summary>The option <c>--version</c>: the tool's own version, whichever program hosts it.</summary>
internal static class ToolVersion
{
    public static VersionOption Create() => new() { Description = "Show the version.", Action = new Show() };

    /// <summary>The version as it is shown.</summary>
    public static string Text
    {
        get
        {
            Assembly tool = typeof(CliApp).Assembly;
            return tool.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? tool.GetName().Version!.ToString();
        }
    }

    private sealed class Show : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Text);
            return ExitCodes.Success;
        }
    }
}
