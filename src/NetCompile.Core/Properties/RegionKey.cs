namespace NetCompile.Properties;

/// <summary>A box as its differences from the common box, so that comparing boxes costs only what differs.</summary>
internal sealed class RegionKey : IEquatable<RegionKey>
{
    private readonly int _hash;

    /// <summary>The box that <paramref name="overrides"/> make of <paramref name="common"/>.</summary>
    public RegionKey(Dictionary<int, ExactInterval> overrides, ExactInterval[] common)
    {
        List<KeyValuePair<int, ExactInterval>> differences = new(overrides.Count);
        foreach (KeyValuePair<int, ExactInterval> o in overrides)
        {
            if (o.Value != common[o.Key])
            {
                differences.Add(o);
            }
        }

        differences.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        Overrides = differences.ToArray();
        foreach (KeyValuePair<int, ExactInterval> o in Overrides)
        {
            _hash = unchecked((((_hash * 31) + o.Key) * 31) + o.Value.GetHashCode());
        }
    }

    /// <summary>The inputs whose interval differs from the common one, by index.</summary>
    public KeyValuePair<int, ExactInterval>[] Overrides { get; }

    /// <inheritdoc/>
    public bool Equals(RegionKey? other)
    {
        if (other is null || _hash != other._hash || Overrides.Length != other.Overrides.Length)
        {
            return false;
        }

        for (int i = 0; i < Overrides.Length; i++)
        {
            if (Overrides[i].Key != other.Overrides[i].Key || Overrides[i].Value != other.Overrides[i].Value)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RegionKey);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
