using System.ComponentModel;

namespace NetCompile.Runtime;

/// <summary>Where a property stands in the source. Generated where a build proves properties, so that it can report there.</summary>
/// <param name="network">The full name of the network's class: <see cref="NetworkProperty.NetworkName"/>.</param>
/// <param name="property">The property's name.</param>
/// <param name="path">The file, as seen from the project's folder, with forward slashes.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PropertyLocationAttribute(string network, string property, string path, int line, int column) : Attribute
{
    /// <summary>The full name of the network's class.</summary>
    public string Network { get; } = network;

    /// <summary>The property's name.</summary>
    public string Property { get; } = property;

    /// <summary>The file, as seen from the project's folder, with forward slashes.</summary>
    public string Path { get; } = path;

    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The column, from 1.</summary>
    public int Column { get; } = column;
}
