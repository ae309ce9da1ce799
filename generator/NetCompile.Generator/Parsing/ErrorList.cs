using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Parsing;

/// <summary>Collects diagnostics, each once: two properties that use the same wrong helper report it a single time.</summary>
internal sealed class ErrorList
{
    private readonly List<DiagnosticInfo> _errors = new();

    public bool Any => _errors.Count > 0;

    /// <summary>Whether there are none but those of <paramref name="rules"/>.</summary>
    public bool AreAllOf(ImmutableArray<DiagnosticDescriptor> rules) => _errors.All(e => rules.Contains(e.Descriptor));

    public int Count => _errors.Count;

    public void Add(DiagnosticDescriptor descriptor, Location location, params string[] arguments) => Add(DiagnosticInfo.Create(descriptor, location, arguments));

    public void Add(DiagnosticInfo error)
    {
        if (!_errors.Contains(error))
        {
            _errors.Add(error);
        }
    }

    public EquatableArray<DiagnosticInfo> ToEquatableArray() => _errors.ToEquatableArray();
}
