using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx;

/// <summary>Shape arithmetic with errors instead of overflow.</summary>
internal static class OnnxShapes
{
    /// <summary>Dimensions a tensor may have; no exporter comes near, and index arithmetic costs time per dimension and element.</summary>
    public const int MaxRank = 32;

    /// <summary>A shape from sizes that a file gives.</summary>
    /// <param name="dimensions">The sizes.</param>
    /// <param name="what">What has the shape, for the message.</param>
    /// <param name="offset">Where it is in the file, if known.</param>
    /// <exception cref="ModelFormatException">A size is negative, or there are too many dimensions or elements.</exception>
    public static TensorShape Create(IReadOnlyList<long> dimensions, string what, int? offset = null)
    {
        if (dimensions.Count > MaxRank)
        {
            throw new ModelFormatException(ModelErrorKind.Unsupported, $"{what} has {dimensions.Count} dimensions; at most {MaxRank} are supported", offset: offset);
        }

        ImmutableArray<int>.Builder sizes = ImmutableArray.CreateBuilder<int>(dimensions.Count);
        long count = 1;
        foreach (long dimension in dimensions)
        {
            if (dimension < 0)
            {
                throw new ModelFormatException(ModelErrorKind.Malformed, $"{what} has a dimension of {dimension}", offset: offset);
            }

            // Both factors are at most 2²⁸ where the product is formed, so it cannot overflow. Zeros are left out of it, so that the limit does not
            // depend on the order of the dimensions and every permutation of a shape that passes here passes as well.
            count = dimension > TensorShape.MaxCount ? long.MaxValue : count * Math.Max(1, dimension);
            if (count > TensorShape.MaxCount)
            {
                throw new ModelFormatException(
                    ModelErrorKind.Malformed, $"{what} has shape [{string.Join(", ", dimensions)}], more than {TensorShape.MaxCount} elements", offset: offset);
            }

            sizes.Add((int)dimension);
        }

        return new TensorShape(sizes.MoveToImmutable());
    }

    /// <summary>The shape of a declared value, its first dimension 1 where it is symbolic (the batch); null where it is not fully known.</summary>
    public static TensorShape? Declared(OnnxValueInfo info)
    {
        if (info.Dimensions is null || info.Dimensions.Skip(1).Any(d => d.Value is null))
        {
            return null;
        }

        return Create([.. info.Dimensions.Select(d => d.Value ?? 1)], $"value '{info.Name}'");
    }

    /// <summary>Steps, in elements, between neighbours along each dimension of a row-major tensor.</summary>
    public static int[] Strides(TensorShape shape)
    {
        int[] strides = new int[shape.Rank];
        int step = 1;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            strides[d] = step;
            step *= Math.Max(1, shape.Dimensions[d]);
        }

        return strides;
    }

    /// <summary>The shape two operands take when numpy broadcasts them; null where they do not fit.</summary>
    public static TensorShape? Broadcast(TensorShape a, TensorShape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        long[] dimensions = new long[rank];
        for (int d = 1; d <= rank; d++)
        {
            int left = d <= a.Rank ? a.Dimensions[a.Rank - d] : 1, right = d <= b.Rank ? b.Dimensions[b.Rank - d] : 1;
            if (left != right && left != 1 && right != 1)
            {
                return null;
            }

            dimensions[rank - d] = left == 1 ? right : left;
        }

        return Create(dimensions, $"the broadcast of {a} and {b}");
    }

    /// <summary>Steps with which a tensor of shape <paramref name="from"/> is walked when it is broadcast to <paramref name="to"/>: 0 along repeated dimensions.</summary>
    public static int[] BroadcastStrides(TensorShape from, TensorShape to)
    {
        int[] own = Strides(from), result = new int[to.Rank];
        for (int d = 0; d < from.Rank; d++)
        {
            result[to.Rank - from.Rank + d] = from.Dimensions[d] == 1 ? 0 : own[d];
        }

        return result;
    }

    /// <summary>The elements that a strided view visits, in row-major order of <paramref name="shape"/>.</summary>
    public static int[] Walk(TensorShape shape, int[] strides, int offset = 0)
    {
        int[] elements = new int[shape.Count];
        int[] counter = new int[shape.Rank];
        int element = offset;
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = element;
            for (int d = shape.Rank - 1; d >= 0; d--)
            {
                element += strides[d];
                if (++counter[d] < shape.Dimensions[d])
                {
                    break;
                }

                element -= strides[d] * shape.Dimensions[d];
                counter[d] = 0;
            }
        }

        return elements;
    }
}
