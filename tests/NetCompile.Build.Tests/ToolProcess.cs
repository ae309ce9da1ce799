using System.Diagnostics;
using NetCompile.TestSupport;

namespace NetCompile.Build.Tests;

/// <summary>Programs of the SDK, as a build or a user starts them.</summary>
internal static class ToolProcess
{
    /// <summary>The configuration that the tests were built in; what they start was built in the same.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The tool beside its own dependencies.</summary>
    public static string Tool { get; } = Path.Combine(TestData.RepositoryRoot, "src", "NetCompile.Build", "bin", Configuration, "net8.0", "NetCompile.Build.dll");

    /// <summary>Runs <c>dotnet</c>; returns its exit code and all that it printed.</summary>
    public static (int ExitCode, string Output) Dotnet(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["DOTNET_NOLOGO"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1", ["MSBUILDTERMINALLOGGER"] = "off" },
        };

        // What the test host's own build set would steer the inner one.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) && k is not ("MSBUILDDISABLENODEREUSE" or "MSBUILDTERMINALLOGGER")).ToArray())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
