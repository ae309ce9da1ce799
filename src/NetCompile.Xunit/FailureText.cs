using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Xunit;

/// <summary>What a failed test says.</summary>
internal static class FailureText
{
    /// <summary>Values shown of a list; pictures have hundreds.</summary>
    private const int MostValues = 24;

    public static string Violated(NetworkProperty property, VerificationResult result)
    {
        Counterexample counterexample = result.Counterexample!;
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{property} is violated by");
        Append(text, property.InputNames, counterexample.Input);
        text.AppendLine("which gives");
        Append(text, property.OutputNames, counterexample.Output);
        text.Append("and contradicts ").AppendLine(property.Text);
        if (property.IsUnscaled)
        {
            text.AppendLine("These are the model's own values, before and after the declared scaling, as the VNN-LIB file has them.");
        }

        if (counterexample.IsInputRounded)
        {
            text.AppendLine("Inputs that the property fixes are at the nearest float32 numbers.");
        }

        if (counterexample.IsWithinRounding)
        {
            text.AppendLine("It is violated by less than the rounding of the method's own sums: called with these numbers, the method still returns true.");
        }

        return text.Append("Train the network for such inputs, or correct the property or the ranges of the inputs.").ToString();
    }

    public static string Unknown(NetworkProperty property, VerificationResult result, VerificationOptions options)
    {
        string effort = string.Create(CultureInfo.InvariantCulture, $"{result.Boxes:#,0} boxes and {result.Elapsed.TotalSeconds:0.0} s");
        string reason = result.Reason switch
        {
            UnknownReason.TimeLimit => string.Create(CultureInfo.InvariantCulture, $"the time limit of {options.TimeLimit?.TotalSeconds:0.###} s ended the search after {effort}. Raise TimeLimit, or narrow the property or the ranges."),
            UnknownReason.NodeLimit => $"the limit on boxes ended the search after {effort}. Raise NodeLimit, or narrow the property or the ranges.",
            UnknownReason.MemoryLimit => $"the open boxes outgrew the memory after {effort}. Narrow the property or the ranges.",
            UnknownReason.Precision => $"some box became too small to split after {effort}: it holds or fails only by rounding. Leave a margin in its bounds.",
            UnknownReason.NumericalOverflow => $"bounds overflowed or became NaN somewhere in the region after {effort}. Narrow the ranges.",
            UnknownReason.Cancelled => $"the search was cancelled after {effort}.",
            _ => $"{result.Reason} after {effort}.",
        };
        return $"{property} is neither proved nor refuted: {reason}";
    }

    public static string Vacuous(NetworkProperty property) =>
        $"{property} holds vacuously: no input in the declared ranges meets its conditions, so it says nothing about the network. Correct the conditions or the ranges, or set AllowVacuous = true.";

    private static void Append(StringBuilder text, ImmutableArray<string> names, ImmutableArray<float> values)
    {
        int width = names.Take(MostValues).Max(n => n.Length);
        for (int i = 0; i < Math.Min(values.Length, MostValues); i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {names[i].PadRight(width)} = {values[i]:R}");
        }

        if (values.Length > MostValues)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  … and {values.Length - MostValues} more");
        }
    }
}
