using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx.Operators;

/// <summary>Maxima and minima of several values, and of groups of elements of one.</summary>
internal static class Maxima
{
    /// <summary>Maximum of values and constants, broadcast: exact, whatever the order.</summary>
    public static OnnxValue Max(OnnxNodeContext context) => Extreme(context, isMaximum: true);

    /// <summary>Minimum of values and constants: <c>min(a, b) = −max(−a, −b)</c>, exact.</summary>
    public static OnnxValue Min(OnnxNodeContext context) => Extreme(context, isMaximum: false);

    /// <summary>ReduceMax over axes that are known; all of them by default. The axes are an attribute before operator set 18, an input from then on.</summary>
    public static OnnxValue ReduceMax(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        ImmutableArray<long>? axes = context.Opset < 18 ? context.Integers("axes") : context.OptionalIntegers(1, "axes");
        bool keepsDimensions = context.Integer("keepdims", 1) != 0;
        if (axes is not { IsEmpty: false } given)
        {
            if (context.Opset >= 18 && context.Integer("noop_with_empty_axes", 0) != 0)
            {
                return value;
            }

            given = Enumerable.Range(0, value.Shape.Rank).Select(d => (long)d).ToImmutableArray();
        }

        return Reduce(context, value, [.. given.Select(a => context.Axis(a, value.Shape.Rank)).Distinct()], keepsDimensions);
    }

    /// <summary>The maximum over all dimensions but the first two, which stay as dimensions of 1.</summary>
    public static OnnxValue GlobalMaxPool(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        return value.Shape.Rank > 2
            ? Reduce(context, value, [.. Enumerable.Range(2, value.Shape.Rank - 2)], keepsDimensions: true)
            : throw context.Mismatch($"a value of shape {value.Shape} has nothing to pool; dimensions after the batch and the channels are needed");
    }

    /// <summary>The maximum of each group of a value's elements.</summary>
    /// <param name="context">The node; it has been charged for the groups' elements.</param>
    /// <param name="value">The value.</param>
    /// <param name="groups">For each element of the result, one element at least.</param>
    /// <param name="shape">The result's shape.</param>
    public static OnnxValue OfGroups(OnnxNodeContext context, OnnxValue value, ImmutableArray<ImmutableArray<int>> groups, TensorShape shape)
    {
        if (groups.All(g => g.Length == 1))
        {
            return context.Rearrange([value], ImmutableArray.CreateRange(groups, g => new GatherIndex(0, g[0])), shape);
        }

        return value switch
        {
            FloatConstant c => new FloatConstant(shape, ImmutableArray.CreateRange(groups, g => g.Select(j => c.Values[j]).Aggregate(Math.Max))),
            IntegerConstant c => new IntegerConstant(shape, ImmutableArray.CreateRange(groups, g => g.Max(j => c.Values[j]))),
            Variable x => new Variable(shape, context.Builder.AddMaximum(x.Id, groups, shape, context.Name)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static OnnxValue Reduce(OnnxNodeContext context, OnnxValue value, HashSet<int> axes, bool keepsDimensions)
    {
        ImmutableArray<int> sizes = value.Shape.Dimensions;
        int[] strides = OnnxShapes.Strides(value.Shape), all = [.. Enumerable.Range(0, sizes.Length)];
        int[] kept = [.. all.Where(d => !axes.Contains(d))], reduced = [.. all.Where(axes.Contains)];
        TensorShape outer = Part(kept), inner = Part(reduced);
        if (inner.Count == 0 || outer.Count == 0)
        {
            throw context.Mismatch($"a value of shape {value.Shape} holds no element to take the maximum of");
        }

        context.Charge(value.Shape.Count);
        int[] steps = OnnxShapes.Walk(inner, [.. reduced.Select(d => strides[d])]);
        ImmutableArray<ImmutableArray<int>> groups =
            OnnxShapes.Walk(outer, [.. kept.Select(d => strides[d])]).Select(start => steps.Select(step => start + step).ToImmutableArray()).ToImmutableArray();
        return OfGroups(context, value, groups, keepsDimensions ? TensorShape.Of([.. all.Select(d => axes.Contains(d) ? 1 : sizes[d])]) : outer);

        TensorShape Part(int[] dimensions) => TensorShape.Of([.. dimensions.Select(d => sizes[d])]);
    }

    private static OnnxValue Extreme(OnnxNodeContext context, bool isMaximum)
    {
        OnnxValue first = context.Input(0);
        OnnxValue[] operands = [.. Enumerable.Range(0, context.InputCount).Select(context.Input)];
        TensorShape shape = operands.Aggregate(first.Shape, (sum, o) =>
            OnnxShapes.Broadcast(sum, o.Shape) ?? throw context.Mismatch($"the operands have shapes {sum} and {o.Shape}, which do not broadcast"));
        if (operands.Any(o => o is IntegerConstant))
        {
            throw context.Unsupported("the maximum or minimum of integers is not supported");
        }

        // A value listed twice counts once; constants bound the maximum of the others like a clip.
        OnnxValue[] variables = [.. operands.OfType<Variable>().Distinct()], constants = [.. operands.OfType<FloatConstant>()];
        OnnxValue result = variables.Length == 0 ? constants[0] : variables.Length == 1 ? variables[0] : OfVariables(context, variables, shape, isMaximum);
        foreach (FloatConstant limit in constants.Skip(variables.Length == 0 ? 1 : 0))
        {
            OnnxValue wide = context.Broadcast(result, shape);
            result = isMaximum ? Activations.Clip(context, wide, limit, null) : Activations.Clip(context, wide, null, limit);
        }

        return context.Broadcast(result, shape);
    }

    private static OnnxValue OfVariables(OnnxNodeContext context, OnnxValue[] operands, TensorShape shape, bool isMaximum)
    {
        int count = shape.Count;
        if (count == 0)
        {
            throw context.Mismatch($"the operands broadcast to shape {shape}, which holds no element");
        }

        // The copies and the groups.
        context.Charge(2L * operands.Length * count);
        TensorShape joined = OnnxShapes.Create([operands.Length, .. shape.Dimensions.Select(d => (long)d)], "the joined operands");
        Variable x = (Variable)context.Rearrange(
            [.. operands.Select(o => context.Broadcast(o, shape))],
            Enumerable.Range(0, joined.Count).Select(i => new GatherIndex(i / count, i % count)).ToImmutableArray(),
            joined);
        ImmutableArray<ImmutableArray<int>> groups =
            Enumerable.Range(0, count).Select(i => Enumerable.Range(0, operands.Length).Select(o => (o * count) + i).ToImmutableArray()).ToImmutableArray();
        return isMaximum
            ? OfGroups(context, x, groups, shape)
            : Arithmetic.Negate(context, OfGroups(context, Arithmetic.Negate(context, x), groups, shape));
    }
}
