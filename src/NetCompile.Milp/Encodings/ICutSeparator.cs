namespace NetCompile.Milp;

/// <summary>Finds a valid inequality that a point violates.</summary>
public interface ICutSeparator
{
    /// <summary>The most violated inequality of its family at a point, or null where the point violates none by more than <paramref name="tolerance"/>.</summary>
    /// <param name="values">The point, by column.</param>
    /// <param name="tolerance">The least violation that counts.</param>
    Cut? Separate(ReadOnlySpan<double> values, double tolerance);
}
