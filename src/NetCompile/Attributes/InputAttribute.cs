namespace NetCompile;

/// <summary>Names the next input of the network, or the next block of inputs, and gives its range in the user's units.</summary>
/// <remarks>
/// One attribute per input, in the network's order. The generated <c>Input</c> struct has a <c>float</c> field of that name.
/// With <see cref="Mean"/> or <see cref="Range"/> the model receives <c>(x − Mean) / Range</c>, computed in float32 as a subtraction and a division.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute : Attribute
{
    /// <summary>An input whose range the model file states (<c>.nnet</c>).</summary>
    /// <param name="name">A C# identifier.</param>
    public InputAttribute(string name)
    {
        Name = name;
        Lower = double.NaN;
        Upper = double.NaN;
    }

    /// <summary>An input with its range.</summary>
    /// <param name="name">A C# identifier.</param>
    /// <param name="lower">The least value, in the user's units.</param>
    /// <param name="upper">The greatest value, in the user's units.</param>
    public InputAttribute(string name, double lower, double upper)
    {
        Name = name;
        Lower = lower;
        Upper = upper;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The least value; NaN where the attribute states no range.</summary>
    public double Lower { get; }

    /// <summary>The greatest value; NaN where the attribute states no range.</summary>
    public double Upper { get; }

    /// <summary>What is subtracted before the model; 0 unless given.</summary>
    public double Mean { get; set; }

    /// <summary>What the difference is divided by before the model; 1 unless given, never 0.</summary>
    public double Range { get; set; } = 1;

    /// <summary>The least value that the network was trained with, in the user's units; NaN, the default, where it is not stated. Diagnostic NC0507 says where the range goes below.</summary>
    public double TrainedFrom { get; set; } = double.NaN;

    /// <summary>The greatest value that the network was trained with; NaN where it is not stated. Diagnostic NC0507 says where the range goes above.</summary>
    public double TrainedTo { get; set; } = double.NaN;

    /// <summary>The number of inputs in this block, which properties index: <c>x.pixel[3]</c>. 0, the default, is a single input without index.</summary>
    public int Count { get; set; }
}
