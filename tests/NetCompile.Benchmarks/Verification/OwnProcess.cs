using System.Diagnostics;
using System.Text.Json;

namespace NetCompile.Benchmarks.Verification;

/// <summary>Runs a part of the benchmark in a process of its own, compiled as the command-line tool is: its processor time and its memory are then of that part alone.</summary>
internal static class OwnProcess
{
    /// <summary>The first argument of such a process.</summary>
    public const string Argument = "--verification-part";

    /// <summary>The part that runs a set.</summary>
    public const string Set = "set";

    /// <summary>Runs a part that prints its tables itself.</summary>
    public static void Run(params string[] arguments) => Start(arguments, isRedirected: false);

    /// <summary>Runs a set and returns what the process printed.</summary>
    public static SetFigures Run(SetRequest request) => JsonSerializer.Deserialize<SetFigures>(Start([Set, JsonSerializer.Serialize(request)], isRedirected: true))!;

    private static string Start(string[] arguments, bool isRedirected)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = isRedirected };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add(Argument);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // As in NetCompile.Cli.csproj.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        using Process process = Process.Start(start)!;
        string output = isRedirected ? process.StandardOutput.ReadToEnd() : "";
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new BenchmarkException($"The process for {string.Join(' ', arguments)} ended with exit code {process.ExitCode}; its message is above.");
    }
}
