namespace NetCompile.Reports;

/// <summary>A property about which a report says nothing, because it could not be verified at all: an operator that the engine does not bound, an exception of the user's own code. It neither holds nor is it violated.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Name">The property's name.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record PropertyFailure(string Network, string Name, string Reason);
