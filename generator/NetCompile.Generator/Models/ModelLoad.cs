using NetCompile.Models;

namespace NetCompile.Generator.Models;

/// <summary>A model, or why there is none.</summary>
/// <param name="Model">The model; null exactly where <paramref name="Error"/> is given.</param>
/// <param name="Error">What is wrong.</param>
internal sealed record ModelLoad(NetworkModel? Model, ModelLoadError? Error)
{
    public static ModelLoad Failed(ModelLoadFailure failure, string message, int? layer = null) => new(null, new ModelLoadError(failure, message, layer));

    public static ModelLoad Failed(ModelFormatException e, int? layer = null) => Failed(
        e.Kind switch
        {
            ModelErrorKind.Unsupported => ModelLoadFailure.Unsupported,
            ModelErrorKind.ShapeMismatch => ModelLoadFailure.ShapeMismatch,
            ModelErrorKind.NonFiniteWeight => ModelLoadFailure.NonFiniteWeight,
            _ => ModelLoadFailure.Malformed,
        },
        e.Message,
        layer);
}

/// <summary>Why a model could not be loaded.</summary>
/// <param name="Failure">The kind.</param>
/// <param name="Message">What is wrong and where, without final period; for a file that was not found, its path as written.</param>
/// <param name="Layer">The layer attribute it is about, counted from 0; null for files.</param>
internal sealed record ModelLoadError(ModelLoadFailure Failure, string Message, int? Layer);

/// <summary>The kinds of <see cref="ModelLoadError"/>.</summary>
internal enum ModelLoadFailure
{
    /// <summary>The model file is not among the project's files.</summary>
    ModelNotFound,

    /// <summary>The weights file is not among the project's files.</summary>
    WeightsNotFound,

    /// <summary>The operating system does not let the file be read.</summary>
    Unreadable,

    /// <summary>The text of weights holds something that is no finite number.</summary>
    MalformedNumbers,

    /// <summary><see cref="ModelErrorKind.Malformed"/>.</summary>
    Malformed,

    /// <summary><see cref="ModelErrorKind.Unsupported"/>.</summary>
    Unsupported,

    /// <summary><see cref="ModelErrorKind.ShapeMismatch"/>.</summary>
    ShapeMismatch,

    /// <summary><see cref="ModelErrorKind.NonFiniteWeight"/>.</summary>
    NonFiniteWeight,
}
