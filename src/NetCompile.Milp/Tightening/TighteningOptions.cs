using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>Choices of a <see cref="BoundTightening"/>.</summary>
public sealed record TighteningOptions
{
    /// <summary>The defaults: CROWN for the real network, unstable neurons only, all processors.</summary>
    public static TighteningOptions Default { get; } = new();

    /// <summary>How far to go; every cheaper method runs first.</summary>
    public TighteningMethod Method { get; init; } = TighteningMethod.Crown;

    /// <summary>Whether the bounds hold for the real idealisation, which encodings contain by default, or also for every result the float32 forward pass may round to.</summary>
    public Arithmetic Arithmetic { get; init; } = Arithmetic.Real;

    /// <summary>Solves the linear programs of <see cref="TighteningMethod.Lp"/> and <see cref="TighteningMethod.Milp"/>; need not be trusted: every bound is rebuilt from multipliers.</summary>
    public LpSolver? Solver { get; init; }

    /// <summary>
    /// Whether the dear methods take only neurons whose phase is still open, cheapest side first, and stop where it is settled (default); else every neuron gets every method. The output always does.
    /// </summary>
    public bool IsProgressive { get; init; } = true;

    /// <summary>What inputs meet beyond the box. Linear programs and branch and bound use all of it, the first layer an ℓ1 ball in closed form; propagation uses the box only.</summary>
    public InputConstraints Constraints { get; init; } = InputConstraints.None;

    /// <summary>The formulation of the layers before a neuron; null for the triangle (LP) or big-M (MILP, whose linear relaxation is the triangle).</summary>
    public ReluEncoding? Encoding { get; init; }

    /// <summary>Rolling horizon: how many layers of activations before a neuron are encoded, those before enter through their bounds; null for all.</summary>
    public int? Horizon { get; init; }

    /// <summary>Ascent steps of α-CROWN for each neuron.</summary>
    public int AlphaIterations { get; init; } = 20;

    /// <summary>Wall-clock time of everything; null for no limit. What is proved by then is returned.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The slice of time that a branch and bound gets for one side of one neuron; null for no limit. The bound proved by then counts.</summary>
    public TimeSpan? NeuronTimeLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The slice of nodes; null for no limit. Unlike time it gives the same bounds on every machine.</summary>
    public long? NeuronNodeLimit { get; init; }

    /// <summary>Neurons that are examined at the same time.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Bounds that are known already, of the same network and of a box that contains this one; they are taken over where they are tighter.</summary>
    public NeuronBounds? Known { get; init; }
}
