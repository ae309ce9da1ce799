using NetCompile.Bounds;

namespace NetCompile.QuickProofs;

/// <summary>Cuts off the parts of a box in which conditions on the inputs cannot be met: for <c>Σ a_j x_j ≤ b</c>, <c>a_j x_j ≤ b − Σ_{k≠j} min a_k x_k</c>.</summary>
/// <remarks>Rounded outward: no input that meets the conditions is cut off. Conditions whose coefficients are no doubles are left alone.</remarks>
internal static class InputContraction
{
    private const int MaxRounds = 8;

    // An end that moves by less than this share of the width is not worth another round.
    private const double Worthwhile = 0.01;

    /// <summary>Contracts the box in place.</summary>
    /// <returns>False where no input of the box meets all conditions.</returns>
    public static bool Run(IReadOnlyList<ConstraintRow> rows, double[] lower, double[] upper)
    {
        bool goesOn = true;
        for (int round = 0; round < MaxRounds && goesOn; round++)
        {
            goesOn = false;
            foreach (ConstraintRow row in rows)
            {
                if (row.HasOutputs || !row.IsExact)
                {
                    continue;
                }

                if (!Cut(row, lower, upper, ref goesOn))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Cut(ConstraintRow row, double[] lower, double[] upper, ref bool isWorthwhile)
    {
        double least = LeastOf(row, lower, upper, except: -1);
        if (row.IsRefutedBy(Outward.Down(least - row.Greatest)))
        {
            return false;
        }

        foreach ((_, int j, double a) in row.Terms)
        {
            double rest = Outward.Up(row.Greatest - LeastOf(row, lower, upper, except: j));
            double end = rest / a;
            double width = upper[j] - lower[j];
            if (a > 0 && Outward.Up(end) < upper[j])
            {
                isWorthwhile |= upper[j] - end > Worthwhile * width;
                upper[j] = Outward.Up(end);
            }
            else if (a < 0 && Outward.Down(end) > lower[j])
            {
                isWorthwhile |= end - lower[j] > Worthwhile * width;
                lower[j] = Outward.Down(end);
            }

            if (!(lower[j] <= upper[j]))
            {
                return false;
            }
        }

        return true;
    }

    private static double LeastOf(ConstraintRow row, double[] lower, double[] upper, int except)
    {
        double sum = 0;
        foreach ((_, int k, double a) in row.Terms)
        {
            if (k != except)
            {
                sum = Outward.Down(sum + Outward.Down(a * (a > 0 ? lower[k] : upper[k])));
            }
        }

        return sum;
    }
}
