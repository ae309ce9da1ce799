using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NetCompile.Runtime;

namespace NetCompile.Xunit;

/// <summary>Where properties are declared.</summary>
/// <param name="Type">A network class, or any type of an assembly.</param>
/// <param name="WholeAssembly">Whether the assembly is meant.</param>
[RequiresUnreferencedCode("Looks for generated types by reflection.")]
[RequiresDynamicCode("Calls generated types by reflection.")]
internal sealed record PropertySource(Type Type, bool WholeAssembly)
{
    public ImmutableArray<NetworkProperty> Properties() => WholeAssembly ? NetworkProperties.In(Type.Assembly) : NetworkProperties.Of(Type);

    /// <summary>The property of this name.</summary>
    /// <exception cref="InvalidOperationException">It was found when tests were listed, and is no longer there.</exception>
    public NetworkProperty Find(string name) =>
        Properties().FirstOrDefault(p => p.ToString() == name) ?? throw new InvalidOperationException($"The property '{name}' is not in {Type.Assembly.GetName().Name}; rebuild it, so that tests are listed anew.");
}
