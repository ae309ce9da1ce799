namespace NetCompile.Generator.Diagnostics;

/// <summary>Names of the facts that diagnostics carry for code fixes.</summary>
internal static class Fact
{
    /// <summary>What was probably meant: a path or a name that replaces what is marked.</summary>
    public const string Replacement = "Replacement";
}
