using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.QuickProofs;

/// <summary>Bounds on the values that the float32 forward pass has on a box: real-valued bounds, widened operator by operator by its rounding.</summary>
internal sealed class Float32Bounds
{
    private readonly CrownSubstitution _substitution;

    private Float32Bounds(NetworkModel model, List<OperatorBounds> operators, List<double[]?> errors, bool mayOverflow)
    {
        (Operators, MayOverflow) = (operators, mayOverflow);
        _substitution = new CrownSubstitution(model, operators, LowerSlope.Adaptive, errors);
    }

    /// <summary>The bounds by operator id. Nothing is claimed by them where <see cref="MayOverflow"/>.</summary>
    public IReadOnlyList<OperatorBounds> Operators { get; }

    /// <summary>Whether the forward pass may leave the float32 range somewhere on the box.</summary>
    public bool MayOverflow { get; }

    /// <summary>Computes the bounds.</summary>
    /// <param name="model">The network; no steps, which float32 rounding can flip.</param>
    /// <param name="lower">The lower end of each input.</param>
    /// <param name="upper">The upper end of each input, at least the lower.</param>
    /// <param name="useCrown">Whether pre-activations are bounded by backward substitution and intervals, whichever is tighter; else by intervals alone.</param>
    public static Float32Bounds Compute(NetworkModel model, double[] lower, double[] upper, bool useCrown)
    {
        List<OperatorBounds> bounds = new(model.Operators.Length) { new OperatorBounds((double[])lower.Clone(), (double[])upper.Clone()) };
        List<double[]?> errors = new(model.Operators.Length) { null };
        HashSet<int> backward = new(useCrown ? model.Operators.Where(o => o.IsActivation).Select(o => o.Sources[0]) : Enumerable.Empty<int>());
        CrownSubstitution substitution = new(model, bounds, LowerSlope.Adaptive, errors);
        bool mayOverflow = false;
        foreach (NetworkOperator o in model.Operators.Skip(1))
        {
            double[]? error = Float32Rounding.ErrorsOf(o, bounds, ref mayOverflow);
            errors.Add(error);
            OperatorBounds byIntervals = Widen(IntervalBounds.Step(o, bounds), error);
            bounds.Add(byIntervals);

            // What reads the input directly has nothing to substitute: its intervals are exact.
            if (backward.Contains(o.Id) && o.Sources[0] != 0)
            {
                bounds[o.Id] = substitution.BoundsOf(o).Intersect(byIntervals);
            }
        }

        return new Float32Bounds(model, bounds, errors, mayOverflow);
    }

    /// <summary>A lower bound of <c>Σ c_k v_k + constant</c> by backward substitution; −∞ where nothing is known.</summary>
    /// <inheritdoc cref="CrownSubstitution.LowerBoundOf(IReadOnlyList{ValueTuple{int, int, double}}, double, double[])"/>
    public double LowerBoundOf(IReadOnlyList<(int Operator, int Element, double Coefficient)> terms, double constant, double[]? inputCoefficients) =>
        _substitution.LowerBoundOf(terms, constant, inputCoefficients);

    /// <summary>A lower bound of <c>Σ c_k v_k + constant</c> by intervals alone; −∞ where nothing is known.</summary>
    public double LowerBoundByIntervals(IReadOnlyList<(int Operator, int Element, double Coefficient)> terms, double constant)
    {
        double sum = constant;
        foreach ((int id, int element, double coefficient) in terms)
        {
            OperatorBounds v = Operators[id];
            sum = Outward.Down(sum + Outward.Down(coefficient * (coefficient > 0 ? v.Lower[element] : v.Upper[element])));
        }

        return double.IsNaN(sum) ? double.NegativeInfinity : sum;
    }

    /// <summary>Multiplications of <see cref="Compute"/>.</summary>
    public static long WorkOf(NetworkModel model, bool useCrown)
    {
        HashSet<int> backward = new(useCrown ? model.Operators.Where(o => o.IsActivation).Select(o => o.Sources[0]) : Enumerable.Empty<int>());
        long before = 0, work = 0;
        foreach (NetworkOperator o in model.Operators)
        {
            long own = SizeOf(o);
            work += 3 * own;
            before += own;
            work += backward.Contains(o.Id) && o.Id > 0 ? 2L * o.Count * before : 0;
        }

        return work;
    }

    /// <summary>Multiplications of one backward substitution from the output.</summary>
    public static long RowWorkOf(NetworkModel model) => model.Operators.Sum(SizeOf);

    private static long SizeOf(NetworkOperator o) => o is DenseOperator d ? (long)d.Inputs * d.Outputs : o.Count;

    private static OperatorBounds Widen(OperatorBounds bounds, double[]? error)
    {
        if (error is null)
        {
            return bounds;
        }

        double[] lower = bounds.Lower.ToArray(), upper = bounds.Upper.ToArray();
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = Outward.Down(lower[i] - error[i]);
            upper[i] = Outward.Up(upper[i] + error[i]);
        }

        return new OperatorBounds(lower, upper);
    }
}
