using NetCompile.Models;

namespace NetCompile.Bounds;

/// <summary>Linear functions that enclose <c>max_{j ∈ G} x_j</c> on a box: one element from below, an element or a constant from above.</summary>
/// <param name="Lower">An element <c>k</c> of the source: <c>x_k ≤ y</c> holds for every one; this one has the greatest lower bound.</param>
/// <param name="Upper">The greatest upper bound of the group, <c>y ≤ Upper</c>; not needed where <paramref name="IsSingle"/>.</param>
/// <param name="IsSingle">Whether <c>y = x_k</c> everywhere: no other element's upper bound exceeds the lower bound of <paramref name="Lower"/>.</param>
/// <remarks>Exact arithmetic: bounds are compared, never computed with. [PT] has no maximum; the choice is that of DeepPoly for max-pooling.</remarks>
internal readonly record struct MaximumRelaxation(int Lower, double Upper, bool IsSingle)
{
    /// <summary>The relaxation of unit <paramref name="index"/> where the source is within <paramref name="x"/>.</summary>
    public static MaximumRelaxation Of(MaximumOperator o, int index, OperatorBounds x)
    {
        int best = o.Groups[index][0];
        double upper = double.NegativeInfinity;
        foreach (int j in o.Groups[index])
        {
            best = x.Lower[j] > x.Lower[best] ? j : best;
            upper = Math.Max(upper, x.Upper[j]);
        }

        bool isSingle = true;
        foreach (int j in o.Groups[index])
        {
            isSingle &= j == best || x.Upper[j] <= x.Lower[best];
        }

        return new MaximumRelaxation(best, upper, isSingle);
    }
}
