namespace NetCompile.Milp;

/// <summary>Limits of one solve of an <see cref="LpSession"/>.</summary>
/// <param name="TimeLimit">Wall-clock time; null for none.</param>
/// <param name="IterationLimit">Simplex iterations; null for none.</param>
public sealed record LpOptions(TimeSpan? TimeLimit = null, int? IterationLimit = null)
{
    /// <summary>No limits.</summary>
    public static LpOptions Default { get; } = new();
}
