namespace NetCompile.Verification;

/// <summary>The classes of nodes that a checkpoint can hold, by the byte that marks each; a number is never given to another class.</summary>
internal enum SearchNodeKind : byte
{
    /// <summary><see cref="BoxNode"/>.</summary>
    Box = 1,

    /// <summary><see cref="PhaseNode"/>.</summary>
    Phase = 2,
}

/// <summary>What every node has, whatever its class.</summary>
internal readonly record struct SearchNodeHeader(CaseProblem Case, double Bound, int Depth, double Share);
