using System.Diagnostics;
using System.Globalization;

namespace NetCompile.Milp.Tests.Writers;

/// <summary>Solvers run as programs on a file, independent of every binding.</summary>
internal static class CommandLineSolver
{
    /// <summary>The optimum by <c>cbc</c>; null where it says infeasible. Skips where the program is missing.</summary>
    public static double? Cbc(string file)
    {
        string text = Run("cbc", file, "-preprocess", "off", "-ratioGap", "0", "-solve", "-solution", "-quit");
        if (text.Contains("infeasible", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Assert.True(text.Contains("Optimal"), text);
        return Number(text, "Objective value:") ?? Number(text, "objective value") ?? throw new InvalidOperationException(text);
    }

    /// <summary>The optimum by <c>glpsol</c>; null where it says infeasible. Skips where the program is missing.</summary>
    public static double? Glpsol(string format, string file)
    {
        string report = file + ".txt";
        string text = Run("glpsol", format, file, "--nopresol", "-o", report);
        Assert.True(File.Exists(report), text);
        string[] lines = File.ReadAllLines(report);
        string status = lines.Single(l => l.StartsWith("Status:", StringComparison.Ordinal));
        if (status.Contains("EMPTY") || status.Contains("INFEASIBLE") || status.Contains("UNDEFINED"))
        {
            return null;
        }

        Assert.True(status.Contains("OPTIMAL"), status);

        // Objective:  OBJ = 4.5 (MINimum)
        string objective = lines.Single(l => l.StartsWith("Objective:", StringComparison.Ordinal));
        return double.Parse(objective.Split('=')[1].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static double? Number(string text, string label)
    {
        int at = text.LastIndexOf(label, StringComparison.Ordinal);
        return at < 0 ? null : double.Parse(text[(at + label.Length)..].Trim().Split([' ', '\n'])[0], CultureInfo.InvariantCulture);
    }

    private static string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, $"The program {program} is not installed (apt-get install -y coinor-cbc glpk-utils).");
        }

        using (process)
        {
            Task<string> errors = process!.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output + errors.Result;
        }
    }
}
