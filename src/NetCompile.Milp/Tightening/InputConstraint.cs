using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>A linear constraint on the inputs of a network: <c>lower ≤ Σ_k a_k x_{j_k} ≤ upper</c>.</summary>
/// <param name="Inputs"><c>j</c>, each once.</param>
/// <param name="Coefficients"><c>a</c>, one for each; finite.</param>
/// <param name="Lower">The lower end, possibly −∞.</param>
/// <param name="Upper">The upper end, possibly +∞.</param>
public sealed record InputConstraint(ImmutableArray<int> Inputs, ImmutableArray<double> Coefficients, double Lower, double Upper)
{
    internal void Check(int inputs)
    {
        if (Inputs.Length != Coefficients.Length || Inputs.Distinct().Count() != Inputs.Length || Inputs.Any(j => j < 0 || j >= inputs))
        {
            throw new ArgumentException($"A constraint names {Inputs.Length} inputs and {Coefficients.Length} coefficients; it must have one for each, and each input, from 0 to {inputs - 1}, at most once.");
        }

        if (!Coefficients.All(double.IsFinite) || double.IsNaN(Lower) || double.IsNaN(Upper))
        {
            throw new ArgumentException($"A constraint has a coefficient that is not finite, or the range [{Lower}, {Upper}] with an end that is no number.");
        }
    }
}
