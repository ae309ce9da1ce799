namespace NetCompile.Bounds;

/// <summary>Proven bounds on every element of one operator's value. An end may be infinite; none is NaN.</summary>
public sealed class OperatorBounds
{
    private readonly double[] _lower, _upper;

    internal OperatorBounds(double[] lower, double[] upper)
    {
        // A NaN comes from ∞ − ∞ or 0 · ∞ after an overflow: nothing is known then.
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = double.IsNaN(lower[i]) ? double.NegativeInfinity : lower[i];
            upper[i] = double.IsNaN(upper[i]) ? double.PositiveInfinity : upper[i];
        }

        (_lower, _upper) = (lower, upper);
    }

    /// <summary>Lower bounds, row-major.</summary>
    public ReadOnlySpan<double> Lower => _lower;

    /// <summary>Upper bounds, row-major.</summary>
    public ReadOnlySpan<double> Upper => _upper;

    /// <summary>The number of elements.</summary>
    public int Count => _lower.Length;

    /// <summary>The greatest magnitude that element <paramref name="index"/> can have.</summary>
    internal double Magnitude(int index) => Math.Max(Math.Abs(_lower[index]), Math.Abs(_upper[index]));

    /// <summary>The tighter end of each: sound because both contain every value.</summary>
    internal OperatorBounds Intersect(OperatorBounds other)
    {
        double[] lower = new double[Count], upper = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            lower[i] = Math.Max(_lower[i], other._lower[i]);
            upper[i] = Math.Min(_upper[i], other._upper[i]);
        }

        return new OperatorBounds(lower, upper);
    }
}
