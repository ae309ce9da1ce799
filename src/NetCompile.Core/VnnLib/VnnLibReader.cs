using System.Text;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.VnnLib;

/// <summary>Reads properties in VNN-LIB 1.0, the exchange format of the verification competition: text that asserts what a counterexample satisfies.</summary>
/// <remarks>
/// Supported: variables <c>X_i</c> and <c>Y_j</c> of type Real; <c>and</c>, <c>or</c>, <c>not</c>, <c>=&gt;</c>, nested in any way; <c>&lt;=</c>, <c>&gt;=</c>, <c>&lt;</c>,
/// <c>&gt;</c>, <c>=</c> of linear terms with <c>+</c>, <c>-</c> and <c>*</c>; decimals of any size, read exactly. Everything else is an error; no assertion is ever left out.
/// </remarks>
public static class VnnLibReader
{
    /// <summary>Characters or unpacked bytes that a property may have: several times the largest of the competition.</summary>
    public const int MaxLength = 1 << 27;

    /// <summary>Reads a property from text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The property's name, usually the file's; for messages.</param>
    /// <param name="inputCount">The network's inputs, if known: the property must declare as many.</param>
    /// <param name="outputCount">The network's outputs, if known.</param>
    /// <exception cref="ModelFormatException">The text is malformed, not linear, about another network, or leaves an input unbounded; line and column are named where there is one.</exception>
    public static VerificationProperty Read(string text, string name, int? inputCount = null, int? outputCount = null)
    {
        RequireLength(text.Length, name);
        VnnLibParser parser = new(text, name);
        Formula violation = parser.ReadAll();
        int inputs = parser.Variables.Count(ofOutputs: false, inputCount, name), outputs = parser.Variables.Count(ofOutputs: true, outputCount, name);
        return PropertyBuilder.Build(name, violation, inputs, outputs);
    }

    /// <summary>Reads a property from the content of a file, plain or compressed with gzip.</summary>
    /// <param name="bytes">The file's content: UTF-8.</param>
    /// <param name="name">The property's name, usually the file's; for messages.</param>
    /// <param name="inputCount">The network's inputs, if known: the property must declare as many.</param>
    /// <param name="outputCount">The network's outputs, if known.</param>
    /// <exception cref="ModelFormatException">As for text, or the gzip file is damaged.</exception>
    public static VerificationProperty Read(ReadOnlyMemory<byte> bytes, string name, int? inputCount = null, int? outputCount = null)
    {
        byte[] content = GzipUnpacker.IsGzip(bytes.Span) ? GzipUnpacker.Unpack(bytes, name) : bytes.ToArray();
        RequireLength(content.Length, name);

        // Bytes that are no UTF-8 become replacement characters: harmless in a comment, an unknown token anywhere else.
        return Read(Encoding.UTF8.GetString(content), name, inputCount, outputCount);
    }

    private static void RequireLength(int length, string name)
    {
        if (length > MaxLength)
        {
            throw new ModelFormatException(ModelErrorKind.Unsupported, $"the property has {length} bytes; at most {MaxLength} are supported", name);
        }
    }
}
