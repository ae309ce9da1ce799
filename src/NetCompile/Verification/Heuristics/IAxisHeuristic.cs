namespace NetCompile.Verification;

/// <summary>Scores the inputs of a box that is to be split.</summary>
internal interface IAxisHeuristic
{
    /// <summary>The score of cutting input <paramref name="axis"/>: the greatest is cut.</summary>
    /// <param name="axis">The input.</param>
    /// <param name="width">The width of its interval.</param>
    /// <param name="wholeWidth">The width of its interval in the whole region.</param>
    /// <param name="weight">The sum, over the rows of the specification, of the magnitudes of the input's coefficient in their linear bounds; NaN where none was computed.</param>
    /// <param name="depth">Splits above the box.</param>
    double Score(int axis, double width, double wholeWidth, double weight, int depth);
}
