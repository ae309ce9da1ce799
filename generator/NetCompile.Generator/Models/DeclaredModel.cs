using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Models;

/// <summary>Loads the model that a declaration speaks of: from its file, or from its layers.</summary>
internal static class DeclaredModel
{
    /// <summary>The model as its file or its layers state it, without the scaling of inputs and outputs.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="files">The project's files.</param>
    /// <param name="cancellationToken">Ends the reading of a text.</param>
    public static ModelLoad Load(NetworkDeclaration declaration, ProjectFiles files, CancellationToken cancellationToken)
    {
        if (declaration.ModelPath is { } path)
        {
            return files.Find(path, declaration.DeclaringFolder) is { } file ? ModelCache.Load(file) : ModelLoad.Failed(ModelLoadFailure.ModelNotFound, path);
        }

        if (declaration.WeightsPath is not { } weightsPath)
        {
            return LayerModel.Build(declaration, default);
        }

        if (files.Find(weightsPath, declaration.DeclaringFolder) is not { } weightsFile)
        {
            return ModelLoad.Failed(ModelLoadFailure.WeightsNotFound, weightsPath);
        }

        (string? text, string? error) = FileReader.ReadText(weightsFile, cancellationToken);
        if (text is null)
        {
            return ModelLoad.Failed(ModelLoadFailure.Unreadable, error!);
        }

        (ImmutableArray<double> numbers, string? problem) = NumberText.Parse(text, weightsPath);
        return problem is null ? LayerModel.Build(declaration, numbers) : ModelLoad.Failed(ModelLoadFailure.MalformedNumbers, problem);
    }
}
