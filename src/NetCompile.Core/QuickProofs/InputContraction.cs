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

    // Linear in the terms: what the others add at least is the sum of those before, with the ends that they have by now, and of those after.
    private static bool Cut(ConstraintRow row, double[] lower, double[] upper, ref bool isWorthwhile)
    {
        double[] after = new double[row.Terms.Count + 1];
        for (int k = row.Terms.Count - 1; k >= 0; k--)
        {
            after[k] = Outward.Down(after[k + 1] + Least(row.Terms[k], lower, upper));
        }

        if (row.IsRefutedBy(Outward.Down(after[0] - row.Greatest)))
        {
            return false;
        }

        double before = 0;
        for (int k = 0; k < row.Terms.Count; k++)
        {
            (_, int j, double a) = row.Terms[k];
            double rest = Outward.Up(row.Greatest - Outward.Down(before + after[k + 1]));
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

            before = Outward.Down(before + Least(row.Terms[k], lower, upper));
        }

        return true;
    }

    private static double Least((int Operator, int Element, double Coefficient) term, double[] lower, double[] upper) =>
        Outward.Down(term.Coefficient * (term.Coefficient > 0 ? lower[term.Element] : upper[term.Element]));
}
