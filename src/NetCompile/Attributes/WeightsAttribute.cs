namespace NetCompile;

/// <summary>Names the text file with the weights of the <see cref="DenseAttribute"/> layers that state none.</summary>
/// <remarks>
/// Numbers separated by white space, commas or semicolons; <c>#</c> starts a comment that ends with the line.
/// For each such layer in order: the weights <c>[outputs, inputs]</c>, row-major, then the bias <c>[outputs]</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WeightsAttribute : Attribute
{
    /// <summary>Names the file.</summary>
    /// <param name="path">Among the project's <c>AdditionalFiles</c>, found as the model is.</param>
    public WeightsAttribute(string path) => Path = path;

    /// <summary>The path as written.</summary>
    public string Path { get; }
}
