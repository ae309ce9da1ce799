using System.Collections.Immutable;
using System.Globalization;

namespace NetCompile.Generator.Models;

/// <summary>A text of numbers: weights, or the point of a robustness property.</summary>
/// <remarks>Numbers are separated by white space, commas or semicolons; <c>#</c> starts a comment that ends with the line.</remarks>
internal static class NumberText
{
    private static readonly char[] s_separators = { ' ', '\t', '\r', ',', ';', '\uFEFF' };

    /// <summary>The numbers, or what is wrong with the first that is none, with file and line.</summary>
    public static (ImmutableArray<double> Numbers, string? Error) Parse(string text, string file)
    {
        ImmutableArray<double>.Builder numbers = ImmutableArray.CreateBuilder<double>();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int comment = lines[i].IndexOf('#');
            string line = comment < 0 ? lines[i] : lines[i].Substring(0, comment);
            foreach (string word in line.Split(s_separators, StringSplitOptions.RemoveEmptyEntries))
            {
                if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
                {
                    return (default, $"{file}, line {i + 1}: '{(word.Length > 40 ? word.Substring(0, 37) + "..." : word)}' is no number");
                }

                if (double.IsNaN(number) || float.IsInfinity((float)number) || float.IsNaN((float)number))
                {
                    return (default, $"{file}, line {i + 1}: '{word}' is not a finite float32 number");
                }

                numbers.Add(number);
            }
        }

        return (numbers.ToImmutable(), null);
    }
}
