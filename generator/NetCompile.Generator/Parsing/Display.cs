using System.Globalization;

namespace NetCompile.Generator.Parsing;

/// <summary>Numbers and counts in messages.</summary>
internal static class Display
{
    public static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "infinity" : double.IsNegativeInfinity(value) ? "-infinity" : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);

    public static string Count(int count, string noun) => count.ToString("#,0", CultureInfo.InvariantCulture) + " " + (count == 1 ? noun : noun + "s");
}
