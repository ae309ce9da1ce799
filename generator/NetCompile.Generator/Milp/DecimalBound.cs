using System.Globalization;

namespace NetCompile.Generator.Milp;

/// <summary>Bounds with few decimal digits, rounded outward: what people can read is as sound as what was computed.</summary>
internal static class DecimalBound
{
    /// <summary>A number with at most <paramref name="digits"/> significant digits that is at least <paramref name="value"/> as a double; infinite values stay.</summary>
    public static double Up(double value, int digits)
    {
        if (value == 0 || double.IsInfinity(value) || double.IsNaN(value))
        {
            return value;
        }

        string text = value.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        int e = text.IndexOf('E');
        long mantissa = long.Parse(text.Substring(0, e).Replace(".", ""), CultureInfo.InvariantCulture);
        int exponent = int.Parse(text.Substring(e + 1), CultureInfo.InvariantCulture) - (digits - 1);
        double rounded = Parse(mantissa, exponent);

        // Nearest is at most half a unit away, so one unit more is enough; beyond the largest double it is infinite, which is a bound as well.
        return rounded >= value ? rounded : Parse(mantissa + 1, exponent);
    }

    /// <summary>A number with at most <paramref name="digits"/> significant digits that is at most <paramref name="value"/> as a double; infinite values stay.</summary>
    public static double Down(double value, int digits) => -Up(-value, digits);

    private static double Parse(long mantissa, int exponent)
    {
        string text = mantissa.ToString(CultureInfo.InvariantCulture) + "E" + exponent.ToString(CultureInfo.InvariantCulture);

        // The .NET Framework, which hosts the compiler in Visual Studio, throws where the result is infinite.
        try
        {
            return double.Parse(text, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return mantissa < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }
    }
}
