using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx.Operators;

/// <summary>Operators whose result copies elements of their inputs: exact, and a single gather in the model.</summary>
internal static class Rearrangement
{
    /// <summary>Transpose; the default reverses the dimensions.</summary>
    public static OnnxValue Transpose(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        int rank = value.Shape.Rank;
        long[] order = context.Integers("perm") is { } given ? [.. given] : [.. Enumerable.Range(0, rank).Reverse().Select(d => (long)d)];
        if (order.Length != rank || order.Distinct().Count() != rank || order.Any(d => d < 0 || d >= rank))
        {
            throw context.Mismatch($"[{string.Join(", ", order)}] is no permutation of the {rank} dimensions of a value of shape {value.Shape}");
        }

        int[] strides = OnnxShapes.Strides(value.Shape);
        return context.View(value, TensorShape.Of([.. order.Select(d => value.Shape.Dimensions[(int)d])]), [.. order.Select(d => strides[(int)d])]);
    }

    /// <summary>Concat along an axis.</summary>
    public static OnnxValue Concat(OnnxNodeContext context)
    {
        OnnxValue first = context.Input(0);
        OnnxValue[] parts = [.. Enumerable.Range(0, context.InputCount).Select(context.Input)];
        int axis = context.Axis(context.Opset < 4 ? context.Integer("axis", 1) : context.OptionalInteger("axis") ?? throw context.Malformed("no axis is given"), first.Shape.Rank);
        long along = 0;
        foreach (OnnxValue part in parts)
        {
            if (part.Shape.Rank != first.Shape.Rank || part.Shape.Dimensions.Where((size, d) => d != axis && size != first.Shape.Dimensions[d]).Any())
            {
                throw context.Mismatch($"values of shapes {first.Shape} and {part.Shape} cannot be joined along axis {axis}");
            }

            along += part.Shape.Dimensions[axis];
        }

        long[] sizes = [.. first.Shape.Dimensions.Select(d => (long)d)];
        sizes[axis] = along;
        TensorShape shape = OnnxShapes.Create(sizes, "the joined value");
        context.Charge(shape.Count);
        ImmutableArray<GatherIndex>.Builder indices = ImmutableArray.CreateBuilder<GatherIndex>(shape.Count);
        int outer = first.Shape.Dimensions.Take(axis).Aggregate(1, (product, d) => product * d);
        int[] blocks = [.. parts.Select(p => outer == 0 ? 0 : p.Shape.Count / outer)];
        for (int o = 0; o < outer; o++)
        {
            for (int p = 0; p < parts.Length; p++)
            {
                for (int e = 0; e < blocks[p]; e++)
                {
                    indices.Add(new GatherIndex(p, (o * blocks[p]) + e));
                }
            }
        }

        return context.Rearrange(parts, indices.MoveToImmutable(), shape);
    }

