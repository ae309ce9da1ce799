using System.Diagnostics;

namespace NetCompile.Samples.Tests;

/// <summary>Runs a sample as its user does, with the output redirected.</summary>
internal static class SampleProcess
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    public static (int ExitCode, string Output) Run(string assembly)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{assembly} did not end within {s_limit}.");
        }

        Assert.Equal("", error.Result);
        return (process.ExitCode, output.Result);
    }
}
