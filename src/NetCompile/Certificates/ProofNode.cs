using NetCompile.Propagation;

namespace NetCompile.Certificates;

/// <summary>
/// One node of the proof that a search leaves behind: how its part of the region was divided, or which rows refute the violation there. Built while the search runs where
/// <see cref="Verification.VerificationOptions.RecordProof"/> is set; the node of a part is written by the one thread that examines that part.
/// </summary>
/// <remarks>It is a record of decisions and of multipliers, never of bounds: whoever checks the proof computes every bound anew.</remarks>
internal sealed class ProofNode
{
    private List<ProofRow>? _rows;

    /// <summary>How the part was divided; <see cref="ProofSplit.None"/> for a leaf.</summary>
    public ProofSplit Split { get; private set; }

    /// <summary>The input that was cut, or the operator whose value is the pre-activation that was cut.</summary>
    public int Index { get; private set; }

    /// <summary>The element of the pre-activation.</summary>
    public int Neuron { get; private set; }

    /// <summary>Where the input was cut.</summary>
    public double Value { get; private set; }

    /// <summary>The part with <c>x ≤ Value</c>, or <c>a ≤ 0</c>; null for a leaf.</summary>
    public ProofNode? Below { get; private set; }

    /// <summary>The part with <c>x ≥ Value</c>, or <c>a ≥ 0</c>; null for a leaf.</summary>
    public ProofNode? Above { get; private set; }

    /// <summary>The slope policy that bounded a part of the input best.</summary>
    public SlopePolicy Slopes { get; set; }

    /// <summary>How the pre-activations were bounded here for everything below; null where those of an ancestor were kept, or where each leaf bounds its own.</summary>
    public ProofBounds? Bounds { get; set; }

    /// <summary>The rows known to refute conjunctions here; may be empty for a part of the input, whose rows need no multipliers.</summary>
    public IReadOnlyList<ProofRow> Rows => (IReadOnlyList<ProofRow>?)_rows ?? [];

    /// <summary>The conjunctions that have proofs of their own, where <see cref="Split"/> is <see cref="ProofSplit.Conjunctions"/>; all others are refuted here.</summary>
    public IReadOnlyList<(int Conjunction, ProofNode Proof)> Conjunctions { get; private set; } = [];

    /// <summary>Records that the conjunctions still open are refuted one by one.</summary>
    public void SplitConjunctions(IReadOnlyList<int> open)
    {
        Split = ProofSplit.Conjunctions;
        Conjunctions = [.. open.Select(c => (c, new ProofNode()))];
    }

    /// <summary>Forgets how one of <see cref="Conjunctions"/> was divided and refuted: it is searched anew.</summary>
    public ProofNode Renew(int conjunction)
    {
        ProofNode fresh = new();
        Conjunctions = [.. Conjunctions.Select(c => c.Conjunction == conjunction ? (conjunction, fresh) : c)];
        return fresh;
    }

    /// <summary>Records that the part was cut at <c>x_axis = value</c>.</summary>
    public (ProofNode Below, ProofNode Above) SplitInput(int axis, double value)
    {
        (Split, Index, Value) = (ProofSplit.Input, axis, value);
        return (Below = new ProofNode(), Above = new ProofNode());
    }

    /// <summary>Records that the part was cut at <c>a = 0</c>: element <paramref name="neuron"/> of the value of operator <paramref name="preActivation"/>.</summary>
    public (ProofNode Inactive, ProofNode Active) SplitPhase(int preActivation, int neuron)
    {
        (Split, Index, Neuron) = (ProofSplit.Phase, preActivation, neuron);
        return (Below = new ProofNode(), Above = new ProofNode());
    }

    /// <summary>Records that a row's lower bound refutes every conjunction that holds the row.</summary>
    public void Refute(ProofRow row) => (_rows ??= []).Add(row);
}

/// <summary>How a part of the search space was divided.</summary>
internal enum ProofSplit : byte
{
    /// <summary>Not at all: a leaf.</summary>
    None,

