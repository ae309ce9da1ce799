namespace NetCompile.Properties;

/// <summary>The values of one input that a property states, exactly: each end open, closed or absent.</summary>
/// <param name="Lower">The lower end; null where there is none.</param>
/// <param name="IsLowerOpen">Whether the lower end itself is excluded.</param>
/// <param name="Upper">The upper end; null where there is none.</param>
/// <param name="IsUpperOpen">Whether the upper end itself is excluded.</param>
internal readonly record struct ExactInterval(Rational? Lower, bool IsLowerOpen, Rational? Upper, bool IsUpperOpen)
{
    /// <summary>Whether no real number lies in it.</summary>
    public bool IsEmpty => Lower is { } lower && Upper is { } upper && (lower.CompareTo(upper) is var order) && (order > 0 || (order == 0 && (IsLowerOpen || IsUpperOpen)));

    /// <summary>The outer doubles of a declared range; an infinite end is no end.</summary>
    public static ExactInterval Of(InputInterval range) => new(End(range.Lower), false, End(range.Upper), false);

    /// <summary>The part at most (or below) <paramref name="bound"/>.</summary>
    public ExactInterval Below(Rational bound, bool isStrict) =>
        Upper is { } upper && (upper < bound || (upper == bound && (IsUpperOpen || !isStrict))) ? this : this with { Upper = bound, IsUpperOpen = isStrict };

    /// <summary>The part at least (or above) <paramref name="bound"/>.</summary>
    public ExactInterval Above(Rational bound, bool isStrict) =>
        Lower is { } lower && (lower > bound || (lower == bound && (IsLowerOpen || !isStrict))) ? this : this with { Lower = bound, IsLowerOpen = isStrict };

    /// <summary>The nested double intervals: the outer one closed and no smaller, the inner one no larger. A missing end is infinite.</summary>
    /// <exception cref="OverflowException">An end is too large for a double.</exception>
    public InputInterval ToInputInterval()
    {
        double outerLower = double.NegativeInfinity, innerLower = double.NegativeInfinity, outerUpper = double.PositiveInfinity, innerUpper = double.PositiveInfinity;
        if (Lower is { } lower)
        {
            DoubleRounding end = DoubleRounding.Of(lower);
            outerLower = end.Down;
            innerLower = IsLowerOpen && end.IsExact ? DoubleRounding.Adjacent(end.Up, up: true) : end.Up;
        }

        if (Upper is { } upper)
        {
            DoubleRounding end = DoubleRounding.Of(upper);
            outerUpper = end.Up;
            innerUpper = IsUpperOpen && end.IsExact ? DoubleRounding.Adjacent(end.Down, up: false) : end.Down;
        }

        return new InputInterval(outerLower, outerUpper, innerLower, innerUpper);
    }

    private static Rational? End(double value) => double.IsInfinity(value) ? null : Rational.FromDouble(value);
}
