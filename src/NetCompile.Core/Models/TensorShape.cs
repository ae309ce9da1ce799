using System.Collections.Immutable;

namespace NetCompile.Models;

/// <summary>The dimensions of a tensor, outermost first; a scalar has none.</summary>
/// <remarks>Elements are always stored flattened in row-major order, so a reshape never moves data.</remarks>
public sealed class TensorShape : IEquatable<TensorShape>
{
    /// <summary>Elements that a shape may hold at most; a file that asks for more is refused before anything is allocated.</summary>
    public const int MaxCount = 1 << 28;

    /// <summary>Creates a shape from its dimensions.</summary>
    /// <param name="dimensions">Sizes, each at least 0, whose product is at most <see cref="MaxCount"/>.</param>
    /// <exception cref="ArgumentException">A dimension is negative or the product is too large.</exception>
    public TensorShape(ImmutableArray<int> dimensions)
    {
        long count = 1;
        foreach (int dimension in dimensions)
        {
            if (dimension < 0)
            {
                throw new ArgumentException($"A tensor dimension is {dimension}; it must be 0 or more.", nameof(dimensions));
            }

            count *= dimension;
            if (count > MaxCount)
            {
                throw new ArgumentException($"A tensor of shape [{string.Join(", ", dimensions)}] has more than {MaxCount} elements.", nameof(dimensions));
            }
        }

        Dimensions = dimensions;
        Count = (int)count;
    }

    /// <summary>The sizes, outermost first.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>The number of elements: the product of the dimensions, 1 for a scalar.</summary>
    public int Count { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>A shape with the given dimensions.</summary>
    public static TensorShape Of(params int[] dimensions) => new(ImmutableArray.Create(dimensions));

    /// <inheritdoc/>
    public bool Equals(TensorShape? other) => other is not null && Dimensions.AsSpan().SequenceEqual(other.Dimensions.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorShape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = 17;
        foreach (int dimension in Dimensions)
        {
            hash = unchecked(hash * 31 + dimension);
        }

        return hash;
    }

    /// <summary>The dimensions joined by <c>x</c>, for example <c>1x784x1</c>; <c>scalar</c> where there are none.</summary>
    public override string ToString() => Dimensions.IsEmpty ? "scalar" : string.Join("x", Dimensions);
}
