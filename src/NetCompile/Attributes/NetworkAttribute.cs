namespace NetCompile;

/// <summary>Declares a partial class as a trained network: the generator adds its forward pass, bounds, properties and verification.</summary>
/// <remarks>
/// With a path, the model is read from that file, which must be among the project's <c>AdditionalFiles</c>.
/// Without one, the network is the chain of the layer attributes (<see cref="DenseAttribute"/>, <see cref="ReluAttribute"/>, …) in the order they are written.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>A network made of the layer attributes on the same class.</summary>
    public NetworkAttribute() { }

    /// <summary>A network read from a model file (<c>.onnx</c>, <c>.nnet</c>, or either with <c>.gz</c>).</summary>
    /// <param name="path">Relative to the folder of the file with this attribute; where there is no such file, to the project's folder.</param>
    public NetworkAttribute(string path) => Path = path;

    /// <summary>The model's path as written, or null for a network of layer attributes.</summary>
    public string? Path { get; }

    /// <summary>Whether the class gets the network that is left of the model on the declared ranges of the inputs: smaller and faster there, undefined elsewhere.</summary>
    /// <remarks>
    /// Neurons that are constant on the declared region go into biases, neurons that are linear there into the layers around them where that saves multiplications. What is left is the class's network:
    /// <c>Forward</c>, <c>Bounds</c>, <c>Verify</c> and <c>AddTo</c> all run on it, so that properties are proved about the code that ships. In real arithmetic it equals the model on the region;
    /// <c>Specialization.MaxDifference</c> is a proved bound on how far the two float32 forward passes can be apart. <c>Forward</c> and <c>ForwardBatch</c> throw <see cref="ArgumentOutOfRangeException"/>
    /// for an input outside its declared range, and for NaN; <c>IsInRegion</c> asks beforehand.
    /// </remarks>
    public bool SpecializeToRegion { get; set; }
}
