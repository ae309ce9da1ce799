namespace NetCompile.Propagation;

/// <summary>What a batch of rows bounds: sets the rows' coefficients in a workspace before they are substituted backward.</summary>
internal interface IRowSeed
{
    /// <summary>Sets the coefficients of rows <c>0..count</c>, after <see cref="CrownPropagation.Begin"/>.</summary>
    /// <returns>The operator from which the rows are to be carried back.</returns>
    int Seed(BoundsWorkspace workspace, int count);
}
