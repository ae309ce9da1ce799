namespace NetCompile.Generator.Parsing;

/// <summary>What parsing a <c>[Network]</c> class gave. Pipelines select <see cref="Value"/> before they emit, so that an edit which only moves lines emits nothing again.</summary>
/// <param name="Value">The declaration, or null where errors forbid emission.</param>
/// <param name="Errors">What is wrong, for the analyzers; the generator does not report these.</param>
/// <param name="Location">The <c>[Network]</c> attribute, for diagnostics of later stages.</param>
internal sealed record ParseResult(NetworkDeclaration? Value, EquatableArray<DiagnosticInfo> Errors, LocationInfo Location);
