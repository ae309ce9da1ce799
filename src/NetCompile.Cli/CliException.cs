namespace NetCompile.Cli;

/// <summary>An error the user can do something about: its message goes to standard error as it stands, without a stack trace.</summary>
internal sealed class CliException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the process returns.</summary>
    public int ExitCode { get; } = exitCode;
}
