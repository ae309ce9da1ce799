using System.Collections.Immutable;

namespace NetCompile.Properties;

/// <summary>The output conditions gathered for one box, each once.</summary>
internal sealed class CaseBuilder
{
    private const int FewConjunctions = 8;

    private readonly ImmutableArray<Conjunction>.Builder _unsafe = ImmutableArray.CreateBuilder<Conjunction>();
    private HashSet<Conjunction>? _known;

    /// <summary>Starts without a condition.</summary>
    public CaseBuilder(RegionKey key) => Key = key;

    /// <summary>The box.</summary>
    public RegionKey Key { get; }

    /// <summary>The conditions, in the order in which they came.</summary>
    public ImmutableArray<Conjunction> Unsafe => _unsafe.ToImmutable();

    /// <summary>Adds a condition unless it is known.</summary>
    public void Add(Conjunction conjunction)
    {
        // Most boxes have one or two conditions, for which a set would cost more than it saves.
        if (_known is null && _unsafe.Count >= FewConjunctions)
        {
            _known = new HashSet<Conjunction>(_unsafe);
        }

        if (_known?.Add(conjunction) ?? !_unsafe.Contains(conjunction))
        {
            _unsafe.Add(conjunction);
        }
    }
}
