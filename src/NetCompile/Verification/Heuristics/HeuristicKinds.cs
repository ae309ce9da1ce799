namespace NetCompile.Verification;

/// <summary>What each heuristic chooses among.</summary>
internal static class HeuristicKinds
{
    /// <summary>What a search with this heuristic splits; <see cref="Branching.Automatic"/> where the heuristic leaves it open.</summary>
    public static Branching Splits(this BranchingHeuristic heuristic) => heuristic switch
    {
        BranchingHeuristic.Widest or BranchingHeuristic.Smear => Branching.Input,
        BranchingHeuristic.Babsr or BranchingHeuristic.FilteredSmart => Branching.Relu,
        _ => Branching.Automatic,
    };

    /// <summary>Whether a search that splits this can use the heuristic; what is automatic fits everything.</summary>
    public static bool Fits(this BranchingHeuristic heuristic, Branching branching) =>
        branching == Branching.Automatic || heuristic.Splits() == Branching.Automatic || heuristic.Splits() == branching;
}
