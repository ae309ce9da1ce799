using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.Passes.Specialization;

/// <summary>Sums and products of numbers with error bounds, and of affine rows.</summary>
internal static class Affine
{
    public static Enclosed Negate(Enclosed a) => new(-a.Value, a.Error);

    public static Enclosed Add(Enclosed a, float b) => Add(a, new Enclosed(b, 0));

    public static Enclosed Add(Enclosed a, Enclosed b) => a.Value == 0 && a.Error == 0 ? b : b.Value == 0 && b.Error == 0 ? a
        : Rounded(a.Value + b.Value, a.Error + b.Error);

    public static Enclosed Scale(Enclosed a, float factor, bool isDivision) => a.Error == 0 && (a.Value == 0 || factor == 1) ? a
        : isDivision ? Rounded(a.Value / factor, Up(a.Error / Math.Abs((double)factor)))
        : Rounded(a.Value * factor, Up(a.Error * Math.Abs((double)factor)));

    /// <summary>The bias of a row and what its constant inputs add to it.</summary>
    /// <param name="d">The layer.</param>
    /// <param name="row">The row.</param>
    /// <param name="constant">The constant that an input is, or null.</param>
    public static Enclosed ConstantPart(DenseOperator d, int row, Func<int, Enclosed?> constant)
    {
        double sum = d.Bias is null ? 0 : d.Bias.Values[row], magnitude = Math.Abs(sum), error = 0;
        int terms = 0;
        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan().Slice(row * d.Inputs, d.Inputs);
        for (int j = 0; j < weights.Length; j++)
        {
            // A zero, which stably inactive units are, adds nothing: the bias stays as it is, exactly.
            if (weights[j] != 0 && constant(j) is { } c && (c.Value != 0 || c.Error != 0))
            {
                double product = weights[j] * c.Value;
                sum += product;
                magnitude += Math.Abs(product);
                error += Math.Abs(weights[j]) * c.Error;
                terms++;
            }
        }

        return terms == 0 ? new Enclosed(sum, 0) : new Enclosed(sum, Total(error, magnitude, terms + 1));
    }

    /// <summary>A row times a number, plus a number.</summary>
    public static AffineRow Scale(AffineRow row, float factor, bool isDivision)
    {
        if (factor == 1)
        {
            return row;
        }

        double[] weights = new double[row.Weights.Length], errors = new double[weights.Length];
        for (int j = 0; j < weights.Length; j++)
        {
            (weights[j], errors[j]) = Scale(new Enclosed(row.Weights[j], row.WeightErrors?[j] ?? 0), factor, isDivision);
        }

        (double bias, double error) = Scale(new Enclosed(row.Bias, row.BiasError), factor, isDivision);
        return new AffineRow(row.Columns, weights, errors, bias, error);
    }

    /// <summary>A row plus a number.</summary>
    public static AffineRow Add(AffineRow row, Enclosed offset)
    {
        (double bias, double error) = Add(new Enclosed(row.Bias, row.BiasError), offset);
        return row with { Bias = bias, BiasError = error };
    }

    /// <summary>An error bound together with the rounding of a sum of products, both rounded up.</summary>
    public static double Total(double error, double magnitude, int terms) => Up(Up(error + Outward.SumError(error, terms)) + Outward.SumError(magnitude, terms));

    private static Enclosed Rounded(double value, double error) => new(value, Up(Up(error) + (Math.Abs(value) * 1.2e-16) + double.Epsilon));

    private static double Up(double value) => Outward.Up(value);
}
