using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx.Operators;

/// <summary>Operators that change the shape and leave every element where it is; none of them becomes an operator of the model.</summary>
internal static class Reshaping
{
    /// <summary>Reshape: 0 keeps the input's dimension (unless allowzero), one −1 takes what is left.</summary>
    public static OnnxValue Reshape(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        ImmutableArray<long> wanted = (context.Opset < 5 ? context.Integers("shape") : context.OptionalIntegers(1, "shape")) ?? throw context.Malformed("no shape is given");
        bool allowZero = context.Integer("allowzero", 0) != 0;
        long[] sizes = [.. wanted];
        long known = 1;
        int open = -1;
        for (int d = 0; d < sizes.Length; d++)
        {
            if (sizes[d] == 0 && !allowZero)
            {
                sizes[d] = d < value.Shape.Rank
                    ? value.Shape.Dimensions[d]
                    : throw context.Mismatch($"dimension {d} of the new shape copies one that the value of shape {value.Shape} does not have");
            }

            if (sizes[d] == -1)
            {
                open = open < 0 ? d : throw context.Malformed("two dimensions of the new shape are -1");
            }
            else if (sizes[d] < 0 || sizes[d] > TensorShape.MaxCount || (known *= sizes[d]) > TensorShape.MaxCount)
            {
                throw context.Mismatch($"a value of shape {value.Shape} cannot take shape [{string.Join(", ", wanted)}]");
            }
        }

        if (open >= 0)
        {
            sizes[open] = known > 0 && value.Shape.Count % known == 0
                ? value.Shape.Count / known
                : throw context.Mismatch($"a value of shape {value.Shape} ({value.Shape.Count} elements) cannot take shape [{string.Join(", ", wanted)}]");
        }

        return context.Reshape(value, OnnxShapes.Create(sizes, "the new shape"));
    }

    /// <summary>Flatten to a matrix, dimensions before the axis in its rows.</summary>
    public static OnnxValue Flatten(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        long axis = context.Integer("axis", 1);
        int split = axis == value.Shape.Rank ? value.Shape.Rank : context.Axis(axis, value.Shape.Rank);
        long rows = value.Shape.Dimensions.Take(split).Aggregate(1L, (product, d) => product * d);
        long columns = value.Shape.Dimensions.Skip(split).Aggregate(1L, (product, d) => product * d);
        return context.Reshape(value, OnnxShapes.Create([rows, columns], "the flattened value"));
    }

    /// <summary>Squeeze: drops the dimensions of size 1, or those given.</summary>
    public static OnnxValue Squeeze(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        ImmutableArray<long>? axes = context.Opset < 13 ? context.Integers("axes") : context.OptionalIntegers(1, "axes");
        HashSet<int> dropped = axes is null
            ? [.. Enumerable.Range(0, value.Shape.Rank).Where(d => value.Shape.Dimensions[d] == 1)]
            : [.. axes.Value.Select(a => context.Axis(a, value.Shape.Rank))];
        foreach (int d in dropped)
        {
            if (value.Shape.Dimensions[d] != 1)
            {
                throw context.Mismatch($"dimension {d} of shape {value.Shape} is {value.Shape.Dimensions[d]}; only dimensions of size 1 can be dropped");
            }
        }

        return context.Reshape(value, TensorShape.Of([.. value.Shape.Dimensions.Where((_, d) => !dropped.Contains(d))]));
    }

    /// <summary>Unsqueeze: puts dimensions of size 1 at the given places of the result.</summary>
    public static OnnxValue Unsqueeze(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        ImmutableArray<long> axes = (context.Opset < 13 ? context.Integers("axes") : context.OptionalIntegers(1, "axes")) ?? throw context.Malformed("no axes are given");
        int rank = value.Shape.Rank + axes.Length;
        HashSet<int> added = [];
        foreach (long axis in axes)
        {
            if (!added.Add(context.Axis(axis, rank)))
            {
                throw context.Malformed($"axis {axis} is given twice");
            }
        }

        int next = 0;
        return context.Reshape(value, OnnxShapes.Create([.. Enumerable.Range(0, rank).Select(d => added.Contains(d) ? 1L : value.Shape.Dimensions[next++])], "the new shape"));
    }

    /// <summary>Dropout as it runs after training: the identity.</summary>
    public static OnnxValue Dropout(OnnxNodeContext context)
    {
        bool isTraining = context.Opset switch
        {
            < 7 => context.Integer("is_test", 0) == 0,
            < 12 => false,
            _ => context.OptionalIntegers(2, "training mode") is { } mode && mode.Any(m => m != 0),
        };

        // In training mode a ratio of 0 still drops nothing.
        float ratio = context.Opset < 12 ? context.Float("ratio", 0.5f) : context.OptionalScalar(1, "ratio") ?? 0.5f;
        return !isTraining || ratio == 0 ? context.Input(0) : throw context.Unsupported("it is in training mode, where its result is random; export the model for inference");
    }
}
