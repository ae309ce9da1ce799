namespace NetCompile.Checker;

/// <summary>How the slope of the lower line of an activation that bends inside its range is chosen. Any slope gives a valid line; the letter stands in certificates.</summary>
public enum SlopeRule
{
    /// <summary><c>A</c>: the steepest slope where more of the range lies above the kink, else the least (CROWN, DeepPoly).</summary>
    Adaptive = 'A',

    /// <summary><c>Z</c>: the least slope of the activation.</summary>
    Zero = 'Z',

    /// <summary><c>P</c>: the slope of the upper line (DeepZ, Fast-Lin).</summary>
    Parallel = 'P',
}
