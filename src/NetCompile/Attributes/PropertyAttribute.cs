namespace NetCompile;

/// <summary>Marks a static method of a network class as a property: a <c>bool</c> expression over its inputs and outputs that is to hold on the whole declared range.</summary>
/// <remarks>
/// The method takes <c>Input</c>, <c>Output</c> or both, and stays ordinary C#: call it on a sample as a guard or a test oracle.
/// The generator translates it to linear constraints: comparisons of linear expressions joined by <c>&amp;&amp;</c>, <c>||</c>, <c>!</c>.
/// The proof is about the expression in exact arithmetic; running the method rounds its sums as C# does.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class PropertyAttribute : Attribute
{
    /// <summary>Whether a build proves it: one with <c>&lt;NetCompileProve&gt;marked&lt;/NetCompileProve&gt;</c> in the project proves the properties that say so, and fails where one is violated.</summary>
    public bool ProveAtBuild { get; set; }
}
