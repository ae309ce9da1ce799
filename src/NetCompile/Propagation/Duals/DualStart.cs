namespace NetCompile.Propagation;

/// <summary>Whether an evaluation of a dual sets its multipliers first, and from which slopes.</summary>
/// <param name="IsStart">Whether it does.</param>
/// <param name="Slopes">Each row's lower slopes; the workspace's where null.</param>
internal readonly record struct DualStart(bool IsStart, RowRelaxations? Slopes)
{
    /// <summary>The slopes of the workspace.</summary>
    public static DualStart Shared => new(true, null);

    /// <summary>The lower slopes of an activation for row <paramref name="r"/>.</summary>
    public unsafe double* LowerSlope(BoundsWorkspace w, int id, int r) => Slopes is null ? w.LowerSlope(id) : Slopes.LowerSlope(id) + ((long)r * w.Tables.Stride[id]);
}
