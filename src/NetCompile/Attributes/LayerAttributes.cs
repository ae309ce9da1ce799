namespace NetCompile;

/// <summary>A layer of a network without model file. Layers apply in the order they are written, the first to the inputs.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    private protected LayerAttribute() { }
}

/// <summary><c>y = W x + b</c>.</summary>
public sealed class DenseAttribute : LayerAttribute
{
    /// <summary>A dense layer.</summary>
    /// <param name="outputs">The number of outputs.</param>
    public DenseAttribute(int outputs) => Outputs = outputs;

    /// <summary>The number of outputs.</summary>
    public int Outputs { get; }

    /// <summary><c>W</c>: <c>[outputs, inputs]</c>, row-major, rounded to float32. Null where a <see cref="WeightsAttribute"/> names a file.</summary>
    public double[]? Weights { get; set; }

    /// <summary><c>b</c>: <c>[outputs]</c>, rounded to float32; zeros where <see cref="Weights"/> are given without.</summary>
    public double[]? Bias { get; set; }
}

/// <summary><c>y_i = max(0, x_i)</c>.</summary>
public sealed class ReluAttribute : LayerAttribute
{
}

/// <summary><c>y_i = max(slope · x_i, x_i)</c>.</summary>
public sealed class LeakyReluAttribute : LayerAttribute
{
    /// <summary>A leaky ReLU.</summary>
    /// <param name="slope">The slope of the negative side, from 0 to 1.</param>
    public LeakyReluAttribute(double slope) => Slope = slope;

    /// <summary>The slope of the negative side.</summary>
    public double Slope { get; }
}

/// <summary><c>y_i = min(max(x_i, lower), upper)</c>.</summary>
public sealed class ClipAttribute : LayerAttribute
{
    /// <summary>A clip.</summary>
    /// <param name="lower">The least value.</param>
    /// <param name="upper">The greatest value.</param>
    public ClipAttribute(double lower, double upper)
    {
        Lower = lower;
        Upper = upper;
    }

    /// <summary>The least value.</summary>
    public double Lower { get; }

    /// <summary>The greatest value.</summary>
    public double Upper { get; }
}
