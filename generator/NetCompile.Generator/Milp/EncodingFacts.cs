using System.Collections.Immutable;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Generator.Milp;

/// <summary>What the rules ask about a network's encoding, worked out once for a network, its region and what is stated about it: an IDE asks on every keystroke.</summary>
internal sealed class EncodingFacts
{
    private static readonly RecentResults<Key, EncodingFacts> s_recent = new(16);

    private EncodingFacts(NetworkModel model, ProvenBounds proven, MilpDeclaration milp)
    {
        Proven = proven;
        Layers = StatedBounds.Apply(model, proven.Layers, milp);
        Coefficients = CoefficientRange.Worst(model, proven.Values);
        Encoding = milp.Encoding ?? EncodingName.BigM;
        Size = EncodingSizer.Of(model, Layers, Encoding);
        BigMSize = Encoding == EncodingName.BigM ? Size : EncodingSizer.Of(model, Layers, EncodingName.BigM);
    }

    /// <summary>What is proved.</summary>
    public ProvenBounds Proven { get; }

    /// <summary>The bounds that the encoding uses: proved or stated.</summary>
    public ImmutableArray<ActivationLayer> Layers { get; }

    /// <summary>The row whose coefficients lie furthest apart; null without dense layers.</summary>
    public CoefficientRange? Coefficients { get; }

    /// <summary>The encoding's name.</summary>
    public string Encoding { get; }

    /// <summary>Its size.</summary>
    public EncodingSize Size { get; }

    /// <summary>The size of the encoding <c>big-m</c>.</summary>
    public EncodingSize BigMSize { get; }

    /// <summary>The facts about a network over its region.</summary>
    public static EncodingFacts Over(NetworkModel model, ImmutableArray<InputInterval> region, MilpDeclaration milp)
    {
        // Statements name layers, which the content hash does not know.
        string names = milp.BigMs.Any(b => b.LayerName is not null) ? string.Join("\n", model.Operators.Where(o => o.IsActivation).Select(o => o.Name)) : "";
        return s_recent.GetOrAdd(new Key(model.ContentHash, names, new EquatableArray<InputInterval>(region), milp), () => new EncodingFacts(model, ProvenBounds.Over(model, region), milp));
    }

    private sealed record Key(string ContentHash, string Names, EquatableArray<InputInterval> Region, MilpDeclaration Milp);
}
