using System.Globalization;

namespace NetCompile.Reports.Html;

/// <summary>Numbers as people read them; always with a point, whatever the machine's culture.</summary>
internal static class Numbers
{
    private const string Minus = "−";

    /// <summary>Four significant digits.</summary>
    public static string Short(double value) => Digits(value, 4);

    /// <summary>A lower bound in four significant digits, rounded down: what is shown is proved as well.</summary>
    public static string AtLeast(double lower) => Directed(lower, -1);

    /// <summary>An upper bound in four significant digits, rounded up.</summary>
    public static string AtMost(double upper) => Directed(upper, 1);

    private static string Directed(double value, int direction)
    {
        if (!double.IsFinite(value))
        {
            return Short(value);
        }

        // d.dddE±xxx: where rounding to nearest went the wrong way, one unit of the last digit leads back beyond the value.
        string nearest = value.ToString("E3", CultureInfo.InvariantCulture);
        double shown = double.Parse(nearest, CultureInfo.InvariantCulture);
        if (direction < 0 ? shown > value : shown < value)
        {
            int e = nearest.IndexOf('E');
            int digits = int.Parse(nearest[..e].Replace(".", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            int power = int.Parse(nearest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) - 3;

            // Below 1.000 the unit of the last digit is a tenth: 0.9999.
            (digits, power) = digits == -1000 * direction ? ((10 * digits) + direction, power - 1) : (digits + direction, power);
            shown = double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}E{power}"), CultureInfo.InvariantCulture);
        }

        return Short(shown);
    }

    /// <summary>Numbers along an axis, in as few digits as tell them apart, from three on.</summary>
    public static string[] Ticks(double[] values)
    {
        string[] ticks = [];
        for (int digits = 3; digits <= 9; digits++)
        {
            ticks = [.. values.Select(v => Digits(v, digits))];
            if (ticks.Distinct().Count() == values.Distinct().Count())
            {
                break;
            }
        }

        return ticks;
    }

    private static string Digits(double value, int digits) => value switch
    {
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => Minus + "∞",
        double.NaN => "not a number",
        0 => "0",
        _ => Signed(value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
    };

    /// <summary>A float32 in the fewest digits that read back as the same number.</summary>
    public static string Exact(float value) => float.IsFinite(value) ? Signed(value.ToString("R", CultureInfo.InvariantCulture)) : Short(value);

    /// <summary>A double in the fewest digits that read back as the same number.</summary>
    public static string Exact(double value) => double.IsFinite(value) ? Signed(value.ToString("R", CultureInfo.InvariantCulture)) : Short(value);

    /// <summary>A count with thin spaces between thousands.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "\u202F");

    /// <summary>A count with its noun.</summary>
    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : noun.EndsWith('x') ? "es" : "s")}";

    /// <summary>A time with its unit.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        <= 0 => "0 s",
        < 1e-3 => (seconds * 1e6).ToString("0", CultureInfo.InvariantCulture) + " µs",
        < 0.1 => (seconds * 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " ms",
        < 1 => (seconds * 1e3).ToString("0", CultureInfo.InvariantCulture) + " ms",
        < 100 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        _ => Count((long)Math.Round(seconds)) + " s",
    };

    /// <summary>A share; never rounded to all or nothing where it is neither.</summary>
    public static string Percent(double share) => share switch
    {
        <= 0 => "0 %",
        >= 1 => "100 %",
        < 0.001 => "< 0.1 %",
        > 0.999 => "> 99.9 %",
        _ => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %",
    };

    /// <summary>With a real minus sign, and powers of ten as people write them.</summary>
    private static string Signed(string text)
    {
        int exponent = text.IndexOf('E');
        if (exponent < 0)
        {
            return text.Replace("-", Minus);
        }

        string power = int.Parse(text[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        return $"{text[..exponent].Replace("-", Minus)}·10{string.Concat(power.Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']))}";
    }
}
