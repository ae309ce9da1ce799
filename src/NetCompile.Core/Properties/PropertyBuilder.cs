using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Properties;

/// <summary>Turns a formula that states a violation into a <see cref="VerificationProperty"/>: input boxes, each with the output conditions that violate the property in it.</summary>
/// <remarks>
/// Atoms about one input become ends of the box, by exact arithmetic; every other atom stays a constraint. Alternatives with equal boxes share one case, so a file with
/// 10,000 alternatives over 5,000 boxes gives 5,000 cases. Alternatives whose box is empty, or that contain a false constant atom, are dropped.
/// </remarks>
public static class PropertyBuilder
{
    /// <summary>Alternatives that a property may have at most.</summary>
    public const int MaxDisjuncts = DisjunctiveNormalForm.MaxDisjuncts;

    /// <summary>Input intervals that all boxes together hold at most.</summary>
    public const int MaxIntervals = 1 << 23;

    /// <summary>Builds a property.</summary>
    /// <param name="name">A name for messages.</param>
    /// <param name="violation">What must never be true; inputs and outputs are numbered row-major.</param>
    /// <param name="inputCount">Inputs of the network.</param>
    /// <param name="outputCount">Outputs of the network.</param>
    /// <param name="ranges">The declared range of each input, cut with what the formula states; nothing where inputs have no range. An end may be infinite if the formula bounds it.</param>
    /// <param name="inputName">The name of an input in messages; <c>X_i</c> where null.</param>
    /// <exception cref="ModelFormatException">
    /// The formula has too many alternatives, names a variable that the network does not have, leaves an input unbounded, or has a number that does not fit a double.
    /// </exception>
    /// <exception cref="ArgumentException">The ranges are not one per input, or an end is NaN.</exception>
    public static VerificationProperty Build(
        string name, Formula violation, int inputCount, int outputCount, ImmutableArray<InputInterval> ranges = default, Func<int, string>? inputName = null)
    {
        InputInterval[] declared = Declared(ranges, inputCount);
        DisjunctiveNormalForm form = DisjunctiveNormalForm.Of(violation, name);
        return new CaseCollector(name, inputCount, outputCount, declared, inputName ?? (i => PropertyVariable.Input(i).ToString())).Build(form);
    }

    private static InputInterval[] Declared(ImmutableArray<InputInterval> ranges, int inputCount)
    {
        if (ranges.IsDefaultOrEmpty)
        {
            return Enumerable.Repeat(InputInterval.Exact(double.NegativeInfinity, double.PositiveInfinity), inputCount).ToArray();
        }

        if (ranges.Length != inputCount)
        {
            throw new ArgumentException($"{ranges.Length} ranges are given for {inputCount} inputs.", nameof(ranges));
        }

        for (int i = 0; i < ranges.Length; i++)
        {
            if (double.IsNaN(ranges[i].Lower) || double.IsNaN(ranges[i].Upper) || double.IsNaN(ranges[i].InnerLower) || double.IsNaN(ranges[i].InnerUpper))
            {
                throw new ArgumentException($"An end of the range of {PropertyVariable.Input(i)} is NaN.", nameof(ranges));
            }
        }

        return ranges.ToArray();
    }
}
