namespace NetCompile.Generator.Diagnostics;

/// <summary>Names of the facts that diagnostics carry for code fixes.</summary>
internal static class Fact
{
    /// <summary>What was probably meant: a path or a name that replaces what is marked.</summary>
    public const string Replacement = "Replacement";

    /// <summary>A bound that is proved: a number that replaces what is marked.</summary>
    public const string ProvenBound = "ProvenBound";

    /// <summary>The end of the training range that replaces the end of a range.</summary>
    public const string TrainedEnd = "TrainedEnd";

    /// <summary>The name of an encoding that does not have the problem.</summary>
    public const string Encoding = "Encoding";
}
