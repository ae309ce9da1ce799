using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace NetCompile.Cli.Commands;

/// <summary>The option <c>--version</c>: the tool's own version, whichever program hosts it.</summary>
internal static class ToolVersion
{
    public static VersionOption Create() => new() { Description = "Show the version.", Action = new Show() };

    private sealed class Show : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Assembly tool = typeof(CliApp).Assembly;
            string version = tool.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? tool.GetName().Version!.ToString();
            parseResult.InvocationConfiguration.Output.WriteLine(version);
            return ExitCodes.Success;
        }
    }
}
