namespace NetCompile.Verification;

/// <summary>A node that its bounds did not refute, with what its children inherit.</summary>
internal sealed class BoundedNode
{
    public required PhaseNode Node { get; init; }

    /// <summary>By how much the best row's bound is above its right-hand side: negative, or just not above.</summary>
    public required double Margin { get; init; }

    /// <summary>The index, among the conjunction's rows, of the best one.</summary>
    public required int BestRow { get; init; }

    /// <summary>For each row the slopes found.</summary>
    public required float[][] Slopes { get; init; }

    /// <summary>For each row the multipliers found.</summary>
    public required float[][] Multipliers { get; init; }

    /// <summary>The input that attains the best row's bound.</summary>
    public required double[] Minimizer { get; init; }

    /// <summary>For each input the sum, over the rows, of the magnitudes of its coefficients.</summary>
    public required double[] InputWeights { get; init; }

    /// <summary>Neurons worth trying to split on, best first; empty where all are fixed.</summary>
    public required int[] Candidates { get; init; }
}
