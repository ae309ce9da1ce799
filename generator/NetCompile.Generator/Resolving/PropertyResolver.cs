using NetCompile.Generator.Emit;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Generator.Resolving;

internal static class PropertyResolver
{
    public static EquatableArray<ResolvedProperty> Resolve(
        NetworkDeclaration declaration, NetworkModel model, EquatableArray<InputInterval> region, ProjectFiles files, CancellationToken cancellationToken) => default;
}
