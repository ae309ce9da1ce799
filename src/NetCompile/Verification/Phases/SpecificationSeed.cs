using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Rows that bound constraints of a specification: <c>Σ c_k y_k + Σ d_j x_j</c>.</summary>
internal readonly struct SpecificationSeed(SpecificationRow[] rows) : IRowSeed
{
    public int Seed(BoundsWorkspace workspace, int count)
    {
        for (int r = 0; r < count; r++)
        {
            SpecificationBounds.SetRow(workspace, rows[r], r);
        }

        return workspace.Runner.Model.Output;
    }
}
