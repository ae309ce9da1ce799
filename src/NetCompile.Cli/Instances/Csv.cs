using System.Text;

namespace NetCompile.Cli.Instances;

/// <summary>One line of comma-separated values, quoted where a value holds a comma or a quote (RFC 4180, without line breaks inside values).</summary>
internal static class Csv
{
    /// <summary>The values of a line, trimmed; null where a quote is not closed.</summary>
    public static List<string>? Split(string line)
    {
        List<string> values = [];
        StringBuilder value = new();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"')
            {
                if (quoted && i + 1 < line.Length && line[i + 1] == '"')
                {
                    value.Append('"');
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (c == ',' && !quoted)
            {
                values.Add(value.ToString().Trim());
                value.Clear();
            }
            else
            {
                value.Append(c);
            }
        }

        values.Add(value.ToString().Trim());
        return quoted ? null : values;
    }

    /// <summary>A line of the given values.</summary>
    public static string Join(params IEnumerable<string> values) => string.Join(",", values.Select(Quote));

    private static string Quote(string value)
    {
        string line = value.ReplaceLineEndings(" ");
        return line.AsSpan().IndexOfAny(',', '"') >= 0 ? "\"" + line.Replace("\"", "\"\"") + "\"" : line;
    }
}
