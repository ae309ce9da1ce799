using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;

namespace NetCompile.Analyzers;

/// <summary>Reports why a model could not be loaded, at the path or the layer that is to blame.</summary>
internal static class ModelLoadCheck
{
    public static void Report(Check check, ModelLoadError error)
    {
        AttributeUse network = check.Attributes.Network;
        Location path = check.Declaration.ModelPath is null ? check.Attributes.Weights?.PositionalLocation(0) ?? network.Location : network.PositionalLocation(0);
        Location location = error.Layer is { } layer ? LocationOf(check, layer) : path;
        switch (error.Failure)
        {
            case ModelLoadFailure.ModelNotFound:
                check.AddNotFound("model file", error.Message, path);
                break;

            case ModelLoadFailure.WeightsNotFound:
                check.AddNotFound("weights file", error.Message, path);
                break;

            case ModelLoadFailure.Unreadable:
                check.Add(
                    ModelRules.Unreadable, path, check.Declaration.ModelPath is null ? "weights file" : "model file", check.Declaration.ModelPath ?? check.Declaration.WeightsPath!, error.Message);
                break;

            default:
                check.Add(RuleOf(error.Failure), location, error.Message);
                break;
        }
    }

    private static DiagnosticDescriptor RuleOf(ModelLoadFailure failure) => failure switch
    {
        ModelLoadFailure.MalformedNumbers => ModelRules.MalformedNumbers,
        ModelLoadFailure.Unsupported => ModelRules.Unsupported,
        ModelLoadFailure.ShapeMismatch => ModelRules.ShapeMismatch,
        ModelLoadFailure.NonFiniteWeight => ModelRules.NonFiniteWeight,
        _ => ModelRules.Malformed,
    };

    // The array that has the wrong length or the weight that is not finite, where the layer states one.
    private static Location LocationOf(Check check, int layer)
    {
        AttributeUse use = check.Attributes.Layers[layer];
        return use.Sets("Weights") ? use.NamedLocation("Weights") : use.Location;
    }
}
