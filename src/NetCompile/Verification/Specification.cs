using NetCompile.Properties;

namespace NetCompile.Verification;

/// <summary>The output conditions of one property case as rows <c>Σ c_k y_k + Σ d_j x_j ≤ b</c> that the engine bounds from below.</summary>
internal sealed class Specification
{
    private Specification(SpecificationRow[] rows, int[][] conjunctions)
    {
        Rows = rows;
        Conjunctions = conjunctions;
    }

    /// <summary>All constraints of all conjunctions.</summary>
    public SpecificationRow[] Rows { get; }

    /// <summary>For each conjunction, the indices of its rows. The property is violated where all rows of one conjunction are met.</summary>
    public int[][] Conjunctions { get; }

    public static Specification Create(IReadOnlyList<Conjunction> conjunctions)
    {
        List<SpecificationRow> rows = [];
        List<int[]> groups = [];
        Dictionary<LinearConstraint, int> known = [];
        foreach (Conjunction conjunction in conjunctions)
        {
            List<int> group = [];
            foreach (LinearConstraint constraint in conjunction.Constraints)
            {
                if (!known.TryGetValue(constraint, out int index))
                {
                    known[constraint] = index = rows.Count;
                    rows.Add(new SpecificationRow(constraint));
                }

                group.Add(index);
            }

            groups.Add([.. group]);
        }

        return new Specification([.. rows], [.. groups]);
    }

    /// <summary>How far <paramref name="output"/> is from violating the property: at most 0 (up to rounding) where it does.</summary>
    /// <param name="input">The input.</param>
    /// <param name="output">The network's output.</param>
    /// <param name="conjunction">The conjunction that is nearest to being met.</param>
    /// <param name="row">Its constraint that is farthest from being met.</param>
    public double Margin(ReadOnlySpan<float> input, ReadOnlySpan<float> output, out int conjunction, out int row)
    {
        double best = double.PositiveInfinity;
        conjunction = row = -1;
        for (int c = 0; c < Conjunctions.Length; c++)
        {
            double worst = double.NegativeInfinity;
            int worstRow = -1;
            foreach (int r in Conjunctions[c])
            {
                double slack = Rows[r].Evaluate(input, output);
                if (!(slack <= worst))
                {
                    worst = slack;
                    worstRow = r;
                }
            }

            if (worst < best)
            {
                best = worst;
                conjunction = c;
                row = worstRow;
            }
        }

        return best;
    }
}

/// <summary>One constraint in the form the engine computes with.</summary>
internal sealed class SpecificationRow
{
    public SpecificationRow(LinearConstraint constraint)
    {
        Constraint = constraint;
        OutputIndices = [.. constraint.Terms.Where(t => t.Variable.IsOutput).Select(t => t.Variable.Index)];
        OutputCoefficients = [.. constraint.Terms.Where(t => t.Variable.IsOutput).Select(t => t.Coefficient.Value)];
        InputIndices = [.. constraint.Terms.Where(t => !t.Variable.IsOutput).Select(t => t.Variable.Index)];
        InputCoefficients = [.. constraint.Terms.Where(t => !t.Variable.IsOutput).Select(t => t.Coefficient.Value)];
        HasInexactCoefficient = constraint.Terms.Any(t => !t.Coefficient.IsExact);
        BoundDown = constraint.Bound.IsExact ? constraint.Bound.Value : Math.BitDecrement(constraint.Bound.Value);
        BoundUp = constraint.Bound.IsExact ? constraint.Bound.Value : Math.BitIncrement(constraint.Bound.Value);
    }

    public LinearConstraint Constraint { get; }

    public int[] OutputIndices { get; }

    public double[] OutputCoefficients { get; }

    public int[] InputIndices { get; }

    public double[] InputCoefficients { get; }

    /// <summary>Whether a stated coefficient is no double; its term is then widened by two units in the last place.</summary>
    public bool HasInexactCoefficient { get; }

    /// <summary>At least the stated right-hand side.</summary>
    public double BoundUp { get; }

    /// <summary>At most the stated right-hand side.</summary>
    public double BoundDown { get; }

    /// <summary>Whether a sound upper bound of the left-hand side shows that the constraint is met. False for NaN.</summary>
    public bool IsMetBy(double upperBound) => Constraint.IsStrict ? upperBound < BoundDown : upperBound <= BoundDown;

    /// <summary>Whether a sound lower bound of the left-hand side shows that the constraint cannot be met. False for NaN.</summary>
    public bool IsRefutedBy(double lowerBound) => lowerBound > BoundUp || (Constraint.IsStrict && lowerBound >= BoundUp);

    /// <summary>Left-hand side minus right-hand side, rounded.</summary>
    public double Evaluate(ReadOnlySpan<float> input, ReadOnlySpan<float> output)
    {
        double sum = -Constraint.Bound.Value;
        for (int t = 0; t < OutputIndices.Length; t++)
        {
            sum += OutputCoefficients[t] * output[OutputIndices[t]];
        }

        for (int t = 0; t < InputIndices.Length; t++)
        {
            sum += InputCoefficients[t] * input[InputIndices[t]];
        }

        return sum;
    }
}
