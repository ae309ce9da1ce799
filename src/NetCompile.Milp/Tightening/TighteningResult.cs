using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>What a <see cref="BoundTightening"/> proved.</summary>
public sealed record TighteningResult
{
    /// <summary>The bounds, sound whatever the reason to stop. Where the region is empty they may contradict each other.</summary>
    public required NeuronBounds Bounds { get; init; }

    /// <summary>Whether it is proved that no input of the box meets the constraints: every property of the region holds vacuously, which is seldom what was meant.</summary>
    public bool IsRegionEmpty { get; init; }

    /// <summary>What proves that the region is empty; else what went wrong with linear programs, if anything did.</summary>
    public string Message { get; init; } = "";

    /// <summary>Why it ended.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>Linear programs solved, those of branch and bound not counted.</summary>
    public long LinearPrograms { get; init; }

    /// <summary>Nodes of all branch-and-bound searches.</summary>
    public long Nodes { get; init; }

    /// <summary>Linear programs that failed; the neuron kept the bound it had.</summary>
    public long Failures { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>For each activation in order: its operator and the number of its neurons that are still unstable.</summary>
    public ImmutableArray<(int Operator, int Unstable)> Unstable { get; init; } = [];
}
