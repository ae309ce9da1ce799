using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;

namespace NetCompile.Generator.Emit;

/// <summary>The files of a network, or why there are none.</summary>
/// <param name="ClassName">The network class, for messages.</param>
/// <param name="Files">What is added to the compilation.</param>
/// <param name="InternalError">What went wrong in the generator itself, or null.</param>
internal sealed record Emission(string ClassName, EquatableArray<GeneratedFile> Files, string? InternalError)
{
    /// <summary>Emits a network, or only its inputs and outputs where there is no model: the author's own code then has one error, at the attribute.</summary>
    public static Emission Of(Resolution resolution)
    {
        NetworkDeclaration declaration = resolution.Declaration;
        try
        {
            EquatableArray<GeneratedFile> files = resolution.Network is { } network
                ? NetworkEmitter.Emit(network)
                : new[] { NetworkEmitter.EmitInputOutput(declaration) }.ToEquatableArray();
            return new Emission(declaration.Name, files, resolution.InternalError);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new Emission(declaration.Name, default, resolution.InternalError ?? InternalErrors.Describe(e));
        }
    }

    /// <summary>Hands everything to the compiler.</summary>
    public void AddTo(SourceProductionContext output)
    {
        if (InternalError is not null)
        {
            output.ReportDiagnostic(Diagnostic.Create(InternalRules.UnexpectedException, Location.None, ClassName, InternalError));
        }

        foreach (GeneratedFile file in Files)
        {
            output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
        }
    }
}
