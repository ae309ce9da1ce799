namespace NetCompile.Onnx;

/// <summary>TensorProto.DataType.</summary>
internal static class OnnxElementType
{
    public const int Float = 1;
    public const int UInt8 = 2;
    public const int Int8 = 3;
    public const int UInt16 = 4;
    public const int Int16 = 5;
    public const int Int32 = 6;
    public const int Int64 = 7;
    public const int Bool = 9;
    public const int Float16 = 10;
    public const int Double = 11;
    public const int UInt32 = 12;
    public const int UInt64 = 13;
    public const int BFloat16 = 16;

    private static readonly string[] s_names =
    [
        "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "double", "uint32", "uint64", "complex64", "complex128", "bfloat16",
    ];

    /// <summary>The type's name in the ONNX specification.</summary>
    public static string Name(int type) => type >= 0 && type < s_names.Length ? s_names[type] : $"type {type}";

    /// <summary>Whether values of the type become float32 here.</summary>
    public static bool IsFloating(int type) => type is Float or Double or Float16 or BFloat16;

    /// <summary>Whether values of the type become 64-bit integers here.</summary>
    public static bool IsInteger(int type) => type is UInt8 or Int8 or UInt16 or Int16 or Int32 or Int64 or Bool or UInt32 or UInt64;

    /// <summary>Bytes of one element in raw data.</summary>
    public static int Size(int type) => type switch
    {
        UInt8 or Int8 or Bool => 1,
        UInt16 or Int16 or Float16 or BFloat16 => 2,
        Float or Int32 or UInt32 => 4,
        Double or Int64 or UInt64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No size is known for this type."),
    };
}
