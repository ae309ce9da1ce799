namespace NetCompile.Generator.Diagnostics;

/// <summary>Names of the facts that diagnostics carry for code fixes.</summary>
internal static class Fact
{
    /// <summary>The text that replaces what is marked: a path or a name.</summary>
    public const string Replacement = "Replacement";

    /// <summary>The range that the model states for an input, as the two arguments to insert.</summary>
    public const string Bounds = "Bounds";
}
