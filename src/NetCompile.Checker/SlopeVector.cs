namespace NetCompile.Checker;

/// <summary>Lower slopes of some ReLUs and leaky ReLUs of a network; the others follow a rule.</summary>
/// <param name="Neurons">Which: places among the elements of all ReLUs and leaky ReLUs, in the order of the operators. One list may serve many vectors.</param>
/// <param name="Values">Their slopes, in units of 1/65535.</param>
public sealed record SlopeVector(int[] Neurons, ushort[] Values)
{
    /// <summary>Writes the slopes to their places in a vector of all neurons; NaN elsewhere.</summary>
    internal void Spread(Span<double> slopes)
    {
        slopes.Fill(double.NaN);
        for (int i = 0; i < Neurons.Length; i++)
        {
            slopes[Neurons[i]] = Values[i] / (double)ushort.MaxValue;
        }
    }

    /// <summary>Whether the vector fits a network with <paramref name="count"/> such elements.</summary>
    internal bool Fits(int count) => Neurons.Length == Values.Length && Array.TrueForAll(Neurons, n => (uint)n < (uint)count);
}
