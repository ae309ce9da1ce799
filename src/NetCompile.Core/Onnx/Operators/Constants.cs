using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx.Operators;

/// <summary>Constants, shapes as constants, and conversions between types.</summary>
internal static class Constants
{
    /// <summary>Constant in its dense forms.</summary>
    public static OnnxValue Constant(OnnxNodeContext context)
    {
        if (context.Attribute("value") is { } attribute)
        {
            return context.Decode(attribute.Tensor ?? throw context.Malformed("attribute 'value' is no tensor"));
        }

        if (context.OptionalFloat("value_float") is { } single)
        {
            return new FloatConstant(TensorShape.Of(), ImmutableArray.Create(single));
        }

        if (context.OptionalInteger("value_int") is { } integer)
        {
            return new IntegerConstant(TensorShape.Of(), ImmutableArray.Create(integer));
        }

        if (context.Integers("value_ints") is { } integers)
        {
            return new IntegerConstant(TensorShape.Of(integers.Length), integers);
        }

        if (context.Attribute("value_floats") is { } list)
        {
            ImmutableArray<float> floats = (list.Floats ?? []).ToImmutableArray();
            return new FloatConstant(TensorShape.Of(floats.Length), floats);
        }

        throw context.Unsupported($"a constant given by {(context.AttributeNames.Any() ? string.Join(", ", context.AttributeNames.Select(n => $"'{n}'")) : "no attribute")} is not supported");
    }

    /// <summary>ConstantOfShape: one value repeated, 0 by default.</summary>
    public static OnnxValue ConstantOfShape(OnnxNodeContext context)
    {
        ImmutableArray<long> wanted = context.OptionalIntegers(0, "shape") ?? throw context.Malformed("no shape is given");
        TensorShape shape = OnnxShapes.Create(wanted, "the constant");
        context.Charge(shape.Count);
        OnnxValue value = context.Attribute("value") is { } attribute
            ? context.Decode(attribute.Tensor ?? throw context.Malformed("attribute 'value' is no tensor"))
            : new FloatConstant(TensorShape.Of(1), ImmutableArray.Create(0f));
        return value switch
        {
            FloatConstant { Values.Length: 1 } c => new FloatConstant(shape, Enumerable.Repeat(c.Values[0], shape.Count).ToImmutableArray()),
            IntegerConstant { Values.Length: 1 } c => new IntegerConstant(shape, Enumerable.Repeat(c.Values[0], shape.Count).ToImmutableArray()),
            _ => throw context.Malformed($"the value has shape {value.Shape}; one element is needed"),
        };
    }

    /// <summary>Shape: known when the model is read, so a constant.</summary>
    public static OnnxValue Shape(OnnxNodeContext context)
    {
        ImmutableArray<int> dimensions = context.Input(0).Shape.Dimensions;
        int start = Limit(context.Integer("start", 0), dimensions.Length), end = Limit(context.Integer("end", long.MaxValue), dimensions.Length);
        ImmutableArray<long> sizes = dimensions.Skip(start).Take(Math.Max(0, end - start)).Select(d => (long)d).ToImmutableArray();
        return new IntegerConstant(TensorShape.Of(sizes.Length), sizes);
    }

    /// <summary>Cast: of values to float only; of constants between integers and floats.</summary>
    public static OnnxValue Cast(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        int target = context.Opset < 6 ? NamedType(context) : (int)Math.Max(0, Math.Min(int.MaxValue, context.Integer("to", 0)));
        switch (value)
        {
            case Variable or FloatConstant when target is OnnxElementType.Float or OnnxElementType.Double:
                if (target == OnnxElementType.Double)
                {
                    context.Note("A part of the model calculates in double; the network that runs and is verified is its float32 version.");
                }

                return value;
            case IntegerConstant c when target is OnnxElementType.Float or OnnxElementType.Double:
                context.Charge(c.Values.Length);
                return new FloatConstant(c.Shape, ImmutableArray.CreateRange(c.Values, v => (float)v));
            case IntegerConstant when target == OnnxElementType.Int64:
                return value;
            case IntegerConstant c when target == OnnxElementType.Int32 && c.Values.All(v => v is >= int.MinValue and <= int.MaxValue):
                return value;
            case IntegerConstant c when target == OnnxElementType.Bool:
                return context.Map(c, v => v != 0 ? 1L : 0L);
            case FloatConstant c when target == OnnxElementType.Int64 && c.Values.All(v => Math.Abs(v) < 1L << 53):
                context.Charge(c.Values.Length);
                return new IntegerConstant(c.Shape, ImmutableArray.CreateRange(c.Values, v => (long)v));
            default:
                throw context.Unsupported($"a conversion of {(value is Variable ? "values" : "constants")} to {OnnxElementType.Name(target)} is not supported");
        }
    }

    private static int Limit(long index, int rank) => (int)Math.Max(0, Math.Min(rank, index < 0 ? index + rank : index));

    private static int NamedType(OnnxNodeContext context) => context.Text("to", "") switch
    {
        "FLOAT" => OnnxElementType.Float,
        "DOUBLE" => OnnxElementType.Double,
        "INT64" => OnnxElementType.Int64,
        "INT32" => OnnxElementType.Int32,
        "BOOL" => OnnxElementType.Bool,
        _ => 0,
    };
}