    /// <summary>Slice with starts, ends, axes and steps; attributes before operator set 10.</summary>
    public static OnnxValue Slice(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        bool asInputs = context.Opset >= 10;
        ImmutableArray<long> starts = (asInputs ? context.OptionalIntegers(1, "starts") : context.Integers("starts")) ?? throw context.Malformed("no starts are given");
        ImmutableArray<long> ends = (asInputs ? context.OptionalIntegers(2, "ends") : context.Integers("ends")) ?? throw context.Malformed("no ends are given");
        ImmutableArray<long> axes = (asInputs ? context.OptionalIntegers(3, "axes") : context.Integers("axes")) ?? Enumerable.Range(0, starts.Length).Select(i => (long)i).ToImmutableArray();
        ImmutableArray<long> steps = (asInputs ? context.OptionalIntegers(4, "steps") : null) ?? Enumerable.Repeat(1L, starts.Length).ToImmutableArray();
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
        {
            throw context.Mismatch($"there are {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps");
        }

        int[] strides = OnnxShapes.Strides(value.Shape);
        long[] sizes = [.. value.Shape.Dimensions.Select(d => (long)d)];
        HashSet<int> seen = [];
        int offset = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = context.Axis(axes[i], value.Shape.Rank);
            if (!seen.Add(axis))
            {
                throw context.Malformed($"axis {axes[i]} is sliced twice");
            }

            int size = value.Shape.Dimensions[axis];
            long step = steps[i] is 0 or long.MinValue ? throw context.Malformed($"step {steps[i]} is not possible") : steps[i];

            // Limits count from the end where negative, then are clamped; a backward walk may end before element 0.
            long start = Clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, step > 0 ? size : size - 1);
            long end = Clamp(ends[i] < 0 ? ends[i] + size : ends[i], step > 0 ? 0 : -1, step > 0 ? size : size - 1);
            long span = step > 0 ? end - start : start - end, stride = Math.Abs(step);
            sizes[axis] = size == 0 || span <= 0 ? 0 : ((span - 1) / stride) + 1;
            offset += (int)start * strides[axis];
            strides[axis] = sizes[axis] <= 1 ? 0 : checked((int)step * strides[axis]);
        }

        return context.View(value, OnnxShapes.Create(sizes, "the slice"), strides, offset);
    }

    /// <summary>Split along an axis into the given sizes or equal parts.</summary>
    public static OnnxValue[] Split(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        int axis = context.Axis(context.Integer("axis", 0), value.Shape.Rank), size = value.Shape.Dimensions[axis];
        ImmutableArray<long>? given = context.Opset < 13 ? context.Integers("split") : context.OptionalIntegers(1, "sizes of the parts");
        ImmutableArray<long> parts = given ?? EqualParts(context, size);
        if (parts.Any(p => p < 0) || parts.Length != context.OutputCount || parts.Aggregate(0L, (sum, p) => Math.Min(sum + Math.Min(p, int.MaxValue), long.MaxValue / 2)) != size)
        {
            throw context.Mismatch($"parts of sizes [{string.Join(", ", parts)}] and {context.OutputCount} outputs do not divide dimension {axis} of shape {value.Shape}");
        }

        int[] strides = OnnxShapes.Strides(value.Shape);
        OnnxValue[] outputs = new OnnxValue[parts.Length];
        int start = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            TensorShape shape = TensorShape.Of([.. value.Shape.Dimensions.Select((d, j) => j == axis ? (int)parts[i] : d)]);
            outputs[i] = context.View(value, shape, strides, start * strides[axis]);
            start += (int)parts[i];
        }

        return outputs;
    }

    /// <summary>Gather with constant indices along an axis.</summary>
    public static OnnxValue Gather(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        ImmutableArray<long> chosen = context.OptionalIntegers(1, "indices") ?? throw context.Malformed("no indices are given");
        int axis = context.Axis(context.Integer("axis", 0), value.Shape.Rank), size = value.Shape.Dimensions[axis];
        foreach (long index in chosen)
        {
            if (index < -size || index >= size)
            {
                throw context.Mismatch($"index {index} does not exist in dimension {axis} of shape {value.Shape}");
            }
        }

        IEnumerable<int> before = value.Shape.Dimensions.Take(axis), after = value.Shape.Dimensions.Skip(axis + 1);
        TensorShape shape = OnnxShapes.Create([.. before.Concat(context.Input(1).Shape.Dimensions).Concat(after).Select(d => (long)d)], "the gathered value");
        context.Charge(shape.Count);
        int outer = before.Aggregate(1, (product, d) => product * d), inner = after.Aggregate(1, (product, d) => product * d);
        ImmutableArray<GatherIndex>.Builder indices = ImmutableArray.CreateBuilder<GatherIndex>(shape.Count);
        for (int o = 0; o < outer && shape.Count > 0; o++)
        {
            foreach (long index in chosen)
            {
                int start = ((o * size) + (int)(index < 0 ? index + size : index)) * inner;
                for (int e = 0; e < inner; e++)
                {
                    indices.Add(new GatherIndex(0, start + e));
                }
            }
        }

        return context.Rearrange([value], indices.MoveToImmutable(), shape);
    }

    /// <summary>Expand: broadcast to a constant shape, in both directions.</summary>
    public static OnnxValue Expand(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        ImmutableArray<long> wanted = context.OptionalIntegers(1, "shape") ?? throw context.Malformed("no shape is given");
        TensorShape target = OnnxShapes.Create(wanted, "the wanted shape");
        TensorShape shape = OnnxShapes.Broadcast(value.Shape, target) ?? throw context.Mismatch($"a value of shape {value.Shape} does not broadcast to {target}");
        return context.Broadcast(value, shape);
    }

    /// <summary>Pad with a constant; negative pads cut off.</summary>
    public static OnnxValue Pad(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        int rank = value.Shape.Rank;
        bool asInputs = context.Opset >= 11;
        ImmutableArray<long> pads = (asInputs ? context.OptionalIntegers(1, "pads") : context.Integers(context.Opset < 2 ? "paddings" : "pads")) ?? throw context.Malformed("no pads are given");
        if (context.OptionalIntegers(3, "axes") is { } axes)
        {
            pads = Spread(context, pads, axes, rank);
        }

        string mode = context.Text("mode", "constant");
        float filler = (asInputs ? context.OptionalScalar(2, "padding value") : context.Float("value", 0)) ?? 0;
        if (pads.Length != 2 * rank)
        {
            throw context.Mismatch($"{pads.Length} pads are given for a value of {rank} dimensions; {2 * rank} are needed");
        }

        if (pads.Any(p => Math.Abs((double)p) > TensorShape.MaxCount))
        {
            throw context.Mismatch($"a pad of [{string.Join(", ", pads)}] is larger than any tensor");
        }

        if (pads.All(p => p == 0))
        {
            return value;
        }

        if (mode != "constant")
        {
            throw context.Unsupported($"mode '{mode}' is not supported; only constant padding is");
        }

        long[] sizes = [.. value.Shape.Dimensions.Select((d, i) => pads[i] + d + pads[i + rank])];
        TensorShape shape = OnnxShapes.Create(sizes, "the padded value");
        context.Charge(shape.Count);
        int[] strides = OnnxShapes.Strides(value.Shape), own = OnnxShapes.Strides(shape);
        ImmutableArray<GatherIndex>.Builder indices = ImmutableArray.CreateBuilder<GatherIndex>(shape.Count);
        for (int i = 0; i < shape.Count; i++)
        {
            int element = 0;
            bool inside = true;
            for (int d = 0; d < rank && inside; d++)
            {
                long at = (i / own[d] % shape.Dimensions[d]) - pads[d];
                inside = at >= 0 && at < value.Shape.Dimensions[d];
                element += inside ? (int)at * strides[d] : 0;
            }

            indices.Add(inside ? new GatherIndex(0, element) : new GatherIndex(1, 0));
        }

        return context.Rearrange([value, new FloatConstant(TensorShape.Of(1), ImmutableArray.Create(filler))], indices.MoveToImmutable(), shape);
    }

    // Pads for some axes only become pads for all, zero elsewhere.
    private static ImmutableArray<long> Spread(OnnxNodeContext context, ImmutableArray<long> pads, ImmutableArray<long> axes, int rank)
    {
        if (pads.Length != 2 * axes.Length)
        {
            throw context.Mismatch($"{pads.Length} pads are given for {axes.Length} axes; {2 * axes.Length} are needed");
        }

        long[] all = new long[2 * rank];
        HashSet<int> seen = [];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = context.Axis(axes[i], rank);
            if (!seen.Add(axis))
            {
                throw context.Malformed($"axis {axes[i]} is padded twice");
            }

            all[axis] = pads[i];
            all[axis + rank] = pads[i + axes.Length];
        }

        return all.ToImmutableArray();
    }

    private static ImmutableArray<long> EqualParts(OnnxNodeContext context, int size)
    {
        long count = context.Opset >= 18 ? context.OptionalInteger("num_outputs") ?? context.OutputCount : context.OutputCount;
        if (count != context.OutputCount || count == 0 || (context.Opset < 18 && size % count != 0))
        {
            throw context.Mismatch($"a dimension of {size} cannot be split evenly into {count} parts for {context.OutputCount} outputs");
        }

        // From operator set 18 the last part may be smaller.
        long part = (size + count - 1) / count;
        return Enumerable.Range(0, (int)count).Select(i => Math.Max(0, Math.Min(part, size - (i * part)))).ToImmutableArray();
    }

    private static long Clamp(long value, long lower, long upper) => Math.Max(lower, Math.Min(upper, value));
}
