using System.Diagnostics;

namespace NetCompile.Reports.Tests.Browser;

/// <summary>A headless Chromium, where there is one.</summary>
internal static class Chromium
{
    /// <summary>The reason a test that needs it gives when it is skipped.</summary>
    public const string SkipReason = "there is no Chromium here: install the package 'chromium', or name the program in the environment variable CHROMIUM";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);
    private static readonly Lazy<string?> s_program = new(Find);

    /// <summary>The program; skips the running test where there is none.</summary>
    public static string Require()
    {
        Skip.If(s_program.Value is null, SkipReason);
        return s_program.Value!;
    }

    /// <summary>The page's elements after its scripts have run, as text.</summary>
    public static string DumpDom(string page, int width, int height) => Run([.. Window(width, height), "--dump-dom", new Uri(page).AbsoluteUri]);

    /// <summary>A picture of the page's upper part.</summary>
    public static PngPicture Screenshot(string page, int width, int height, bool isDark)
    {
        string picture = Path.ChangeExtension(page, $"{width}.{isDark}.png");
        Run([.. Window(width, height), $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}", $"--screenshot={picture}", new Uri(page).AbsoluteUri]);
        return PngPicture.Read(File.ReadAllBytes(picture));
    }

    private static string[] Window(int width, int height) => [$"--window-size={width},{height}"];

    private static string Run(string[] arguments)
    {
        string program = Require();
        DirectoryInfo profile = Directory.CreateTempSubdirectory("netcompile-chromium-");
        try
        {
            ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in (string[])
                     [
                         "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--hide-scrollbars",
                         "--disable-dev-shm-usage", $"--user-data-dir={profile.FullName}", .. arguments,
                     ])
            {
                start.ArgumentList.Add(argument);
            }

            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(s_limit))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"Chromium did not end within {s_limit.TotalSeconds} seconds: {error.Result}");
            }

            Assert.True(process.ExitCode == 0, $"Chromium ended with {process.ExitCode}: {error.Result}");
            return output.Result;
        }
        finally
        {
            Delete(profile);
        }
    }

    // A child process of the browser may still be writing its last files.
    private static void Delete(DirectoryInfo profile)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                profile.Delete(recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new FileNotFoundException($"CHROMIUM names {named}, which does not exist.");
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return ((string[])["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
            .SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
