namespace NetCompile.QuickProofs;

/// <summary>What a quick proof may cost. Counts, never time: the same question has the same answer on every machine.</summary>
/// <param name="Nodes">Boxes that may be bounded; 0 asks for nothing.</param>
/// <param name="Work">Multiplications that may be spent, attacks included; one that does not fit is not started.</param>
public sealed record QuickProofOptions(int Nodes = QuickProofOptions.DefaultNodes, long Work = QuickProofOptions.DefaultWork)
{
    /// <summary>The nodes unless given.</summary>
    public const int DefaultNodes = 1000;

    /// <summary>The multiplications unless given: about a tenth of a second.</summary>
    public const long DefaultWork = 50_000_000;
}
