using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx.Operators;

/// <summary>Elementwise arithmetic with numpy broadcasting.</summary>
internal static class Arithmetic
{
    public static OnnxValue Add(OnnxNodeContext context) => Combine(context, Sum);

    public static OnnxValue Sub(OnnxNodeContext context) => Combine(context, Difference);

    public static OnnxValue Mul(OnnxNodeContext context) => Combine(context, Product);

    public static OnnxValue Div(OnnxNodeContext context) => Combine(context, Quotient);

    /// <summary>Sum of any number of operands, from the left.</summary>
    public static OnnxValue Sum(OnnxNodeContext context)
    {
        OnnxValue total = context.Input(0);
        for (int i = 1; i < context.InputCount; i++)
        {
            total = Combine(context, total, context.Input(i), Sum);
        }

        return total;
    }

    /// <summary>−x, exact.</summary>
    public static OnnxValue Neg(OnnxNodeContext context) => Negate(context, context.Input(0));

    /// <summary>x + t for a constant t that fits x by broadcasting.</summary>
    public static OnnxValue Shift(OnnxNodeContext context, Variable x, FloatConstant t, TensorShape shape)
    {
        Variable wide = (Variable)context.Broadcast(x, shape);
        return wide with { Id = context.Builder.AddShift(wide.Id, context.Spread(t, shape), context.Name) };
    }

    /// <summary>x · s or x / s for a constant s that fits x by broadcasting.</summary>
    public static OnnxValue Scale(OnnxNodeContext context, Variable x, FloatConstant s, TensorShape shape, bool isDivision = false)
    {
        Variable wide = (Variable)context.Broadcast(x, shape);
        return wide with { Id = context.Builder.AddScale(wide.Id, context.Spread(s, shape), isDivision, context.Name) };
    }

    /// <summary>a + b, broadcast; used by Gemm for its third operand as well.</summary>
    public static OnnxValue Sum(OnnxNodeContext context, OnnxValue a, OnnxValue b, TensorShape shape) => (a, b) switch
    {
        (Variable x, FloatConstant t) => Shift(context, x, t, shape),
        (FloatConstant t, Variable x) => Shift(context, x, t, shape),
        _ => AddVariables(context, a, b, shape, isDifference: false),
    };

    private static OnnxValue Difference(OnnxNodeContext context, OnnxValue a, OnnxValue b, TensorShape shape) => (a, b) switch
    {
        // x − t = x + (−t) and t − x = (−x) + t hold exactly in floating point: negation only flips the sign.
        (Variable x, FloatConstant t) => Shift(context, x, (FloatConstant)Negate(context, t), shape),
        (FloatConstant t, Variable x) => Shift(context, (Variable)Negate(context, x), t, shape),
        _ => AddVariables(context, a, b, shape, isDifference: true),
    };

    private static OnnxValue Product(OnnxNodeContext context, OnnxValue a, OnnxValue b, TensorShape shape) => (a, b) switch
    {
        (Variable x, FloatConstant s) => Scale(context, x, s, shape),
        (FloatConstant s, Variable x) => Scale(context, x, s, shape),
        _ => throw context.Unsupported("the product of two values that both depend on the network's input is not piecewise linear"),
    };

    private static OnnxValue Quotient(OnnxNodeContext context, OnnxValue a, OnnxValue b, TensorShape shape) => (a, b) switch
    {
        (Variable x, FloatConstant s) => Scale(context, x, s, shape, isDivision: true),
        _ => throw context.Unsupported("the division by a value that depends on the network's input is not piecewise linear"),
    };

    private static OnnxValue AddVariables(OnnxNodeContext context, OnnxValue a, OnnxValue b, TensorShape shape, bool isDifference)
    {
        Variable left = (Variable)context.Broadcast(a, shape), right = (Variable)context.Broadcast(b, shape);
        return new Variable(shape, context.Builder.AddSum(left.Id, right.Id, isDifference, context.Name));
    }

    /// <summary>−x, exact.</summary>
    public static OnnxValue Negate(OnnxNodeContext context, OnnxValue value) => value switch
    {
        FloatConstant c => context.Map(c, v => -v),
        IntegerConstant c => context.Map(c, v => unchecked(-v)),
        Variable x => Scale(context, x, new FloatConstant(TensorShape.Of(), ImmutableArray.Create(-1f)), x.Shape),
        _ => throw new InvalidOperationException(),
    };

    private static OnnxValue Combine(OnnxNodeContext context, Func<OnnxNodeContext, OnnxValue, OnnxValue, TensorShape, OnnxValue> combine)
    {
        OnnxValue a = context.Input(0), b = context.Input(1);
        return Combine(context, a, context.Opset < 7 ? LegacyOperand(context, a, b) : b, combine);
    }

    private static OnnxValue Combine(
        OnnxNodeContext context, OnnxValue a, OnnxValue b, Func<OnnxNodeContext, OnnxValue, OnnxValue, TensorShape, OnnxValue> combine)
    {
        TensorShape shape = OnnxShapes.Broadcast(a.Shape, b.Shape) ?? throw context.Mismatch($"the operands have shapes {a.Shape} and {b.Shape}, which do not broadcast");
        if (a is IntegerConstant != b is IntegerConstant)
        {
            throw context.Malformed("one operand holds integers and the other floats");
        }

        return a is Variable || b is Variable ? combine(context, a, b, shape) : ConstantArithmetic.Combine(context, a, b, shape);
    }

    // Before operator set 7, broadcasting was asked for by an attribute and the second operand's place could be given by an axis of the first.
    private static OnnxValue LegacyOperand(OnnxNodeContext context, OnnxValue a, OnnxValue b)
    {
        if (context.Integer("broadcast", 0) == 0)
        {
            return a.Shape.Equals(b.Shape) ? b : throw context.Mismatch($"the operands have shapes {a.Shape} and {b.Shape} but no broadcast is asked for");
        }

        if (context.OptionalInteger("axis") is not { } axis)
        {
            return b;
        }

        int start = context.Axis(axis, a.Shape.Rank), after = a.Shape.Rank - start - b.Shape.Rank;
        return after >= 0
            ? context.Reshape(b, OnnxShapes.Create([.. b.Shape.Dimensions.Select(d => (long)d), .. Enumerable.Repeat(1L, after)], "the second operand"))
            : throw context.Mismatch($"an operand of shape {b.Shape} does not fit a value of shape {a.Shape} from axis {axis}");
    }
}
