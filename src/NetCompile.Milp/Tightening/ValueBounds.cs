namespace NetCompile.Milp;

/// <summary>Bounds on the elements of one operator's value, each with the method that proved it. Mutable: tightening only ever narrows them.</summary>
public sealed class ValueBounds
{
    private readonly double[] _lower, _upper;
    private readonly BoundOrigin[] _lowerOrigin, _upperOrigin;

    /// <summary>Bounds that one method gave.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or a bound is NaN.</exception>
    public ValueBounds(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, BoundOrigin origin)
    {
        if (lower.Length != upper.Length)
        {
            throw new ArgumentException($"There are {lower.Length} lower and {upper.Length} upper bounds.", nameof(upper));
        }

        for (int i = 0; i < lower.Length; i++)
        {
            if (double.IsNaN(lower[i]) || double.IsNaN(upper[i]))
            {
                throw new ArgumentException($"The bounds of element {i} are [{lower[i]}, {upper[i]}]; neither may be NaN.", nameof(lower));
            }
        }

        (_lower, _upper) = (lower.ToArray(), upper.ToArray());
        (_lowerOrigin, _upperOrigin) = (new BoundOrigin[lower.Length], new BoundOrigin[lower.Length]);
        _lowerOrigin.AsSpan().Fill(origin);
        _upperOrigin.AsSpan().Fill(origin);
    }

    /// <summary>Bounds with the origin of each; the lengths agree and no bound is NaN.</summary>
    internal ValueBounds(double[] lower, double[] upper, BoundOrigin[] lowerOrigin, BoundOrigin[] upperOrigin) =>
        (_lower, _upper, _lowerOrigin, _upperOrigin) = (lower, upper, lowerOrigin, upperOrigin);

    /// <summary>The number of elements.</summary>
    public int Count => _lower.Length;

    /// <summary>Lower bounds, possibly −∞.</summary>
    public ReadOnlySpan<double> Lower => _lower;

    /// <summary>Upper bounds, possibly +∞.</summary>
    public ReadOnlySpan<double> Upper => _upper;

    /// <summary>What proved each lower bound.</summary>
    public ReadOnlySpan<BoundOrigin> LowerOrigin => _lowerOrigin;

    /// <summary>What proved each upper bound.</summary>
    public ReadOnlySpan<BoundOrigin> UpperOrigin => _upperOrigin;

    /// <summary>Takes over a bound where it is tighter; a NaN is ignored.</summary>
    /// <returns>Whether a bound changed.</returns>
    public bool Tighten(int index, double lower, double upper, BoundOrigin origin)
    {
        bool changed = false;
        if (lower > _lower[index])
        {
            (_lower[index], _lowerOrigin[index], changed) = (lower, origin, true);
        }

        if (upper < _upper[index])
        {
            (_upper[index], _upperOrigin[index], changed) = (upper, origin, true);
        }

        return changed;
    }
}
