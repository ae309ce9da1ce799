using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;

namespace NetCompile.Analyzers;

/// <summary>What the checks of one network class share.</summary>
/// <param name="Type">The class.</param>
/// <param name="Declaration">What it declares.</param>
/// <param name="Attributes">Where its parts stand.</param>
/// <param name="Files">The project's files.</param>
/// <param name="Report">Takes a diagnostic.</param>
/// <param name="CancellationToken">Ends the analysis.</param>
internal sealed record Check(
    INamedTypeSymbol Type,
    NetworkDeclaration Declaration,
    DeclarationAttributes Attributes,
    ProjectFiles Files,
    Action<DiagnosticInfo> Report,
    CancellationToken CancellationToken)
{
    public void Add(DiagnosticDescriptor rule, Location location, params string[] arguments) => Report(DiagnosticInfo.Create(rule, location, arguments));

    /// <summary>The method of a property, also where helpers share its name; null for a property that is an attribute of the class.</summary>
    public IMethodSymbol? MethodOf(PropertyDeclaration property) => property is PropertyDeclaration.Method
        ? Type.GetMembers(property.Name).OfType<IMethodSymbol>().FirstOrDefault(m => AttributeUse.On(m, CancellationToken).Any(a => a.Name == "Property"))
        : null;

    /// <summary>Reports a file that is not among the project's, with the path that was probably meant.</summary>
    public void AddNotFound(string kind, string path, Location location)
    {
        string? nearest = Files.Nearest(path, Declaration.DeclaringFolder);
        DiagnosticInfo error = DiagnosticInfo.Create(
            ModelRules.FileNotFound, location, kind, path, nearest is null ? $"check the path, or add <AdditionalFiles Include=\"{path}\" /> to the project file" : $"did you mean '{nearest}'?");
        Report(nearest is null ? error : error.WithFact(Fact.Replacement, nearest));
    }

    /// <summary>The text of a file that the declaration names, or null after reporting why there is none.</summary>
    public string? ReadText(string kind, string path, Location location)
    {
        if (Files.Find(path, Declaration.DeclaringFolder) is not { } file)
        {
            AddNotFound(kind, path, location);
            return null;
        }

        (string? text, string? error) = FileReader.ReadText(file, CancellationToken);
        if (text is null)
        {
            Add(ModelRules.Unreadable, location, kind, path, error!);
        }

        return text;
    }
}
