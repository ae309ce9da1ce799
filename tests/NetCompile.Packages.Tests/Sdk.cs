using System.Diagnostics;
using NetCompile.TestSupport;

namespace NetCompile.Packages.Tests;

/// <summary>The <c>dotnet</c> command as a user of the packages runs it: in English, without what this test run set for its own build.</summary>
internal static class Sdk
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(6);

    /// <summary>The configuration that the tests were built in; what is packed was built in the same.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>A path in the repository.</summary>
    public static string InRepository(params string[] path) => Path.Combine([TestData.RepositoryRoot, .. path]);

    /// <summary>Runs a program to its end; returns its exit code and all that it printed.</summary>
    public static (int ExitCode, string Output) Run(string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || k.StartsWith("NETCOMPILE_", StringComparison.Ordinal) || k is "CI").ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment.Concat([new("DOTNET_CLI_UI_LANGUAGE", "en"), new("DOTNET_NOLOGO", "1"), new("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), new("MSBUILDDISABLENODEREUSE", "1"), new("MSBUILDTERMINALLOGGER", "off")]))
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {s_limit}.");
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result + error.Result);
    }
}
