using System.Collections.Immutable;
using NetCompile.Runtime;

namespace NetCompile.Build.Loading;

/// <summary>A property and where it stands.</summary>
/// <param name="Property">The property.</param>
/// <param name="Location">Where its source is; null where the assembly does not say.</param>
internal sealed record LocatedProperty(NetworkProperty Property, PropertyLocationAttribute? Location)
{
    /// <summary>Joins what an assembly declares with where it says that it stands.</summary>
    /// <exception cref="BuildException">A property of the source was not compiled: it must not pass for one that holds.</exception>
    public static ImmutableArray<LocatedProperty> Join(ImmutableArray<NetworkProperty> properties, IReadOnlyList<PropertyLocationAttribute> locations)
    {
        Dictionary<(string Network, string Property), PropertyLocationAttribute> places = [];
        foreach (PropertyLocationAttribute location in locations)
        {
            places.TryAdd((location.Network, location.Property), location);
        }

        ImmutableArray<LocatedProperty> joined = [.. properties.Select(p => new LocatedProperty(p, places.GetValueOrDefault((p.NetworkName, p.Name))))];
        HashSet<(string Network, string Property)> compiled = [.. properties.Select(p => (p.NetworkName, p.Name))];
        if (locations.FirstOrDefault(l => !compiled.Contains((l.Network, l.Property))) is { } missing)
        {
            throw new BuildException(
                $"the property '{missing.Property}' of {missing.Network} ({missing.Path}, line {missing.Line}) was not compiled, so it cannot be proved; correct what the compiler reports about it");
        }

        return joined;
    }
}
