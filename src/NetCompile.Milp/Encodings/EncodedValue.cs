namespace NetCompile.Milp;

/// <summary>The value of one operator inside a model: one <see cref="AffineForm"/> for each element.</summary>
public sealed class EncodedValue
{
    private readonly AffineForm[] _elements;

    internal EncodedValue(AffineForm[] elements) => _elements = elements;

    /// <summary>The number of elements.</summary>
    public int Count => _elements.Length;

    /// <summary>An element.</summary>
    public AffineForm this[int index] => _elements[index];

    /// <summary>A value made of single elements: what code writes that encodes a layer neuron by neuron.</summary>
    public static EncodedValue Of(params AffineForm[] elements) => new(elements);
}
