using System.Collections.Immutable;

namespace NetCompile.Milp.Cbc;

/// <summary>What one run of CBC gave, for a minimisation.</summary>
internal sealed record CbcOutcome(MilpStatus Status, StopReason Reason, ImmutableArray<double> Values, double Bound, long Nodes, long Iterations, string Message)
{
    public static CbcOutcome Nothing(StopReason reason, string message = "") => new(MilpStatus.Unknown, reason, [], double.NaN, 0, 0, message);
}
