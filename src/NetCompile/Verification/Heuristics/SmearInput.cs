namespace NetCompile.Verification;

/// <summary>The input over which the rows vary most, <c>Σ_rows |A_j| · width_j</c>: Neurify's and ReluVal's smear.</summary>
/// <remarks>A score alone can keep cutting one axis, far below the precision that helps, so every fourth split cuts the widest.</remarks>
internal sealed class SmearInput : IAxisHeuristic
{
    private const int WidestEvery = 4;

    public double Score(int axis, double width, double wholeWidth, double weight, int depth) =>
        depth % WidestEvery == WidestEvery - 1 || double.IsNaN(weight) ? width / wholeWidth : weight * width;
}
