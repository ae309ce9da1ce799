using System.Globalization;

namespace NetCompile.Generator.Parsing;

/// <summary>Numbers and counts in messages.</summary>
internal static class Display
{
    public static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "infinity" : double.IsNegativeInfinity(value) ? "-infinity" : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(int count, string noun) => Count(count) + " " + (count == 1 ? noun : noun + "s");
}
