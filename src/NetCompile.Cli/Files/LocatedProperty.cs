using NetCompile.Runtime;

namespace NetCompile.Cli.Files;

/// <summary>A property and, where its assembly says so, the place in the source that declares it.</summary>
internal sealed record LocatedProperty(NetworkProperty Property, PropertyLocationAttribute? Location);
