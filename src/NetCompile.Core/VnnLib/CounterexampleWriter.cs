using System.Globalization;
using System.Text;

namespace NetCompile.VnnLib;

/// <summary>Writes counterexamples in the form of the verification competition.</summary>
public static class CounterexampleWriter
{
    /// <summary>The text <c>sat</c>, then <c>((X_0 …)</c> and so on to <c>(Y_m …))</c>, one variable a line, in shortest decimals that give the same float32.</summary>
    /// <remarks>
    /// VNN-LIB has no decimal for an infinite output or a NaN, which a forward pass that overflows may give. Such an output is left out and a comment behind the
    /// counterexample names it; the inputs, from which every output can be computed again, are complete.
    /// </remarks>
    /// <param name="input">The network's input, row-major; finite.</param>
    /// <param name="output">The network's output for it, row-major.</param>
    /// <exception cref="ArgumentException">An input is not finite.</exception>
    public static string Write(IReadOnlyList<float> input, IReadOnlyList<float> output)
    {
        StringBuilder text = new("sat\n("), comments = new();
        for (int i = 0; i < input.Count; i++)
        {
            if (!IsFinite(input[i]))
            {
                throw new ArgumentException($"Input {i} is {Number(input[i])}; a counterexample is finite.", nameof(input));
            }

            Append(text, "X_", i, input[i]);
        }

        for (int j = 0; j < output.Count; j++)
        {
            if (IsFinite(output[j]))
            {
                Append(text, "Y_", j, output[j]);
            }
            else
            {
                comments.Append("; Y_").Append(j).Append(" is ").Append(Number(output[j])).Append(", which VNN-LIB cannot state: the forward pass overflows for this input\n");
            }
        }

        return text.Append(")\n").Append(comments).ToString();
    }

    private static void Append(StringBuilder text, string prefix, int index, float value)
    {
        if (text[text.Length - 1] == ')')
        {
            text.Append("\n ");
        }

        text.Append('(').Append(prefix).Append(index).Append(' ').Append(Number(value)).Append(')');
    }

    private static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
