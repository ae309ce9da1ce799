using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NetCompile.Models;

/// <summary>An immutable float32 tensor, row-major, that compares by content hash.</summary>
public sealed class Tensor : IEquatable<Tensor>
{
    private readonly Lazy<string> _hash;

    /// <summary>Creates a tensor over <paramref name="values"/>, which the caller no longer changes.</summary>
    /// <exception cref="ArgumentException">The number of values differs from the shape's.</exception>
    public Tensor(TensorShape shape, ImmutableArray<float> values)
    {
        if (values.Length != shape.Count)
        {
            throw new ArgumentException($"A tensor of shape {shape} needs {shape.Count} values; {values.Length} were given.", nameof(values));
        }

        Shape = shape;
        Values = values;
        _hash = new Lazy<string>(ComputeHash);
    }

    /// <summary>The dimensions.</summary>
    public TensorShape Shape { get; }

    /// <summary>The elements, row-major.</summary>
    public ImmutableArray<float> Values { get; }

    /// <summary>SHA-256 of shape and values in hexadecimal: two tensors with the same hash are taken to be equal.</summary>
    public string ContentHash => _hash.Value;

    /// <summary>A vector with the given values.</summary>
    public static Tensor Vector(params float[] values) => new(TensorShape.Of(values.Length), ImmutableArray.Create(values));

    /// <summary>A matrix <c>[rows, columns]</c> with the given row-major values.</summary>
    public static Tensor Matrix(int rows, int columns, params float[] values) => new(TensorShape.Of(rows, columns), ImmutableArray.Create(values));

    /// <inheritdoc/>
    public bool Equals(Tensor? other) =>
        other is not null && (ReferenceEquals(this, other) || (Shape.Equals(other.Shape) && ContentHash == other.ContentHash));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Tensor);

    /// <inheritdoc/>
    public override int GetHashCode() => ContentHash.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"Tensor {Shape}";

    private string ComputeHash()
    {
        using SHA256 sha = SHA256.Create();
        byte[] shape = MemoryMarshal.AsBytes(Shape.Dimensions.AsSpan()).ToArray();
        sha.TransformBlock(shape, 0, shape.Length, null, 0);
        byte[] values = MemoryMarshal.AsBytes(Values.AsSpan()).ToArray();
        sha.TransformFinalBlock(values, 0, values.Length);
        return BitConverter.ToString(sha.Hash!).Replace("-", "").ToLowerInvariant();
    }
}
