using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;

namespace NetCompile.Generator;

/// <summary>Turns every <c>[Network]</c> class into a forward pass, bounds, properties and their verification.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <summary>The type whose presence asks for <c>AddTo</c>.</summary>
    internal const string MilpModelName = "NetCompile.Milp.MilpModel";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // What each class declares, without symbols, syntax and positions: an edit beside the declaration changes nothing from here on.
        IncrementalValuesProvider<ParseResult> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(DeclarationParser.NetworkAttributeName, static (node, _) => node is TypeDeclarationSyntax, DeclarationParser.Parse);
        IncrementalValuesProvider<NetworkDeclaration> declarations = parsed
            .Select(static (parsed, _) => parsed.Value)
            .WhereNotNull()
            .WithTrackingName(Steps.Declarations);

        // The files that declarations can name. They change when a file does, not when somebody types.
        IncrementalValueProvider<string?> projectFolder = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => options.GlobalOptions.TryGetValue(ProjectFiles.ProjectFolderOption, out string? folder) ? folder : null)
            .WithTrackingName(Steps.ProjectFolder);
        IncrementalValueProvider<ProjectFiles> files = context.AdditionalTextsProvider
            .Collect()
            .Combine(projectFolder)
            .Select(static (pair, _) => new ProjectFiles(pair.Left, pair.Right))
            .WithTrackingName(Steps.Files);

        // Whether networks are put into optimisation models at all. Asked on every keystroke, answered the same.
        IncrementalValueProvider<bool> hasMilp = context.CompilationProvider
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName(MilpModelName) is not null)
            .WithTrackingName(Steps.HasMilp);

        // The model and the property files are read here. The result compares by content, so that touching another file stops here.
        IncrementalValuesProvider<Resolution> networks = declarations
            .Combine(files.Combine(hasMilp))
            .Select(static (pair, cancellationToken) => Resolution.Of(pair.Left, pair.Right.Left, pair.Right.Right, cancellationToken))
            .WithTrackingName(Steps.Networks);

        // The text is a function of the network alone.
        IncrementalValuesProvider<Emission> emissions = networks
            .Select(static (network, _) => Emission.Of(network))
            .WithTrackingName(Steps.Sources);

        // Where properties stand, for a build that proves them and reports there. Nobody asks while somebody types, so no position gets past this step then.
        IncrementalValueProvider<bool> asksForLocations = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => PropertyLocationsEmitter.IsAskedFor(options.GlobalOptions))
            .WithTrackingName(Steps.AsksForLocations);
        IncrementalValueProvider<EquatableArray<PropertyLocation>> locations = parsed
            .Combine(asksForLocations)
            .Select(static (pair, _) => pair.Right ? PropertyLocation.Of(pair.Left) : EquatableArray<PropertyLocation>.Empty)
            .Collect()
            .Select(static (classes, _) => classes.SelectMany(c => c).ToEquatableArray())
            .WithTrackingName(Steps.PropertyLocations);

        context.RegisterSourceOutput(
            parsed.Select(static (parsed, _) => parsed.Errors), static (output, errors) => errors.ToList().ForEach(error => output.ReportDiagnostic(error.ToDiagnostic())));
        context.RegisterSourceOutput(emissions, static (output, emission) => emission.AddTo(output));
        context.RegisterSourceOutput(locations.Combine(projectFolder), static (output, pair) => PropertyLocationsEmitter.AddTo(output, pair.Left, pair.Right));
    }

    /// <summary>The tracking names of the pipeline's steps.</summary>
    internal static class Steps
    {
        public const string Declarations = nameof(Declarations);
        public const string ProjectFolder = nameof(ProjectFolder);
        public const string Files = nameof(Files);
        public const string HasMilp = nameof(HasMilp);
        public const string Networks = nameof(Networks);
        public const string Sources = nameof(Sources);
        public const string AsksForLocations = nameof(AsksForLocations);
        public const string PropertyLocations = nameof(PropertyLocations);

        public static readonly ImmutableArray<string> All = ImmutableArray.Create(Declarations, ProjectFolder, Files, HasMilp, Networks, Sources, AsksForLocations, PropertyLocations);
    }
}

/// <summary>Pipeline operators that Roslyn lacks.</summary>
internal static class IncrementalValues
{
    public static IncrementalValuesProvider<T> WhereNotNull<T>(this IncrementalValuesProvider<T?> values) where T : class =>
        values.Where(static value => value is not null).Select(static (value, _) => value!);
}
