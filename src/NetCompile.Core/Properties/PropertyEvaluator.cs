using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Properties;

/// <summary>Decides exactly whether a concrete input with its output violates a property: what a counterexample must pass.</summary>
/// <remarks>
/// Values are float32 and are taken as the real numbers they are; sums are exact. A number that the property states but no double equals is known only to lie strictly
/// between its neighbouring doubles; a constraint counts as satisfied only if it is for every such number. Infinite values compare as the extended reals do
/// (<c>+∞ ≥ 5</c> holds); a NaN, and <c>∞ − ∞</c>, satisfy nothing.
/// </remarks>
public static class PropertyEvaluator
{
    // 2⁻⁵³ with room to spare: each of n products and n additions is off by at most that factor, and the sum of magnitudes is itself rounded.
    private const double UnitRoundoff = 1.2e-16;

    /// <summary>Whether a constraint is satisfied.</summary>
    /// <param name="constraint">The constraint.</param>
    /// <param name="input">The network's input, row-major.</param>
    /// <param name="output">The network's output for it, row-major.</param>
    public static bool IsSatisfied(LinearConstraint constraint, ReadOnlySpan<float> input, ReadOnlySpan<float> output)
    {
        double sum = 0, magnitude = Math.Abs(constraint.Bound.Value), underflow = 2 * double.Epsilon;
        bool anyInfinite = false;
        foreach (LinearTerm term in constraint.Terms)
        {
            float value = ValueOf(term.Variable, input, output);
            if (float.IsNaN(value))
            {
                return false;
            }

            anyInfinite |= float.IsInfinity(value);
            double product = term.Coefficient.Value * value;
            sum += product;
            magnitude += Math.Abs(product);
            underflow += double.Epsilon * (1 + Math.Abs(value));
        }

        if (anyInfinite)
        {
            return IsInfiniteSumSatisfied(constraint, input, output);
        }

        // The error of the sum: one unit for each product and each addition, two more for numbers that may be meant one unit in the last place away, and what a subnormal
        // number or product may be off by. Nearer to the bound the exact arithmetic decides.
        double error = (magnitude * UnitRoundoff * ((2 * constraint.Terms.Length) + 6)) + underflow;
        double difference = sum - constraint.Bound.Value;
        return difference < -error || (!(difference > error) && IsSatisfiedExactly(constraint, input, output));
    }

    /// <summary>Whether every constraint of a conjunction is satisfied.</summary>
    /// <inheritdoc cref="IsSatisfied(LinearConstraint, ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static bool IsSatisfied(Conjunction conjunction, ReadOnlySpan<float> input, ReadOnlySpan<float> output)
    {
        foreach (LinearConstraint constraint in conjunction.Constraints)
        {
            if (!IsSatisfied(constraint, input, output))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an input lies in a region for certain: inside the inner interval of every coordinate.</summary>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public static bool IsInside(ImmutableArray<InputInterval> region, ReadOnlySpan<float> input)
    {
        if (region.Length != input.Length)
        {
            throw new ArgumentException($"The region has {region.Length} inputs; {input.Length} values were given.", nameof(input));
        }

        for (int i = 0; i < input.Length; i++)
        {
            if (!(input[i] >= region[i].InnerLower && input[i] <= region[i].InnerUpper))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an input with its output violates a property.</summary>
    /// <param name="property">The property.</param>
    /// <param name="input">The network's input, row-major.</param>
    /// <param name="output">The network's output for it, row-major.</param>
    /// <exception cref="ArgumentException">The counts differ from the property's.</exception>
    public static bool IsViolated(VerificationProperty property, ReadOnlySpan<float> input, ReadOnlySpan<float> output) =>
        FindViolation(property, input, output) is not null;

    /// <summary>The first case, and in it the first conjunction, that an input with its output meets; null if none.</summary>
    /// <inheritdoc cref="IsViolated"/>
    public static PropertyViolation? FindViolation(VerificationProperty property, ReadOnlySpan<float> input, ReadOnlySpan<float> output)
    {
        if (input.Length != property.InputCount || output.Length != property.OutputCount)
        {
            throw new ArgumentException(
                $"The property is about {property.InputCount} inputs and {property.OutputCount} outputs; {input.Length} and {output.Length} values were given.");
        }

        for (int c = 0; c < property.Cases.Length; c++)
        {
            PropertyCase @case = property.Cases[c];
            if (!IsInside(@case.Region, input))
            {
                continue;
            }

            for (int k = 0; k < @case.Unsafe.Length; k++)
            {
                if (IsSatisfied(@case.Unsafe[k], input, output))
                {
                    return new PropertyViolation(c, k);
                }
            }
        }

        return null;
    }

    // The greatest value of Σ c v − b over the numbers that may be meant. Where one of them is inexact and matters, the maximum is not attained.
    private static bool IsSatisfiedExactly(LinearConstraint constraint, ReadOnlySpan<float> input, ReadOnlySpan<float> output)
    {
        Rational greatest = -End(constraint.Bound, up: false);
        bool isAttained = constraint.Bound.IsExact;
        foreach (LinearTerm term in constraint.Terms)
        {
            float value = ValueOf(term.Variable, input, output);
            greatest += End(term.Coefficient, up: value > 0) * Rational.FromDouble(value);
            isAttained &= term.Coefficient.IsExact || value == 0;
        }

        return constraint.IsStrict && isAttained ? greatest.Sign < 0 : greatest.Sign <= 0;
    }

    private static Rational End(StatedNumber number, bool up)
    {
        if (number.IsExact)
        {
            return Rational.FromDouble(number.Value);
        }

        // Inexact numbers lie between finite doubles (larger ones are refused), so the neighbour is finite except for the largest double,
        // which is then itself the end: nothing beyond it was meant.
        double end = DoubleRounding.Adjacent(number.Value, up);
        return Rational.FromDouble(double.IsInfinity(end) ? number.Value : end);
    }

    private static bool IsInfiniteSumSatisfied(LinearConstraint constraint, ReadOnlySpan<float> input, ReadOnlySpan<float> output)
    {
        bool anyPositive = false, anyNegative = false;
        foreach (LinearTerm term in constraint.Terms)
        {
            float value = ValueOf(term.Variable, input, output);
            if (float.IsNaN(value))
            {
                return false;
            }

            if (float.IsInfinity(value))
            {
                bool isPositive = value > 0 == term.Coefficient.Value > 0;
                anyPositive |= isPositive;
                anyNegative |= !isPositive;
            }
        }

        return anyNegative && !anyPositive;
    }

    private static float ValueOf(PropertyVariable variable, ReadOnlySpan<float> input, ReadOnlySpan<float> output) =>
        variable.IsOutput ? output[variable.Index] : input[variable.Index];
}
