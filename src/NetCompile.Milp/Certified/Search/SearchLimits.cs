namespace NetCompile.Milp;

/// <summary>When a branch and bound ends before it is done.</summary>
/// <param name="TimeLimit">Wall-clock time; null for none.</param>
/// <param name="NodeLimit">Nodes; null for none.</param>
/// <param name="RelativeGap">A part whose bound is within <c>gap · max(1, |objective|)</c> of the best solution is closed.</param>
/// <param name="AbsoluteGap">The same with an absolute gap.</param>
/// <param name="Tolerance">How far a solution may leave a row, relative to the row's largest term.</param>
/// <param name="StopAtBound">Ends where the proved bound reaches this: more is not asked for.</param>
internal sealed record SearchLimits(
    TimeSpan? TimeLimit, long? NodeLimit, double RelativeGap = 1e-6, double AbsoluteGap = 1e-9, double Tolerance = 1e-7, double StopAtBound = double.PositiveInfinity);
