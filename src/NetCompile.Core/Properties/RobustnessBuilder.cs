using System.Collections.Immutable;
using System.Globalization;

namespace NetCompile.Properties;

/// <summary>Builds the property of <see cref="VerificationProperty.Robustness"/>.</summary>
internal static class RobustnessBuilder
{
    /// <summary>See <see cref="VerificationProperty.Robustness"/>.</summary>
    public static VerificationProperty Build(string name, ReadOnlySpan<float> center, double radius, ImmutableArray<InputInterval> ranges, int label, int outputCount)
    {
        if (!(radius >= 0) || double.IsInfinity(radius))
        {
            throw new ArgumentException($"The radius is {radius.ToString(CultureInfo.InvariantCulture)}; it must be finite and at least 0.", nameof(radius));
        }

        if ((uint)label >= (uint)outputCount)
        {
            throw new ArgumentException($"The label is {label} but the network has {outputCount} outputs.", nameof(label));
        }

        Rational exactRadius = Rational.FromDouble(radius);
        ImmutableArray<Formula>.Builder parts = ImmutableArray.CreateBuilder<Formula>((2 * center.Length) + 1);
        for (int i = 0; i < center.Length; i++)
        {
            if (float.IsNaN(center[i]) || float.IsInfinity(center[i]))
            {
                throw new ArgumentException($"Element {i} of the center is {center[i].ToString(CultureInfo.InvariantCulture)}; it must be finite.", nameof(center));
            }

            LinearExpression distance = LinearExpression.FromVariable(PropertyVariable.Input(i)) - LinearExpression.FromConstant(Rational.FromDouble(center[i]));
            LinearExpression limit = LinearExpression.FromConstant(exactRadius);
            parts.Add(new Formula.Atom(distance - limit, IsStrict: false));
            parts.Add(new Formula.Atom(-distance - limit, IsStrict: false));
        }

        LinearExpression winner = LinearExpression.FromVariable(PropertyVariable.Output(label));
        parts.Add(new Formula.Any(Enumerable.Range(0, outputCount)
            .Where(j => j != label)
            .Select(j => (Formula)new Formula.Atom(winner - LinearExpression.FromVariable(PropertyVariable.Output(j)), IsStrict: false))
            .ToImmutableArray()));
        return PropertyBuilder.Build(name, new Formula.All(parts.ToImmutable()), center.Length, outputCount, ranges);
    }
}
