using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx.Operators;

/// <summary>Arithmetic on two constants, in the float32 or integer arithmetic in which a runtime would do it.</summary>
internal static class ConstantArithmetic
{
    public static OnnxValue Combine(OnnxNodeContext context, OnnxValue a, OnnxValue b, TensorShape shape) =>
        (context.Broadcast(a, shape), context.Broadcast(b, shape)) switch
        {
            (FloatConstant x, FloatConstant y) => new FloatConstant(shape, Combine(context, x.Values, y.Values, (u, v) => Compute(context, u, v))),
            (IntegerConstant x, IntegerConstant y) => new IntegerConstant(shape, Combine(context, x.Values, y.Values, (u, v) => Compute(context, u, v))),
            _ => throw new InvalidOperationException(),
        };

    private static ImmutableArray<T> Combine<T>(OnnxNodeContext context, ImmutableArray<T> a, ImmutableArray<T> b, Func<T, T, T> compute)
    {
        context.Charge(a.Length);
        ImmutableArray<T>.Builder values = ImmutableArray.CreateBuilder<T>(a.Length);
        for (int i = 0; i < a.Length; i++)
        {
            values.Add(compute(a[i], b[i]));
        }

        return values.MoveToImmutable();
    }

    // The casts keep a host that calculates with wider intermediate results from skipping the rounding to float32.
    private static float Compute(OnnxNodeContext context, float a, float b) => context.Operator switch
    {
        "Add" or "Sum" or "Gemm" => (float)(a + b),
        "Sub" => (float)(a - b),
        "Mul" => (float)(a * b),
        "Div" => (float)(a / b),
        _ => throw new InvalidOperationException(),
    };

    private static long Compute(OnnxNodeContext context, long a, long b)
    {
        try
        {
            return context.Operator switch
            {
                "Add" or "Sum" or "Gemm" => checked(a + b),
                "Sub" => checked(a - b),
                "Mul" => checked(a * b),
                "Div" when b != 0 => checked(a / b),
                "Div" => throw context.Malformed("a constant integer is divided by zero"),
                _ => throw new InvalidOperationException(),
            };
        }
        catch (OverflowException)
        {
            throw context.Malformed("integer arithmetic on constants overflows");
        }
    }
}
