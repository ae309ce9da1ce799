using System.ComponentModel;
using System.Globalization;

namespace NetCompile.Runtime;

/// <summary>What generated code needs around its spans of values.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ValueSpan
{
    private const int FormattedValues = 8;

    /// <summary>Checks the length of a span that was handed to generated code.</summary>
    /// <exception cref="ArgumentException"><paramref name="actual"/> is not <paramref name="expected"/>.</exception>
    public static void RequireLength(int actual, long expected, string parameter)
    {
        if (actual != expected)
        {
            Throw(actual, expected, parameter);
        }
    }

    /// <summary>Checks that the outputs of a batch lie apart from its inputs: those of the first samples are written while later samples are still to be read.</summary>
    /// <exception cref="ArgumentException">The spans overlap.</exception>
    public static void RequireSeparate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputs, string parameter)
    {
        if (outputs.Overlaps(inputs))
        {
            throw new ArgumentException("The outputs overlap the inputs, which later samples still read.", parameter);
        }
    }

    /// <summary>The first values in brackets, and how many there are where not all are shown: <c>[0, 0.5, … 64 values]</c>.</summary>
    public static string Format(ReadOnlySpan<float> values)
    {
        string[] shown = new string[Math.Min(values.Length, FormattedValues)];
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = values[i].ToString(CultureInfo.InvariantCulture);
        }

        string rest = values.Length > FormattedValues ? $", … {values.Length.ToString(CultureInfo.InvariantCulture)} values" : "";
        return $"[{string.Join(", ", shown)}{rest}]";
    }

    private static void Throw(int actual, long expected, string parameter) =>
        throw new ArgumentException(FormattableString.Invariant($"{actual} values were given; the network needs {expected}."), parameter);
}