    /// <summary>At a value of an input.</summary>
    Input,

    /// <summary>At the kink of a ReLU.</summary>
    Phase,

    /// <summary>By what is to be refuted.</summary>
    Conjunctions,
}

/// <summary>A row and the choices that make its backward substitution a proof.</summary>
/// <param name="Row">The index among the case's distinct constraints (<see cref="Verification.Specification.Rows"/>).</param>
/// <param name="Slopes">Lower slopes; null: by the node's policy. One object may serve many rows.</param>
/// <param name="Multipliers">The multipliers, possibly zero, of the phases that were decided above; one that is not named here does not count in the row.</param>
internal sealed record ProofRow(int Row, ProofSlopes? Slopes = null, IReadOnlyList<PhaseMultiplier>? Multipliers = null);

/// <summary>Lower slopes of some neurons, with 16 bits each: there are many of these.</summary>
/// <param name="Neurons">Which, numbered by <see cref="SlopeLayout"/>; the others follow the policy. Shared.</param>
/// <param name="Values">Their slopes, in units of 1/65535.</param>
internal sealed record ProofSlopes(int[] Neurons, ushort[] Values)
{
    /// <summary>A slope in the units of <see cref="Values"/>.</summary>
    public static ushort Quantise(double slope) => (ushort)Math.Round(Math.Clamp(slope, 0, 1) * ushort.MaxValue);
}

/// <summary>The multiplier <c>β ≥ 0</c> of a decided phase: the row gains <c>−β a</c> where <c>a ≥ 0</c> was decided and <c>+β a</c> where <c>a ≤ 0</c> was.</summary>
/// <param name="PreActivation">The operator whose value is the pre-activation.</param>
/// <param name="Neuron">Its element.</param>
/// <param name="Beta"><c>β</c>.</param>
internal readonly record struct PhaseMultiplier(int PreActivation, int Neuron, double Beta);

/// <summary>How the pre-activations of a part were bounded: operator by operator with each policy, then each element named with its own slopes; the tightest counts.</summary>
/// <param name="Policies">The slope policies that were tried.</param>
/// <param name="Elements">Elements with optimised slopes.</param>
internal sealed record ProofBounds(IReadOnlyList<SlopePolicy> Policies, IReadOnlyList<ProofElement> Elements);

/// <summary>One end of one pre-activation, bounded with optimised slopes.</summary>
/// <param name="PreActivation">The operator whose value is the pre-activation.</param>
/// <param name="Neuron">Its element.</param>
/// <param name="IsUpper">Whether the slopes are for the upper end.</param>
/// <param name="Whole">How the end was bounded on the whole part.</param>
internal sealed record ProofElement(int PreActivation, int Neuron, bool IsUpper, ProofElementPart Whole);

/// <summary>A part on which an end of a pre-activation was bounded, or divided into two; the least bound counts.</summary>
internal abstract record ProofElementPart;

/// <summary>The end was bounded on the part as it is.</summary>
/// <param name="Slopes">Lower slopes of activations before it.</param>
/// <param name="Multipliers">The multipliers, possibly zero, of phases decided for this end; one that is not named here does not count in the row.</param>
internal sealed record ProofElementRow(ProofSlopes Slopes, IReadOnlyList<PhaseMultiplier> Multipliers) : ProofElementPart;

/// <summary>The part was cut at <c>a = 0</c>.</summary>
/// <param name="PreActivation">The operator whose value <c>a</c> is an element of; it stands before the one that is bounded.</param>
/// <param name="Neuron">The element.</param>
/// <param name="Inactive">The part with <c>a ≤ 0</c>.</param>
/// <param name="Active">The part with <c>a ≥ 0</c>.</param>
internal sealed record ProofElementSplit(int PreActivation, int Neuron, ProofElementPart Inactive, ProofElementPart Active) : ProofElementPart;
