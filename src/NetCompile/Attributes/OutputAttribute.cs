namespace NetCompile;

/// <summary>Names the next outputs of the network, or the next block of outputs.</summary>
/// <remarks>
/// In the network's order, over one or several attributes. The generated <c>Output</c> struct has a <c>float</c> field per name.
/// With <see cref="Scale"/> or <see cref="Offset"/> the user sees <c>y · Scale + Offset</c>, computed in float32 as a product and a sum.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>Names the next outputs.</summary>
    /// <param name="names">C# identifiers, one per output; exactly one where <see cref="Count"/> is given.</param>
    public OutputAttribute(params string[] names) => Names = names;

    /// <summary>The names.</summary>
    public string[] Names { get; }

    /// <summary>What the model's value is multiplied by; 1 unless given, never 0. Holds for every name of this attribute.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>What is added after <see cref="Scale"/>; 0 unless given. Holds for every name of this attribute.</summary>
    public double Offset { get; set; }

    /// <summary>The number of outputs in this block, which properties index: <c>y.digit[7]</c>. 0, the default, is a single output per name, without index.</summary>
    public int Count { get; set; }
}
