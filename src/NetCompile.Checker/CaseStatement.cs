using NetCompile.Properties;

namespace NetCompile.Checker;

/// <summary>What has to be shown about one case of a property: that no input of a box meets all rows of any conjunction.</summary>
internal sealed class CaseStatement
{
    private CaseStatement(double[] lower, double[] upper, LinearConstraint[] rows, int[][] conjunctions)
    {
        (Lower, Upper, Rows, Conjunctions) = (lower, upper, rows, conjunctions);
        ConjunctionsOf = [.. Enumerable.Range(0, rows.Length).Select(r => Enumerable.Range(0, conjunctions.Length).Where(c => conjunctions[c].Contains(r)).ToArray())];
    }

    /// <summary>Lower ends of the box.</summary>
    public double[] Lower { get; }

    /// <summary>Upper ends of the box.</summary>
    public double[] Upper { get; }

    /// <summary>The distinct constraints of all conjunctions, in the order in which the property states them.</summary>
    public LinearConstraint[] Rows { get; }

    /// <summary>The rows of each conjunction.</summary>
    public int[][] Conjunctions { get; }

    /// <summary>The conjunctions that hold a row.</summary>
    public int[][] ConjunctionsOf { get; }

    /// <summary>The statement of a case, or null where no input is in its region.</summary>
    /// <remarks>
    /// The box contains the stated one and, because a program holds float32 inputs, the float32 numbers that its ends round to; rounding is monotonic, so those of all stated numbers lie between them.
    /// </remarks>
    /// <exception cref="CertificateException">An end is NaN, infinite or beyond float32.</exception>
    public static CaseStatement? Of(PropertyCase @case, int index)
    {
        int n = @case.Region.Length;
        double[] lower = new double[n], upper = new double[n];
        bool isEmpty = false;
        for (int j = 0; j < n; j++)
        {
            InputInterval i = @case.Region[j];
            if (double.IsNaN(i.Lower) || double.IsNaN(i.Upper))
            {
                throw new CertificateException($"an end of the range of input {j} in case {index} of the property is NaN");
            }

            isEmpty |= i.Lower > i.Upper;
            lower[j] = Math.Min(i.Lower, (float)i.Lower);
            upper[j] = Math.Max(i.Upper, (float)i.Upper);
        }

        if (isEmpty)
        {
            return null;
        }

        for (int j = 0; j < n; j++)
        {
            if (!(Math.Abs(lower[j]) <= float.MaxValue && Math.Abs(upper[j]) <= float.MaxValue))
            {
                throw new CertificateException($"input {j} in case {index} of the property has the range [{lower[j]}, {upper[j]}], which is not bounded by float32 numbers");
            }
        }

        List<LinearConstraint> rows = [];
        Dictionary<LinearConstraint, int> known = [];
        int[][] conjunctions = new int[@case.Unsafe.Length][];
        for (int c = 0; c < conjunctions.Length; c++)
        {
            conjunctions[c] = [.. @case.Unsafe[c].Constraints.Select(RowOf)];
        }

        return new CaseStatement(lower, upper, [.. rows], conjunctions);

        int RowOf(LinearConstraint constraint)
        {
            if (!known.TryGetValue(constraint, out int row))
            {
                known[constraint] = row = rows.Count;
                rows.Add(constraint);
            }

            return row;
        }
    }

    /// <summary>Whether a lower bound of a constraint's left-hand side shows that it cannot be met. False for NaN and infinity.</summary>
    public static bool IsRefuted(LinearConstraint constraint, double bound)
    {
        double right = constraint.Bound.IsExact ? constraint.Bound.Value : Math.BitIncrement(constraint.Bound.Value);
        return double.IsFinite(bound) && (bound > right || (constraint.IsStrict && bound >= right));
    }
}
