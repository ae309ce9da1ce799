namespace NetCompile;

/// <summary>The property that the network's class — the output with the greatest value — stays the same in a box around a point.</summary>
/// <remarks>The box is <c>|x_i − center_i| ≤ Radius</c>, cut with the declared ranges. The point comes from <see cref="Around"/> or <see cref="Center"/>, in the user's units.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RobustAttribute : Attribute
{
    /// <summary>A robustness property.</summary>
    /// <param name="name">A C# identifier: the property's name.</param>
    public RobustAttribute(string name) => Name = name;

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>How far each input may move, in the user's units; at least 0.</summary>
    public double Radius { get; set; }

    /// <summary>A text file with the point: one number per input, separated by commas, semicolons or white space. Among the project's <c>AdditionalFiles</c>, found as the model is.</summary>
    public string? Around { get; set; }

    /// <summary>The point itself: one number per input.</summary>
    public double[]? Center { get; set; }

    /// <summary>The index of the output that must stay the greatest.</summary>
    public int Label { get; set; }

    /// <summary>Whether a build proves it: one with <c>&lt;NetCompileProve&gt;marked&lt;/NetCompileProve&gt;</c> in the project proves the properties that say so, and fails where one is violated.</summary>
    public bool ProveAtBuild { get; set; }
}
