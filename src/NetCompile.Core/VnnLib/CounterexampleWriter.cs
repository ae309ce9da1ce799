using System.Globalization;
using System.Text;

namespace NetCompile.VnnLib;

/// <summary>Writes counterexamples in the form of the verification competition.</summary>
public static class CounterexampleWriter
{
    /// <summary>The text <c>sat</c>, then <c>((X_0 …)</c> and so on to <c>(Y_m …))</c>, one variable a line, in shortest decimals that give the same float32.</summary>
    /// <param name="input">The network's input, row-major.</param>
    /// <param name="output">The network's output for it, row-major.</param>
    public static string Write(IReadOnlyList<float> input, IReadOnlyList<float> output)
    {
        StringBuilder text = new("sat\n(");
        for (int i = 0; i < input.Count; i++)
        {
            Append(text, "X_", i, input[i]);
        }

        for (int j = 0; j < output.Count; j++)
        {
            Append(text, "Y_", j, output[j]);
        }

        return text.Append(")\n").ToString();
    }

    private static void Append(StringBuilder text, string prefix, int index, float value)
    {
        if (text[text.Length - 1] == ')')
        {
            text.Append("\n ");
        }

        text.Append('(').Append(prefix).Append(index).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append(')');
    }
}
