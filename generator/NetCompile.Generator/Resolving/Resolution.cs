using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Resolving;

/// <summary>What resolving a declaration gave.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Network">The network; null where the model is missing or does not fit, which the analyzers report.</param>
/// <param name="InternalError">What went wrong in the generator itself, or null.</param>
internal sealed record Resolution(NetworkDeclaration Declaration, ResolvedNetwork? Network, string? InternalError)
{
    /// <summary>Resolves <paramref name="declaration"/>; an unexpected exception becomes a diagnostic, because the compiler would drop every network of the project.</summary>
    public static Resolution Of(NetworkDeclaration declaration, ProjectFiles files, bool hasMilp, CancellationToken cancellationToken)
    {
        try
        {
            return new Resolution(declaration, NetworkResolver.Resolve(declaration, files, hasMilp, cancellationToken), null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new Resolution(declaration, null, InternalErrors.Describe(e));
        }
    }
}
