using System.Globalization;
using NetCompile.Models;

namespace NetCompile.NNet;

/// <summary>Steps through the lines of a <c>.nnet</c> text; comments and blank lines are skipped, errors name the line.</summary>
internal sealed class NNetLines(string text, string file)
{
    private int _position;
    private int _line;

    /// <summary>Characters after the current line.</summary>
    public int RemainingCharacters => text.Length - _position;

    /// <summary>Reads a line of whole numbers and returns the first.</summary>
    public int NextCounts(string what, int minimum, out int[] counts)
    {
        string[] fields = Fields(Next(what));
        if (fields.Length < minimum)
        {
            throw Error(ModelErrorKind.Malformed, $"{fields.Length} numbers are given as {what}; at least {minimum} are needed");
        }

        counts = new int[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            if (!int.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out counts[i]) || counts[i] > TensorShape.MaxCount)
            {
                throw Error(ModelErrorKind.Malformed, $"'{Shorten(fields[i])}' is no count from 0 to {TensorShape.MaxCount} ({what})");
            }
        }

        return counts[0];
    }

    /// <summary>Reads a line of exactly <paramref name="count"/> finite numbers.</summary>
    public float[] NextFloats(string what, int count)
    {
        string[] fields = Fields(Next(what));
        if (fields.Length != count)
        {
            throw Error(ModelErrorKind.ShapeMismatch, $"{fields.Length} numbers are given as {what}; {count} are needed");
        }

        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            // Double first: on an older runtime parsing as float throws on a value out of range instead of giving infinity.
            if (!double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                throw Error(ModelErrorKind.Malformed, $"'{Shorten(fields[i])}' is no number ({what})");
            }

            values[i] = (float)value;
            if (float.IsNaN(values[i]) || float.IsInfinity(values[i]))
            {
                throw Error(ModelErrorKind.NonFiniteWeight, $"'{Shorten(fields[i])}' is no finite float32 ({what})");
            }
        }

        return values;
    }

    /// <summary>Steps over one line.</summary>
    public void Skip(string what) => Next(what);

    /// <summary>Checks that nothing but comments and blank lines is left.</summary>
    public void RequireEnd()
    {
        if (TryNext(out string line))
        {
            throw Error(ModelErrorKind.Malformed, $"the last layer is complete but '{Shorten(line)}' follows");
        }
    }

    /// <summary>An error at the current line.</summary>
    public ModelFormatException Error(ModelErrorKind kind, string problem) => new(kind, problem, file, line: _line);

    private string Next(string what) => TryNext(out string line) ? line : throw Error(ModelErrorKind.Malformed, $"the file ends here but {what} should follow");

    private bool TryNext(out string line)
    {
        while (_position < text.Length)
        {
            int end = text.IndexOf('\n', _position);
            end = end < 0 ? text.Length : end;
            line = text.Substring(_position, end - _position).Trim(' ', '\t', '\r', '\uFEFF');
            _position = Math.Min(text.Length, end + 1);
            _line++;
            if (line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            {
                return true;
            }
        }

        line = "";
        return false;
    }

    // Numbers are separated by commas, usually with one at the end of the line.
    private static string[] Fields(string line)
    {
        string[] fields = line.TrimEnd(',', ' ', '\t').Split(',');
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = fields[i].Trim();
        }

        return fields;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 40) + "…";
}
