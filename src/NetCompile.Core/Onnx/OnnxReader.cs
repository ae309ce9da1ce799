using NetCompile.Models;
using NetCompile.Passes;

namespace NetCompile.Onnx;

/// <summary>Reads ONNX models: feed-forward networks of affine and piecewise-linear operators with one input and one output.</summary>
/// <remarks>
/// Layers stay what the file says: weights are never merged or rescaled where that would round them. Symbolic batch dimensions become 1.
/// Every failure is a <see cref="ModelFormatException"/>; time and memory are bounded by a multiple of the file's size plus a fixed allowance.
/// </remarks>
public static class OnnxReader
{
    /// <summary>The names of the operators that are read, of the default ONNX domain.</summary>
    public static IEnumerable<string> SupportedOperators => OnnxOperators.Names;

    /// <summary>Reads a model.</summary>
    /// <param name="bytes">The file's content, not compressed.</param>
    /// <param name="name">The file's name, for messages and for <see cref="NetworkModel.Name"/>.</param>
    /// <exception cref="ModelFormatException">The file is damaged or uses something that is not supported.</exception>
    public static NetworkModel Read(ReadOnlyMemory<byte> bytes, string name) => WithFileName(name, () => ModelSimplifier.Simplify(Importer(bytes, name).Import()));

    /// <summary>Describes a model without the demand that everything in it be supported: operators, shapes where they can be inferred, and what is unsupported.</summary>
    /// <param name="bytes">The file's content, not compressed.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public static ModelSource Describe(ReadOnlyMemory<byte> bytes, string name) => WithFileName(name, () => Importer(bytes, name).Describe());

    private static OnnxImporter Importer(ReadOnlyMemory<byte> bytes, string name) => new(OnnxParser.Parse(bytes), name, bytes.Length);

    private static T WithFileName<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ModelFormatException e) when (e.File is null)
        {
            throw e.WithFile(name);
        }
    }
}
