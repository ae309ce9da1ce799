namespace NetCompile.Milp;

/// <summary>Something that compares a solution with reality after every solve: an embedded network runs the real network at the solution.</summary>
public interface ISolutionCheck
{
    /// <summary>Compares.</summary>
    /// <param name="values">The solution, by column.</param>
    Discrepancy Check(ReadOnlySpan<double> values);
}
