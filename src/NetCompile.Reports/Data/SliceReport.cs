using System.Collections.Immutable;

namespace NetCompile.Reports;

/// <summary>A rectangle in the plane of two inputs, all others fixed: the network's values on a grid, and which parts are proved.</summary>
/// <remarks>The four corners of cell <c>(i, j)</c> of a grid of <c>n</c> by <c>n</c> lie at <see cref="SliceReport.X"/><c>(i, n)</c>, <c>X(i + 1, n)</c>, <c>Y(j, n)</c>, <c>Y(j + 1, n)</c>.</remarks>
public sealed record SliceReport
{
    /// <summary>The input along the horizontal axis.</summary>
    public required int Horizontal { get; init; }

    /// <summary>The input along the vertical axis.</summary>
    public required int Vertical { get; init; }

    /// <summary>Left end of the rectangle.</summary>
    public required double XLower { get; init; }

    /// <summary>Right end.</summary>
    public required double XUpper { get; init; }

    /// <summary>Lower end.</summary>
    public required double YLower { get; init; }

    /// <summary>Upper end.</summary>
    public required double YUpper { get; init; }

    /// <summary>Where the other inputs are fixed; <c>[InputCount]</c>, the two of the plane included: the counterexample; without one, of some points of a box with few inputs the nearest to a violation, of a larger one the centre.</summary>
    public required ImmutableArray<float> Base { get; init; }

    /// <summary>Cells along each side of the grid of values.</summary>
    public required int Cells { get; init; }

    /// <summary>The property's margin first, then each output, as far as they are shown.</summary>
    public required ImmutableArray<SliceValues> Values { get; init; }

    /// <summary>The quadtree of what is proved, in preorder, from the rectangle as a whole: <c>s</c> is split into four (lower left, lower right, upper left, upper right), <c>p</c> proved safe, <c>v</c> proved violated, <c>u</c> undecided.</summary>
    public required string Tree { get; init; }

    /// <summary>The abscissa of line <paramref name="i"/> of <paramref name="n"/> equal parts, rounded to double; exact at both ends.</summary>
    public double X(int i, int n) => At(XLower, XUpper, i, n);

    /// <summary>The ordinate of line <paramref name="i"/> of <paramref name="n"/> equal parts, rounded to double; exact at both ends.</summary>
    public double Y(int i, int n) => At(YLower, YUpper, i, n);

    /// <summary>One formula for all who divide a side, so that neighbours share their ends.</summary>
    internal static double At(double lower, double upper, int i, int n) => i == n ? upper : lower + ((upper - lower) * ((double)i / n));
}

/// <summary>One quantity on a slice's grid, quantised to 8 bits.</summary>
/// <param name="Name">What it is: an output's name, or <c>margin</c>.</param>
/// <param name="Lowest">The least value of any cell's midpoint.</param>
/// <param name="Highest">The greatest.</param>
/// <param name="Grid">One byte per cell, base64, row by row from the lowest ordinate: 0 for <paramref name="Lowest"/>, 255 for <paramref name="Highest"/>.</param>
public sealed record SliceValues(string Name, double Lowest, double Highest, string Grid);
