using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Lower bounds of specification rows over the box that the workspace holds.</summary>
internal static unsafe class SpecificationBounds
{
    /// <summary>Adds a row's coefficients, times <paramref name="weight"/>, at the output and the input. Surplus rows may hold anything.</summary>
    /// <remarks>A weight other than 1 rounds: for gradients only, never for bounds.</remarks>
    public static void SetRow(BoundsWorkspace w, SpecificationRow row, int r, double weight = 1)
    {
        int output = w.Runner.Model.Output;
        int stride = w.Tables.Stride[output];
        if (!w.Touched[output])
        {
            new Span<double>(w.Coefficients(output), BoundsWorkspace.RowChunk * stride).Clear();
            w.Touched[output] = true;
        }

        double* a = w.Coefficients(output) + ((long)r * stride);
        for (int t = 0; t < row.OutputIndices.Length; t++)
        {
            a[row.OutputIndices[t]] += weight * row.OutputCoefficients[t];
        }

        if (row.InputIndices.Length > 0)
        {
            int inputStride = w.Tables.Stride[0];
            if (!w.Touched[0])
            {
                new Span<double>(w.Coefficients(0), BoundsWorkspace.RowChunk * inputStride).Clear();
                w.Touched[0] = true;
            }

            double* x = w.Coefficients(0) + ((long)r * inputStride);
            for (int t = 0; t < row.InputIndices.Length; t++)
            {
                x[row.InputIndices[t]] += weight * row.InputCoefficients[t];
            }
        }

        if (row.HasInexactCoefficient)
        {
            double magnitude = 0;
            for (int t = 0; t < row.OutputIndices.Length; t++)
            {
                int k = row.OutputIndices[t];
                magnitude += Math.Abs(row.OutputCoefficients[t]) * Math.Max(Math.Abs(w.Lower(output)[k]), Math.Abs(w.Upper(output)[k]));
            }

            for (int t = 0; t < row.InputIndices.Length; t++)
            {
                int k = row.InputIndices[t];
                magnitude += Math.Abs(row.InputCoefficients[t]) * Math.Max(Math.Abs(w.Lower(0)[k]), Math.Abs(w.Upper(0)[k]));
            }

            w.RowError[r] += 4 * Rounding.DoubleUnit * magnitude;
        }
    }

    /// <summary>A row's lower bound by the output's own bounds, without substitution: sometimes the tighter of the two.</summary>
    public static double DirectBound(BoundsWorkspace w, SpecificationRow row) => Direct(w, row, 1);

    /// <summary>A row's upper bound by the output's own bounds.</summary>
    public static double DirectUpperBound(BoundsWorkspace w, SpecificationRow row) => -Direct(w, row, -1);

    /// <summary>The lower bound of <paramref name="sign"/> times the row; −∞ where it is NaN.</summary>
    private static double Direct(BoundsWorkspace w, SpecificationRow row, double sign)
    {
        int output = w.Runner.Model.Output;
        double sum = 0, magnitude = 0;
        for (int t = 0; t < row.OutputIndices.Length; t++)
        {
            int k = row.OutputIndices[t];
            Add(sign * row.OutputCoefficients[t], w.Lower(output)[k], w.Upper(output)[k]);
        }

        for (int t = 0; t < row.InputIndices.Length; t++)
        {
            int k = row.InputIndices[t];
            Add(sign * row.InputCoefficients[t], w.Lower(0)[k], w.Upper(0)[k]);
        }

        double gamma = w.Tables.DoubleGamma + Rounding.DoubleGamma(row.OutputIndices.Length + row.InputIndices.Length);
        double bound = Rounding.Down(sum, gamma * magnitude);
        return double.IsNaN(bound) ? double.NegativeInfinity : bound;

        void Add(double c, double lower, double upper)
        {
            sum += c * (c >= 0 ? lower : upper);
            magnitude += Math.Abs(c) * Math.Max(Math.Abs(lower), Math.Abs(upper));
        }
    }
}
