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
}
