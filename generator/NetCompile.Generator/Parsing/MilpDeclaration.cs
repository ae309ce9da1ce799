using System.Collections.Immutable;

namespace NetCompile.Generator.Parsing;

/// <summary>What a network class states about its encoding in optimisation models.</summary>
/// <param name="Encoding">The name of the encoding, one that the run time reads; null where none is stated.</param>
/// <param name="BigMs">The big-Ms in source order, no two about the same neurons.</param>
internal sealed record MilpDeclaration(string? Encoding, EquatableArray<BigMDeclaration> BigMs)
{
    public static readonly MilpDeclaration None = new(null, default);
}

/// <summary>One <c>[BigM]</c>.</summary>
/// <param name="Lower">The magnitude of the lower bound, finite and above 0; null where the proven bound stays.</param>
/// <param name="Upper">The magnitude of the upper bound; null where the proven bound stays. One of the two is given.</param>
/// <param name="Layer">The activation layer, from 0; null where it is not told by number.</param>
/// <param name="LayerName">The activation layer by name; null where it is not told by name. With neither, every layer.</param>
/// <param name="Neuron">The neuron, from 0; null for every neuron. Only with a layer.</param>
internal sealed record BigMDeclaration(double? Lower, double? Upper, int? Layer, string? LayerName, int? Neuron)
{
    /// <summary>Whether both sides have the same magnitude, as one number gives them.</summary>
    public bool IsSymmetric => Lower is not null && Lower == Upper;

    /// <summary>0 for the network, 1 for a layer, 2 for a neuron: the most specific statement about a neuron counts.</summary>
    public int Specificity => Neuron is not null ? 2 : Layer is not null || LayerName is not null ? 1 : 0;

    /// <summary>What it is about, for messages.</summary>
    public string Target =>
        Specificity == 0 ? "the network"
        : (Neuron is { } neuron ? $"neuron {Display.Index(neuron)} of " : "") + (LayerName is { } name ? $"layer '{name}'" : $"layer {Display.Index(Layer!.Value)}");
}

/// <summary>The attributes that a <see cref="MilpDeclaration"/> comes from.</summary>
/// <param name="Encoding">The <c>[MilpEncoding]</c>, or null.</param>
/// <param name="BigMs">One per big-M.</param>
internal sealed record MilpAttributes(AttributeUse? Encoding, ImmutableArray<AttributeUse> BigMs);
