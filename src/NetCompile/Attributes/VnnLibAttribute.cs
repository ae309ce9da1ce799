namespace NetCompile;

/// <summary>A property in a VNN-LIB file, which states what must not happen.</summary>
/// <remarks>Such a file speaks of the model's own inputs and outputs: <see cref="InputAttribute.Mean"/>, <see cref="InputAttribute.Range"/> and the scaling of outputs do not apply to it.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class VnnLibAttribute : Attribute
{
    /// <summary>A property read from a file.</summary>
    /// <param name="path">The <c>.vnnlib</c> file, among the project's <c>AdditionalFiles</c>, found as the model is.</param>
    public VnnLibAttribute(string path) => Path = path;

    /// <summary>The path as written.</summary>
    public string Path { get; }

    /// <summary>The property's name, a C# identifier; where absent it is made from the file's name.</summary>
    public string? Name { get; set; }

    /// <summary>Whether a build proves it: one with <c>&lt;NetCompileProve&gt;marked&lt;/NetCompileProve&gt;</c> in the project proves the properties that say so, and fails where one is violated.</summary>
    public bool ProveAtBuild { get; set; }
}
