using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using NetCompile.Models;

namespace NetCompile.Onnx;

/// <summary>Turns a TensorProto into a constant: floating types into float32, integer types and booleans into 64-bit integers.</summary>
internal static class OnnxTensorDecoder
{
    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The tensor as the file holds it.</param>
    /// <param name="notes">Receives a note where doubles had to be rounded to float32.</param>
    /// <exception cref="ModelFormatException">Type or storage are not supported, or shape and data disagree.</exception>
    public static OnnxValue Decode(OnnxTensor tensor, ISet<string> notes)
    {
        if (tensor.IsExternal)
        {
            throw Error(ModelErrorKind.Unsupported, tensor, "keeps its data in another file; save the model with its data inside");
        }

        if (tensor.IsSegmented)
        {
            throw Error(ModelErrorKind.Unsupported, tensor, "is stored in segments");
        }

        int type = tensor.ElementType;
        bool isFloating = OnnxElementType.IsFloating(type);
        if (!isFloating && !OnnxElementType.IsInteger(type))
        {
            throw Error(ModelErrorKind.Unsupported, tensor, $"has element type {OnnxElementType.Name(type)}");
        }

        TensorShape shape = OnnxShapes.Create(tensor.Dimensions, $"tensor '{tensor.Name}'", tensor.Offset);
        RequireCount(tensor, shape);
        return isFloating
            ? new FloatConstant(shape, Floats(tensor, shape.Count, notes))
            : new IntegerConstant(shape, Integers(tensor, shape.Count));
    }

    private static void RequireCount(OnnxTensor tensor, TensorShape shape)
    {
        long count = tensor.RawData is { } raw ? raw.Length / OnnxElementType.Size(tensor.ElementType) : TypedCount(tensor);
        if (tensor.RawData is { } bytes && bytes.Length % OnnxElementType.Size(tensor.ElementType) != 0)
        {
            throw Error(ModelErrorKind.Malformed, tensor, $"has {bytes.Length} bytes of data, no multiple of the element size {OnnxElementType.Size(tensor.ElementType)}");
        }

        if (count != shape.Count)
        {
            throw Error(ModelErrorKind.Malformed, tensor, $"has shape {shape} of {shape.Count} elements but holds data for {count}");
        }
    }

    private static int TypedCount(OnnxTensor tensor) => tensor.ElementType switch
    {
        OnnxElementType.Float => tensor.Floats?.Count ?? 0,
        OnnxElementType.Double => tensor.Doubles?.Count ?? 0,
        OnnxElementType.Int64 => tensor.Int64s?.Count ?? 0,
        OnnxElementType.UInt32 or OnnxElementType.UInt64 => tensor.UInt64s?.Count ?? 0,
        _ => tensor.Int32s?.Count ?? 0,
    };

    private static ImmutableArray<float> Floats(OnnxTensor tensor, int count, ISet<string> notes)
    {
        if (tensor.RawData is { } floats && tensor.ElementType == OnnxElementType.Float && BitConverter.IsLittleEndian)
        {
            return ImmutableArray.Create(MemoryMarshal.Cast<byte, float>(floats.Span));
        }

        ImmutableArray<float>.Builder values = ImmutableArray.CreateBuilder<float>(count);
        ReadOnlySpan<byte> raw = tensor.RawData is { } bytes ? bytes.Span : default;
        bool isRaw = tensor.RawData is not null;
        for (int i = 0; i < count; i++)
        {
            values.Add(tensor.ElementType switch
            {
                OnnxElementType.Float => isRaw ? FloatBits.ToFloat(BinaryPrimitives.ReadInt32LittleEndian(raw.Slice(4 * i))) : tensor.Floats![i],
                OnnxElementType.Float16 => FloatBits.HalfToFloat(HalfBits(tensor, raw, isRaw, i)),
                OnnxElementType.BFloat16 => FloatBits.ToFloat(HalfBits(tensor, raw, isRaw, i) << 16),
                _ => Round(tensor, isRaw ? BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(raw.Slice(8 * i))) : tensor.Doubles![i], i, notes),
            });
        }

        return values.MoveToImmutable();
    }

    // float16 and bfloat16 without raw data are stored as their bits in int32_data.
    private static ushort HalfBits(OnnxTensor tensor, ReadOnlySpan<byte> raw, bool isRaw, int i)
    {
        if (isRaw)
        {
            return BinaryPrimitives.ReadUInt16LittleEndian(raw.Slice(2 * i));
        }

        long bits = tensor.Int32s![i];
        return bits is >= 0 and <= ushort.MaxValue
            ? (ushort)bits
            : throw Error(ModelErrorKind.Malformed, tensor, $"holds {bits} as element {i}, which is no 16-bit pattern");
    }

    private static float Round(OnnxTensor tensor, double value, int i, ISet<string> notes)
    {
        float rounded = (float)value;
        if (float.IsInfinity(rounded) && !double.IsInfinity(value))
        {
            throw Error(ModelErrorKind.NonFiniteWeight, tensor, $"holds {value.ToString("R", CultureInfo.InvariantCulture)} as element {i}, which is too large for float32");
        }

        if (rounded != value && !double.IsNaN(value))
        {
            notes.Add("Weights stored as double were rounded to float32: the network that runs and is verified is the float32 one.");
        }

        return rounded;
    }

    private static ImmutableArray<long> Integers(OnnxTensor tensor, int count)
    {
        ImmutableArray<long>.Builder values = ImmutableArray.CreateBuilder<long>(count);
        if (tensor.RawData is { } bytes)
        {
            ReadOnlySpan<byte> raw = bytes.Span;
            for (int i = 0; i < count; i++)
            {
                values.Add(tensor.ElementType switch
                {
                    OnnxElementType.UInt8 or OnnxElementType.Bool => raw[i],
                    OnnxElementType.Int8 => unchecked((sbyte)raw[i]),
                    OnnxElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(raw.Slice(2 * i)),
                    OnnxElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(raw.Slice(2 * i)),
                    OnnxElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(raw.Slice(4 * i)),
                    OnnxElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(raw.Slice(4 * i)),
                    _ => BinaryPrimitives.ReadInt64LittleEndian(raw.Slice(8 * i)),
                });
            }
        }
        else
        {
            List<long>? typed = tensor.ElementType switch
            {
                OnnxElementType.Int64 => tensor.Int64s,
                OnnxElementType.UInt32 or OnnxElementType.UInt64 => tensor.UInt64s,
                _ => tensor.Int32s,
            };
            values.AddRange(typed ?? []);
        }

        foreach (long value in values)
        {
            if (tensor.ElementType == OnnxElementType.UInt64 && value < 0)
            {
                throw Error(ModelErrorKind.Unsupported, tensor, "holds an unsigned integer above the largest signed one");
            }
        }

        return values.MoveToImmutable();
    }

    private static ModelFormatException Error(ModelErrorKind kind, OnnxTensor tensor, string problem) =>
        new(kind, $"tensor '{tensor.Name}' {problem}", offset: tensor.Offset);
}
