namespace NetCompile.Generator.Parsing;

/// <summary>What parsing a <c>[Network]</c> class gave. Pipelines select <see cref="Value"/> before they emit, so that an edit which only moves lines emits nothing again.</summary>
/// <param name="Value">The declaration, or null where errors forbid emission.</param>
/// <param name="Errors">
/// What the generator itself has to report. The analyzers report what is wrong with declarations, but the compiler does not run them where a signature names a type
/// that does not exist: where nothing can be generated although properties need <c>Input</c> and <c>Output</c>, they would never be heard.
/// </param>
/// <param name="PropertyLocations">Where each property of <paramref name="Value"/> stands.</param>
internal sealed record ParseResult(NetworkDeclaration? Value, EquatableArray<DiagnosticInfo> Errors, EquatableArray<LocationInfo> PropertyLocations);
