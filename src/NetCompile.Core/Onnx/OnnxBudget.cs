using NetCompile.Models;

namespace NetCompile.Onnx;

/// <summary>Limits what a small file can make the reader allocate: broadcasts, index tables and block matrices are charged before they are made.</summary>
/// <remarks>
/// A file of a few hundred bytes can ask for a broadcast to 2²⁸ elements at every node. The allowance grows with the file, so a real model never meets it:
/// the largest expansions real exporters cause are per-channel constants over an image, a few million elements.
/// </remarks>
internal sealed class OnnxBudget(int fileLength)
{
    /// <summary>Elements any file may expand to.</summary>
    private const long BaseElements = 1L << 22;

    /// <summary>Further elements for each byte of the file.</summary>
    private const long ElementsPerByte = 16;

    private readonly long _allowance = BaseElements + (ElementsPerByte * fileLength);
    private long _left = BaseElements + (ElementsPerByte * fileLength);

    /// <summary>Takes <paramref name="elements"/> from the allowance.</summary>
    /// <exception cref="ModelFormatException">The allowance is used up.</exception>
    public void Charge(long elements)
    {
        if (elements > TensorShape.MaxCount || elements > _left)
        {
            throw new ModelFormatException(
                ModelErrorKind.Unsupported,
                $"{elements} elements are needed here but {Math.Min(_left, TensorShape.MaxCount)} of the {_allowance} that a file of this size may expand to are left");
        }

        _left -= elements;
    }
}
