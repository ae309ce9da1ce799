namespace NetCompile.Generator.Parsing;

/// <summary>Where a property of a network class stands.</summary>
/// <param name="Network">The class as messages name it.</param>
/// <param name="Property">The property's name.</param>
/// <param name="Location">The name of its method, or the first argument of its attribute.</param>
internal sealed record PropertyLocation(string Network, string Property, LocationInfo Location)
{
    /// <summary>The locations of a class's properties, in their order.</summary>
    public static EquatableArray<PropertyLocation> Of(ParseResult parsed) => parsed.Value is { } declaration
        ? declaration.Properties.Zip(parsed.PropertyLocations, (property, location) => new PropertyLocation(declaration.DisplayName, property.Name, location)).ToEquatableArray()
        : EquatableArray<PropertyLocation>.Empty;
}
