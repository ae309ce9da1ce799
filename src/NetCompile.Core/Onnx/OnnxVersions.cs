using NetCompile.Models;

namespace NetCompile.Onnx;

/// <summary>Which versions of ONNX are read. A newer one might give an operator another meaning, so it is refused rather than guessed.</summary>
internal static class OnnxVersions
{
    /// <summary>The newest version of the default operator set whose operators were compared with the readers here.</summary>
    public const int NewestOpset = 25;

    /// <summary>The newest version of the file format.</summary>
    public const int NewestIr = 13;

    /// <summary>The first version of the file format that states operator sets; before it, the first set is meant.</summary>
    private const int FirstIrWithOpsets = 3;

    /// <summary>The version of the default operator set that a model imports.</summary>
    /// <exception cref="ModelFormatException">The model states no version, two that differ, or one that is not known.</exception>
    public static int DefaultOpset(OnnxModel model)
    {
        if (model.IrVersion <= 0)
        {
            throw new ModelFormatException(ModelErrorKind.Malformed, $"the file states IR version {model.IrVersion}: it is no ONNX model");
        }

        if (model.IrVersion > NewestIr)
        {
            throw new ModelFormatException(ModelErrorKind.Unsupported, $"the file states IR version {model.IrVersion}; versions up to {NewestIr} are supported");
        }

        // Some tools list the default domain twice; that does no harm where the versions agree.
        long[] versions = [.. model.Opsets.Where(o => o.Domain.Length == 0).Select(o => o.Version).Distinct()];
        if (versions.Length == 0 && model.IrVersion < FirstIrWithOpsets)
        {
            return 1;
        }

        return versions.Length switch
        {
            1 when versions[0] is >= 1 and <= NewestOpset => (int)versions[0],
            1 => throw new ModelFormatException(ModelErrorKind.Unsupported, $"the model uses opset {versions[0]}; versions 1 to {NewestOpset} are supported"),
            0 => throw new ModelFormatException(ModelErrorKind.Malformed, "the model imports no version of the default operator set"),
            _ => throw new ModelFormatException(ModelErrorKind.Malformed, $"the model imports the default operator set in versions {string.Join(" and ", versions)}"),
        };
    }
}
