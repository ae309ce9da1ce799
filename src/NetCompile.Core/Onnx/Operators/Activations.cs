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

    /// <summary>Sign: −1, 0 or 1.</summary>
    public static OnnxValue Sign(OnnxNodeContext context) =>
        Apply(context, context.Input(0), x => context.Builder.AddStep(x.Id, -1, 0, 1, context.Name), v => v > 0 ? 1 : v < 0 ? -1 : v);

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

    /// <summary>min(max(x, p), q) for limits that fit x by broadcasting; without a limit where null.</summary>
    public static OnnxValue Clip(OnnxNodeContext context, OnnxValue value, FloatConstant? lower, FloatConstant? upper)
    {
        Tensor low = context.Spread(lower ?? Scalar(float.NegativeInfinity), value.Shape), high = context.Spread(upper ?? Scalar(float.PositiveInfinity), value.Shape);
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
