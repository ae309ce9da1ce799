namespace NetCompile.TestSupport;

/// <summary>A tensor for <see cref="OnnxBuilder"/>: its type, its dimensions and how its data is stored.</summary>
/// <param name="ElementType">TensorProto.DataType, for example 1 for float and 7 for int64.</param>
/// <param name="Dimensions">The dimensions.</param>
/// <param name="Write">Writes the data fields.</param>
public sealed record OnnxTensorData(int ElementType, long[] Dimensions, Action<ProtobufWriter> Write)
{
    /// <summary>Floats as raw data.</summary>
    public static OnnxTensorData Floats(long[] dimensions, params float[] values) =>
        new(1, dimensions, w => w.Bytes(9, [.. values.SelectMany(BitConverter.GetBytes)]));

    /// <summary>Floats as float_data.</summary>
    public static OnnxTensorData TypedFloats(long[] dimensions, bool packed, params float[] values) => new(1, dimensions, w =>
    {
        if (packed)
        {
            w.Bytes(4, [.. values.SelectMany(BitConverter.GetBytes)]);
        }
        else
        {
            foreach (float value in values)
            {
                w.Float(4, value);
            }
        }
    });

    /// <summary>Doubles as raw data.</summary>
    public static OnnxTensorData Doubles(long[] dimensions, params double[] values) =>
        new(11, dimensions, w => w.Bytes(9, [.. values.SelectMany(BitConverter.GetBytes)]));

    /// <summary>Doubles as double_data.</summary>
    public static OnnxTensorData TypedDoubles(long[] dimensions, params double[] values) =>
        new(11, dimensions, w => w.Bytes(10, [.. values.SelectMany(BitConverter.GetBytes)]));

    /// <summary>Half-precision floats as raw data.</summary>
    public static OnnxTensorData Halves(long[] dimensions, params Half[] values) =>
        new(10, dimensions, w => w.Bytes(9, [.. values.SelectMany(BitConverter.GetBytes)]));

    /// <summary>Half-precision floats as their bits in int32_data.</summary>
    public static OnnxTensorData TypedHalves(long[] dimensions, params Half[] values) =>
        new(10, dimensions, w => w.Integers(5, values.Select(v => (long)BitConverter.HalfToUInt16Bits(v))));

    /// <summary>64-bit integers as raw data.</summary>
    public static OnnxTensorData Integers(long[] dimensions, params long[] values) =>
        new(7, dimensions, w => w.Bytes(9, [.. values.SelectMany(BitConverter.GetBytes)]));

    /// <summary>64-bit integers as int64_data.</summary>
    public static OnnxTensorData TypedIntegers(long[] dimensions, params long[] values) => new(7, dimensions, w => w.Integers(7, values));

    internal ProtobufWriter ToMessage(string name)
    {
        ProtobufWriter message = new ProtobufWriter().Integers(1, Dimensions).Integer(2, ElementType).Text(8, name);
        Write(message);
        return message;
    }
}
