using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>A sound linear lower function <c>Σ A_j x_j + c</c> of a specification row on the box it was computed for.</summary>
internal sealed class RowFunction
{
    internal RowFunction(int row, double[] coefficients, double constant, double gamma)
    {
        Row = row;
        Coefficients = coefficients;
        Constant = constant;
        Gamma = gamma;
    }

    /// <summary>The row it bounds.</summary>
    public int Row { get; }

    /// <summary><c>A</c>.</summary>
    public double[] Coefficients { get; }

    /// <summary><c>c</c>, rounding of the substitution already taken off.</summary>
    public double Constant { get; }

    private double Gamma { get; }

    /// <summary>Copies row <paramref name="r"/> of the last backward substitution.</summary>
    public static unsafe RowFunction Take(BoundsWorkspace w, int r, int row)
    {
        int n = w.Tables.Width[0];
        double[] coefficients = new double[n];
        if (w.Touched[0])
        {
            new ReadOnlySpan<double>(w.Coefficients(0) + ((long)r * w.Tables.Stride[0]), n).CopyTo(coefficients);
        }

        double error = w.RowError[r] + (w.Tables.DoubleGamma * (w.RowMagnitude[r] + Math.Abs(w.RowConstant[r])));
        for (int j = 0; j < n; j++)
        {
            // The coefficients' own rounding acts on the inputs.
            error += w.Tables.DoubleGamma * Math.Abs(coefficients[j]) * Math.Max(Math.Abs(w.Lower(0)[j]), Math.Abs(w.Upper(0)[j]));
        }

        return new RowFunction(row, coefficients, Rounding.Down(w.RowConstant[r], error), w.Tables.DoubleGamma);
    }

    /// <summary>Shrinks a box to where <c>Σ A_j x_j + c ≤ bound</c> can hold; false where it cannot hold anywhere.</summary>
    /// <remarks>For each input the least the others can contribute is taken off; every step is rounded outward.</remarks>
    public bool Clip(double bound, double[] lower, double[] upper)
    {
        int n = Coefficients.Length;
        double least = 0, magnitude = Math.Abs(Constant) + Math.Abs(bound);
        for (int j = 0; j < n; j++)
        {
            least += Least(j, lower, upper);
            magnitude += Math.Abs(Coefficients[j]) * Math.Max(Math.Abs(lower[j]), Math.Abs(upper[j]));
        }

        // Twice: the sums here and the division below each stay within it.
        double error = 2 * (Gamma * magnitude) + Rounding.DoubleTiny;
        double room = bound - Constant - least + error;
        if (!(room >= 0))
        {
            // NaN must not prove anything.
            return double.IsNaN(room);
        }

        for (int j = 0; j < n; j++)
        {
            double a = Coefficients[j];
            if (Math.Abs(a) < 1e-100)
            {
                continue;
            }

            // a·x_j may exceed its least value by at most the room.
            double reach = Math.BitIncrement(room / Math.Abs(a) * (1 + 1e-15));
            if (a > 0)
            {
                double end = Math.BitIncrement(lower[j] + reach);
                if (end < upper[j])
                {
                    upper[j] = end;
                }
            }
            else
            {
                double end = Math.BitDecrement(upper[j] - reach);
                if (end > lower[j])
                {
                    lower[j] = end;
                }
            }
        }

        return true;
    }

    private double Least(int j, double[] lower, double[] upper) => Coefficients[j] * (Coefficients[j] >= 0 ? lower[j] : upper[j]);
}
