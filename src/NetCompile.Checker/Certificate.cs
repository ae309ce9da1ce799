namespace NetCompile.Checker;

/// <summary>A verdict with what is needed to check it. CERTIFICATE.md describes the file.</summary>
/// <param name="ModelHash">The network's <see cref="Models.NetworkModel.ContentHash"/>.</param>
/// <param name="PropertyHash">The property's <see cref="PropertyIdentity.Hash"/>.</param>
/// <param name="IsFloat32">Whether the verdict is about the float32 forward pass; else about the real-valued network.</param>
/// <param name="Producer">What wrote it; for people.</param>
public sealed record Certificate(string ModelHash, string PropertyHash, bool IsFloat32, string Producer)
{
    /// <summary>The proof of each case that has one, by its index in the property. Empty in the certificate of a counterexample.</summary>
    public required IReadOnlyDictionary<int, CertificateNode> Cases { get; init; }

    /// <summary>The input that violates the property, where that is the verdict.</summary>
    public IReadOnlyList<float>? Counterexample { get; init; }
}

/// <summary>A part of a case's region, and how the violation is excluded on it. A node holds decisions, never bounds.</summary>
public abstract record CertificateNode
{
    /// <summary>The line it was read from, from 1; 0 for one that was not read.</summary>
    public int Line { get; init; }
}

/// <summary>The part is divided at <c>x_axis = value</c>; both sides contain the cut.</summary>
/// <param name="Axis">The input.</param>
/// <param name="Value">Any finite number.</param>
/// <param name="Below">The part with <c>x ≤ value</c>.</param>
/// <param name="Above">The part with <c>x ≥ value</c>.</param>
public sealed record InputSplit(int Axis, double Value, CertificateNode Below, CertificateNode Above) : CertificateNode;

/// <summary>The part is divided by the sign of a pre-activation; both sides contain zero.</summary>
/// <param name="PreActivation">The operator whose value it is.</param>
/// <param name="Neuron">The element.</param>
/// <param name="Inactive">The part with <c>a ≤ 0</c>.</param>
/// <param name="Active">The part with <c>a ≥ 0</c>.</param>
public sealed record PhaseSplit(int PreActivation, int Neuron, CertificateNode Inactive, CertificateNode Active) : CertificateNode;

/// <summary>One conjunction is refuted by a proof of its own, all others by what follows.</summary>
/// <param name="Conjunction">The index in the case.</param>
/// <param name="Own">The proof for that conjunction alone.</param>
/// <param name="Others">The proof for the others.</param>
public sealed record ConjunctionSplit(int Conjunction, CertificateNode Own, CertificateNode Others) : CertificateNode;

/// <summary>The pre-activations are to be bounded anew, for everything below.</summary>
/// <param name="Rules">The slope rules to bound them with, one after the other; at least one.</param>
/// <param name="Elements">Ends that have slopes of their own.</param>
/// <param name="Next">What follows on the same part.</param>
public sealed record BoundStep(IReadOnlyList<SlopeRule> Rules, IReadOnlyList<ElementBound> Elements, CertificateNode Next) : CertificateNode;

/// <summary>One end of one pre-activation, bounded with recorded slopes.</summary>
/// <param name="PreActivation">The operator whose value it is.</param>
/// <param name="Neuron">The element.</param>
/// <param name="IsUpper">Whether it is the upper end.</param>
/// <param name="Whole">How it is bounded on the whole part.</param>
public sealed record ElementBound(int PreActivation, int Neuron, bool IsUpper, ElementPart Whole)
{
    /// <summary>The line it was read from, from 1; 0 for one that was not read.</summary>
    public int Line { get; init; }
}

/// <summary>A part on which an end of a pre-activation is bounded, or divided into two; the least bound counts.</summary>
public abstract record ElementPart;

/// <summary>The end is bounded on the part as it is.</summary>
/// <param name="Slopes">Lower slopes of activations; the others follow the last rule.</param>
/// <param name="Multipliers">
/// The multipliers of decided phases, for this end or above, of operators before the one that is bounded; a decision for this end counts only where one, possibly zero, names it.
/// </param>
public sealed record ElementRow(SlopeVector Slopes, IReadOnlyList<PhaseMultiplier> Multipliers) : ElementPart;

/// <summary>The part is divided by the sign of a pre-activation; both sides contain zero.</summary>
/// <param name="PreActivation">The operator whose value it is; it stands before the one that is bounded.</param>
/// <param name="Neuron">The element.</param>
/// <param name="Inactive">The part with <c>a ≤ 0</c>.</param>
/// <param name="Active">The part with <c>a ≥ 0</c>.</param>
public sealed record ElementSplit(int PreActivation, int Neuron, ElementPart Inactive, ElementPart Active) : ElementPart;

/// <summary>The multiplier <c>β ≥ 0</c> of a decided phase.</summary>
/// <param name="PreActivation">The operator whose value is the pre-activation.</param>
/// <param name="Neuron">The element.</param>
/// <param name="Beta"><c>β</c>.</param>
public readonly record struct PhaseMultiplier(int PreActivation, int Neuron, double Beta);

/// <summary>A row is bounded, and refutes every conjunction that holds it, for everything below.</summary>
/// <param name="Row">The index among the distinct constraints of the case, in their order.</param>
/// <param name="Slopes">Lower slopes of activations; null: all by <paramref name="Rule"/>.</param>
/// <param name="Rule">The slope rule where no slope is given.</param>
/// <param name="Multipliers">The multipliers of decided phases; a decision counts here only where one, possibly zero, names it.</param>
/// <param name="Next">What follows on the same part.</param>
public sealed record RowStep(int Row, SlopeVector? Slopes, SlopeRule Rule, IReadOnlyList<PhaseMultiplier> Multipliers, CertificateNode Next) : CertificateNode;

/// <summary>A leaf that is bounded on its own: <see cref="BoundStep"/>, then a <see cref="RowStep"/> for each row, then the end.</summary>
/// <param name="Rule">The slope rule of all of it.</param>
/// <param name="Rows">The rows.</param>
public sealed record BoxLeaf(SlopeRule Rule, IReadOnlyList<int> Rows) : CertificateNode;

/// <summary>Nothing follows: every conjunction is refuted, or the part is empty.</summary>
public sealed record EndLeaf : CertificateNode;
