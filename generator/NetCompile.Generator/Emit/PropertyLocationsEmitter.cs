using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Emit;

/// <summary>Writes where properties stand, as attributes of the assembly: a build that proves them reports there.</summary>
/// <remarks>A file of its own, so that a moved line emits no network again.</remarks>
internal static class PropertyLocationsEmitter
{
    /// <summary>The name of the generated file.</summary>
    public const string HintName = "NetCompile.PropertyLocations.g.cs";

    /// <summary>What the build sets, outside the IDE's builds, where <c>NetCompileProve</c> is on.</summary>
    public const string Option = "build_property.NetCompileEmitLocations";

    /// <summary>Whether a build that proves runs this generator.</summary>
    public static bool IsAskedFor(AnalyzerConfigOptions options) =>
        options.TryGetValue(Option, out string? value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds the file, where there is something to say.</summary>
    public static void AddTo(SourceProductionContext output, EquatableArray<PropertyLocation> locations, string? projectFolder)
    {
        if (!locations.IsEmpty)
        {
            output.AddSource(HintName, SourceText.From(TextOf(locations, projectFolder), Encoding.UTF8));
        }
    }

    /// <summary>The text of the file; lines and columns count from 1, paths start at the project's folder.</summary>
    public static string TextOf(EquatableArray<PropertyLocation> locations, string? projectFolder)
    {
        SourceWriter writer = new();
        HeaderEmitter.Write(writer, "where properties stand, for the proofs of the build");
        foreach (PropertyLocation property in locations)
        {
            LocationInfo place = property.Location;
            writer.Line(
                $"[assembly: global::NetCompile.Runtime.PropertyLocation({Literal.String(property.Network)}, {Literal.String(property.Property)}, "
                + $"{Literal.String(RelativePath.From(projectFolder, place.Path))}, {place.LineSpan.Start.Line + 1}, {place.LineSpan.Start.Character + 1})]");
        }

        return writer.ToString();
    }
}
