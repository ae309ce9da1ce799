using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx.Operators;

/// <summary>Piecewise-linear activations.</summary>
internal static class Activations
{
    public static OnnxValue Relu(OnnxNodeContext context) =>
        Apply(context, context.Input(0), x => context.Builder.AddRelu(x.Id, context.Name), v => v > 0 || float.IsNaN(v) ? v : 0);

    public static OnnxValue LeakyRelu(OnnxNodeContext context) => Leaky(context, context.Float("alpha", 0.01f));

    /// <summary>PRelu with one slope for all elements, which is a LeakyRelu.</summary>
    public static OnnxValue PRelu(OnnxNodeContext context)
    {
        if (context.Input(1) is not FloatConstant slope)
        {
            throw context.Unsupported("the slope is no constant of floats");
        }

        return slope.Values.Length > 0 && slope.Values.All(s => s == slope.Values[0])
            ? Leaky(context, slope.Values[0])
            : throw context.Unsupported("the slope differs between elements; only one slope for all is supported");
    }

    /// <summary>Clip: limits are attributes before operator set 11, inputs from then on.</summary>
    public static OnnxValue Clip(OnnxNodeContext context)
    {
        float? lower = context.Opset < 11 ? context.OptionalFloat("min") : context.OptionalScalar(1, "lower limit");
        float? upper = context.Opset < 11 ? context.OptionalFloat("max") : context.OptionalScalar(2, "upper limit");

        // From operator set 6 to 10 the attributes' defaults are the outermost finite floats.
        bool isFinite = context.Opset is >= 6 and < 11;
        return Clip(
            context,
            context.Input(0),
            Scalar(lower ?? (isFinite ? float.MinValue : float.NegativeInfinity)),
            Scalar(upper ?? (isFinite ? float.MaxValue : float.PositiveInfinity)));
    }

    /// <summary>Maximum of a value and constants: a clip from below.</summary>
    public static OnnxValue Max(OnnxNodeContext context) => Extreme(context, isMaximum: true);

    /// <summary>Minimum of a value and constants: a clip from above.</summary>
    public static OnnxValue Min(OnnxNodeContext context) => Extreme(context, isMaximum: false);

    /// <summary>HardSigmoid: clip(α x + β, 0, 1).</summary>
    public static OnnxValue HardSigmoid(OnnxNodeContext context)
    {
        if (context.Input(0) is not Variable x)
        {
            throw context.Unsupported("a constant input is not supported");
        }

        Variable scaled = (Variable)Arithmetic.Scale(context, x, Scalar(context.Float("alpha", 0.2f)), x.Shape);
        Variable shifted = (Variable)Arithmetic.Shift(context, scaled, Scalar(context.Float("beta", 0.5f)), x.Shape);
        return Clip(context, shifted, Scalar(0), Scalar(1));
    }

    private static OnnxValue Leaky(OnnxNodeContext context, float slope) =>
        Apply(context, context.Input(0), x => context.Builder.AddLeakyRelu(x.Id, slope, context.Name), v => v < 0 ? (float)(slope * v) : v);

    private static OnnxValue Extreme(OnnxNodeContext context, bool isMaximum)
    {
        OnnxValue result = context.Input(0);
        for (int i = 1; i < context.InputCount; i++)
        {
            OnnxValue other = context.Input(i);
            (OnnxValue value, FloatConstant limit) = (result, other) switch
            {
                (_, FloatConstant c) => (result, c),
                (FloatConstant c, Variable) => (other, c),
                _ => throw context.Unsupported("only the maximum or minimum of one value and constants is supported"),
            };
            TensorShape shape = OnnxShapes.Broadcast(value.Shape, limit.Shape) ?? throw context.Mismatch($"the operands have shapes {value.Shape} and {limit.Shape}, which do not broadcast");
            result = isMaximum
                ? Clip(context, context.Broadcast(value, shape), limit, Scalar(float.PositiveInfinity))
                : Clip(context, context.Broadcast(value, shape), Scalar(float.NegativeInfinity), limit);
        }

        return result;
    }

    private static OnnxValue Clip(OnnxNodeContext context, OnnxValue value, FloatConstant lower, FloatConstant upper)
    {
        Tensor low = context.Spread(lower, value.Shape), high = context.Spread(upper, value.Shape);
        switch (value)
        {
            case Variable x:
                return x with { Id = context.Builder.AddClip(x.Id, low, high, context.Name) };
            case FloatConstant c:
                context.Charge(c.Values.Length);
                ImmutableArray<float>.Builder clipped = ImmutableArray.CreateBuilder<float>(c.Values.Length);
                for (int i = 0; i < c.Values.Length; i++)
                {
                    clipped.Add(Math.Min(Math.Max(c.Values[i], low.Values[i]), high.Values[i]));
                }

                return c with { Values = clipped.MoveToImmutable() };
            default:
                throw context.Unsupported("a constant of integers is not supported here");
        }
    }

    private static OnnxValue Apply(OnnxNodeContext context, OnnxValue value, Func<Variable, int> add, Func<float, float> compute) => value switch
    {
        Variable x => x with { Id = add(x) },
        FloatConstant c => context.Map(c, compute),
        _ => throw context.Malformed("a constant of integers is given where floats are needed"),
    };

    private static FloatConstant Scalar(float value) => new(TensorShape.Of(), ImmutableArray.Create(value));
}
