using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the model's constants: as literals where there are few, else as base64 in a UTF-8 literal that is decoded once.</summary>
/// <remarks>
/// 500,000 literals cost the compiler 27 s and 1.2 GB, the same numbers in base64 4 s and 0.5 GB. A generator cannot add an embedded resource, which would be cheaper still.
/// </remarks>
internal static class WeightsEmitter
{
    /// <summary>Constants that are written as readable literals at most.</summary>
    public const int MaxLiterals = 600;

    private const int CharactersInLine = 160;

    /// <summary>Writes the classes <c>Constants</c> and <c>Packed</c>.</summary>
    public static void Write(SourceWriter writer, ConstantTable constants)
    {
        writer.Separate();
        writer.Line("/// <summary>The constants of the model.</summary>");
        using (writer.Block("private static class Constants"))
        {
            if (constants.Tensors.Sum(t => (long)t.Tensor.Shape.Count) <= MaxLiterals)
            {
                WriteLiterals(writer, constants);
            }
            else
            {
                WriteBlob(writer, constants);
            }

            foreach ((string name, GatherOperator gather) in constants.Gathers)
            {
                WriteGather(writer, name, gather);
            }
        }

        writer.Separate();
        writer.Line("/// <summary>The constants in the order in which the kernels read them.</summary>");
        using (writer.Block("private static class Packed"))
        {
            foreach ((string name, DenseOperator layer) in constants.Layers)
            {
                string bias = layer.Bias is null ? "default" : $"{constants.Reference(layer.Bias)}.Values.AsSpan()";
                writer.Line($"internal static readonly global::NetCompile.Kernels.DenseWeights {name} =");
                writer.Line($"    global::NetCompile.Kernels.DenseWeights.Pack({constants.Reference(layer.Weights)}.Values.AsSpan(), {bias}, {layer.Inputs}, {layer.Outputs});");
                writer.Separate();
            }

            foreach ((string name, GatherOperator gather) in constants.Gathers)
            {
                for (int source = 0; source < gather.Sources.Length; source++)
                {
                    writer.Line(
                        $"internal static readonly int[] {ConstantTable.PackedName(name, source)} = "
                        + $"global::NetCompile.Runtime.WeightBlob.ElementsOf({constants.Reference(gather)}, {source});");
                    writer.Separate();
                }
            }
        }
    }

    private static void WriteLiterals(SourceWriter writer, ConstantTable constants)
    {
        foreach ((string name, Tensor tensor) in constants.Tensors)
        {
            ImmutableArray<float> values = tensor.Values;
            int columns = tensor.Shape.Rank == 2 ? tensor.Shape.Dimensions[1] : values.Length;
            writer.Line($"internal static readonly global::NetCompile.Models.Tensor {name} = new(");
            writer.Line($"    {Shape(tensor.Shape)},");
            writer.Line("    global::System.Collections.Immutable.ImmutableArray.Create(new float[]");
            writer.Line("    {");
            for (int start = 0; columns > 0 && start < values.Length; start += columns)
            {
                writer.Line("        " + string.Join(", ", values.Skip(start).Take(columns).Select(Literal.Float)) + ",");
            }

            writer.Line("    }));");
            writer.Separate();
        }
    }

    private static void WriteBlob(SourceWriter writer, ConstantTable constants)
    {
        int total = constants.Tensors.Sum(t => t.Tensor.Shape.Count);
        byte[] bytes = new byte[checked(total * sizeof(float))];
        int start = 0;
        writer.Line("// Fields are initialised in order: the numbers are decoded first.");
        writer.Line("private static readonly global::NetCompile.Runtime.WeightBlob s_blob = global::NetCompile.Runtime.WeightBlob.Decode(EncodedWeights, " + $"{total});");
        writer.Separate();
        foreach ((string name, Tensor tensor) in constants.Tensors)
        {
            writer.Line($"internal static readonly global::NetCompile.Models.Tensor {name} = s_blob.ToTensor({start}, {Shape(tensor.Shape)});");
            writer.Separate();
            LittleEndian(MemoryMarshal.Cast<float, int>(tensor.Values.AsSpan()), bytes.AsSpan(start * sizeof(float)));
            start += tensor.Shape.Count;
        }

        WriteEncoded(writer, "EncodedWeights", bytes, $"{Literal.Grouped(total)} float32 numbers, little-endian, in base64.");
    }

    private static void WriteGather(SourceWriter writer, string name, GatherOperator gather)
    {
        int[] pairs = gather.Indices.SelectMany(i => new[] { i.Source, i.Element }).ToArray();
        writer.Separate();
        byte[] bytes = new byte[pairs.Length * sizeof(int)];
        LittleEndian(pairs, bytes);
        writer.Line(
            $"internal static readonly global::System.Collections.Immutable.ImmutableArray<global::NetCompile.Models.GatherIndex> {name} = "
            + $"global::NetCompile.Runtime.WeightBlob.DecodeGather(Encoded{name}, {gather.Indices.Length});");
        WriteEncoded(writer, "Encoded" + name, bytes, $"{gather.Indices.Length} pairs of source and element, int32, little-endian, in base64.");
    }

    // A raw literal of many lines: one of a million characters makes editors crawl, and the decoder skips line breaks.
    public static void WriteEncoded(SourceWriter writer, string name, byte[] bytes, string meaning)
    {
        string base64 = Convert.ToBase64String(bytes);
        StringBuilder lines = new(base64.Length + base64.Length / CharactersInLine + 256);
        for (int at = 0; at < base64.Length; at += CharactersInLine)
        {
            lines.Append(base64, at, Math.Min(CharactersInLine, base64.Length - at)).Append('\n');
        }

        writer.Separate();
        writer.Line($"/// <summary>{meaning}</summary>");
        if (bytes.Length == 0)
        {
            writer.Line($"private static global::System.ReadOnlySpan<byte> {name} => default;");
            return;
        }

        writer.Line($"private static global::System.ReadOnlySpan<byte> {name} => \"\"\"");
        writer.Verbatim(lines.ToString());
        writer.Verbatim("\"\"\"u8;\n");
    }

    public static string Shape(TensorShape shape) =>
        $"global::NetCompile.Models.TensorShape.Of({string.Join(", ", shape.Dimensions)})";

    private static void LittleEndian(ReadOnlySpan<int> values, Span<byte> bytes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes.Slice(i * sizeof(int)), values[i]);
        }
    }
}
