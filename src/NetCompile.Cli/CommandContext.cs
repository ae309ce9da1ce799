using Spectre.Console;

namespace NetCompile.Cli;

/// <summary>Where a command writes and how it is told to stop.</summary>
internal sealed class CommandContext
{
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="cancellation">Cancelled by Ctrl+C.</param>
    /// <param name="errorConsole">Standard error as a console; null: found out from <paramref name="error"/>. For tests.</param>
    public CommandContext(TextWriter output, TextWriter error, CancellationToken cancellation, IAnsiConsole? errorConsole = null)
    {
        Out = output;
        Error = error;
        Cancellation = cancellation;
        ErrorConsole = errorConsole ?? Console(error);
    }

    /// <summary>Standard output: answers.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error: errors, and progress where it is a terminal.</summary>
    public TextWriter Error { get; }

    /// <summary>Cancelled by Ctrl+C.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Standard error as a console, for live progress.</summary>
    public IAnsiConsole ErrorConsole { get; }

    /// <summary>Whether live progress can be shown.</summary>
    public bool IsLive => ErrorConsole.Profile.Out.IsTerminal && ErrorConsole.Profile.Capabilities.Ansi;

    /// <summary>A console on <paramref name="writer"/>, for tables; where it is no terminal, wide enough not to wrap names.</summary>
    public static IAnsiConsole Console(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = 200;
        }

        return console;
    }
}
