namespace NetCompile.Milp;

/// <summary>Proven bounds contradict each other, so the region they hold on is empty: every property of it is vacuous.</summary>
public sealed class EmptyRegionException : Exception
{
    /// <summary>With what contradicts what.</summary>
    public EmptyRegionException(string message) : base(message) { }
}
