namespace NetCompile.Properties;

/// <summary>The range of one input as the property states it: a closed interval with decimal ends, held as two nested double intervals.</summary>
/// <remarks>
/// A decimal such as <c>0.1</c> is no double. <see cref="Lower"/>..<see cref="Upper"/> contains the stated interval (use it to prove);
/// <see cref="InnerLower"/>..<see cref="InnerUpper"/> lies inside it (use it to accept a counterexample). Where the ends are doubles the two coincide.
/// The inner interval may be empty (<c>InnerLower &gt; InnerUpper</c>): a fixed input whose value is no double.
/// </remarks>
/// <param name="Lower">At most the stated lower end.</param>
/// <param name="Upper">At least the stated upper end.</param>
/// <param name="InnerLower">The least double that is at least the stated lower end.</param>
/// <param name="InnerUpper">The greatest double that is at most the stated upper end.</param>
public readonly record struct InputInterval(double Lower, double Upper, double InnerLower, double InnerUpper)
{
    /// <summary>An interval whose ends are exactly these doubles.</summary>
    public static InputInterval Exact(double lower, double upper) => new(lower, upper, lower, upper);

    /// <summary>Whether no real number lies in the stated interval for certain: the outer interval is empty.</summary>
    public bool IsEmpty => !(Lower <= Upper);

    /// <summary>The intersection.</summary>
    public InputInterval Intersect(InputInterval other) =>
        new(Math.Max(Lower, other.Lower), Math.Min(Upper, other.Upper), Math.Max(InnerLower, other.InnerLower), Math.Min(InnerUpper, other.InnerUpper));
}
