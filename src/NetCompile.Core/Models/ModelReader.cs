using NetCompile.NNet;
using NetCompile.Onnx;

namespace NetCompile.Models;

/// <summary>Reads a model file of any supported format: ONNX or NNet, each as it is or compressed with gzip.</summary>
public static class ModelReader
{
    /// <summary>Reads a model.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="fileName">The file's name or path: its ending tells the format; if it does not, the content does.</param>
    /// <exception cref="ModelFormatException">The file is damaged or uses something that is not supported.</exception>
    public static NetworkModel Read(ReadOnlyMemory<byte> bytes, string fileName)
    {
        ReadOnlyMemory<byte> content = Unpack(bytes, fileName);
        return IsNNet(content.Span, fileName) ? NNetReader.Read(content, fileName) : OnnxReader.Read(content, fileName);
    }

    /// <summary>Describes a model without the demand that everything in it be supported.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="fileName">The file's name or path.</param>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public static ModelSource Describe(ReadOnlyMemory<byte> bytes, string fileName)
    {
        ReadOnlyMemory<byte> content = Unpack(bytes, fileName);
        return IsNNet(content.Span, fileName) ? NNetReader.Read(content, fileName).Source! : OnnxReader.Describe(content, fileName);
    }

    private static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> bytes, string fileName)
    {
        if (bytes.IsEmpty)
        {
            throw new ModelFormatException(ModelErrorKind.Malformed, "the file is empty", fileName);
        }

        return GzipUnpacker.IsGzip(bytes.Span) ? GzipUnpacker.Unpack(bytes, fileName) : bytes;
    }

    private static bool IsNNet(ReadOnlySpan<byte> content, string fileName)
    {
        string name = fileName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? fileName.Substring(0, fileName.Length - 3) : fileName;
        if (name.EndsWith(".nnet", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // An ONNX file starts with a protobuf tag, in practice 0x08; an .nnet file with a comment or a digit. Neither '/' nor a digit is a tag that ONNX uses first.
        foreach (byte b in content)
        {
            if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return b is (byte)'/' or >= (byte)'0' and <= (byte)'9';
            }
        }

        return false;
    }
}
