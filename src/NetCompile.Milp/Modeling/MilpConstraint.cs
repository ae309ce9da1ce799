using System.Globalization;

namespace NetCompile.Milp;

/// <summary>A linear constraint <c>lower ≤ Σ c_k x_k ≤ upper</c> that is not yet part of a model; made by comparing expressions.</summary>
/// <param name="Expression">The expression, constant included.</param>
/// <param name="Lower">The lower end, possibly −∞.</param>
/// <param name="Upper">The upper end, possibly +∞.</param>
public sealed record MilpConstraint(MilpExpression Expression, double Lower, double Upper)
{
    internal static MilpConstraint Of(MilpExpression expression, double lower, double upper) => new(expression, lower, upper);

    /// <inheritdoc/>
    public override string ToString() =>
        Lower == Upper ? $"{Expression} = {Number(Lower)}"
        : (double.IsNegativeInfinity(Lower) ? "" : Number(Lower) + " <= ") + Expression + (double.IsPositiveInfinity(Upper) ? "" : " <= " + Number(Upper));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
