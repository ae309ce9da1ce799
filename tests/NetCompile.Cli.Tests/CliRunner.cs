namespace NetCompile.Cli.Tests;

/// <summary>Runs the tool in this process, from its arguments to its exit code.</summary>
internal static class CliRunner
{
    public static CliResult Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    public static CliResult Run(CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int exitCode = CliApp.Run(arguments, output, error, cancellation);
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }
}

internal sealed record CliResult(int ExitCode, string Out, string Error)
{
    public string FirstLine => Out.Split('\n')[0].TrimEnd('\r');

    public string[] Lines => Out.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
