using System.Diagnostics;

namespace NetCompile.Samples.Tests;

/// <summary>Runs a sample as its user does, with the output redirected.</summary>
internal static class SampleProcess
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs it to its end; it must not write to the standard error.</summary>
    public static (int ExitCode, string Output) Run(string assembly)
    {
        (int exitCode, string output, string error) = Run(assembly, []);
        Assert.Equal("", error);
        return (exitCode, output);
    }

    /// <summary>Runs it to its end, with arguments and with variables of the environment.</summary>
    public static (int ExitCode, string Output, string Error) Run(string assembly, string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{assembly} did not end within {s_limit}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }
}
