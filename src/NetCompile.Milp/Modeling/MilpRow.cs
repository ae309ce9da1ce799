namespace NetCompile.Milp;

/// <summary>A constraint that is part of a model: a row.</summary>
/// <param name="Model">The model.</param>
/// <param name="Index">The row, from 0 in the order of creation.</param>
public readonly record struct MilpRow(MilpModel Model, int Index)
{
    /// <summary>The name it was given, or one made of its row (<c>r7</c>).</summary>
    public string Name => Model.RowName(Index);
}
