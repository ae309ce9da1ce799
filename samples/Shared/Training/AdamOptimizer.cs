namespace NetCompile.Samples.Training;

/// <summary>Adam (Kingma and Ba, 2015) on the layers of one network: sums gradients over a batch, then takes a step.</summary>
public sealed class AdamOptimizer
{
    private const double MomentumDecay = 0.9;
    private const double VarianceDecay = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Parameters[] _parameters;
    private double _momentumCorrection = 1;
    private double _varianceCorrection = 1;
    private int _samples;

    /// <summary>An optimiser without momentum yet.</summary>
    public AdamOptimizer(DenseNetwork network)
    {
        _parameters = [.. network.Layers.SelectMany(l => new[] { new Parameters(l.Weights), new Parameters(l.Biases) })];
    }

    /// <summary>Adds one sample's gradient of one layer; hand it to <see cref="DenseNetwork.Backward"/>.</summary>
    public void Accumulate(int layer, ReadOnlySpan<double> outputGradient, ReadOnlySpan<double> input)
    {
        double[] weights = _parameters[2 * layer].Gradient;
        double[] biases = _parameters[(2 * layer) + 1].Gradient;
        for (int j = 0; j < outputGradient.Length; j++)
        {
            double g = outputGradient[j];
            if (g == 0)
            {
                continue;
            }

            biases[j] += g;
            Span<double> row = weights.AsSpan(j * input.Length, input.Length);
            for (int k = 0; k < row.Length; k++)
            {
                row[k] += g * input[k];
            }
        }

        _samples += layer == 0 ? 1 : 0;
    }

    /// <summary>Steps along the mean gradient of the samples since the last step.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="weightDecay">Decoupled weight decay (AdamW): pulls weights towards zero by this share of the rate.</param>
    public void Step(double rate, double weightDecay = 0)
    {
        _momentumCorrection *= MomentumDecay;
        _varianceCorrection *= VarianceDecay;
        foreach (Parameters p in _parameters)
        {
            for (int i = 0; i < p.Values.Length; i++)
            {
                double g = p.Gradient[i] / _samples;
                p.Gradient[i] = 0;
                p.Momentum[i] = (MomentumDecay * p.Momentum[i]) + ((1 - MomentumDecay) * g);
                p.Variance[i] = (VarianceDecay * p.Variance[i]) + ((1 - VarianceDecay) * g * g);
                double momentum = p.Momentum[i] / (1 - _momentumCorrection);
                double variance = p.Variance[i] / (1 - _varianceCorrection);
                p.Values[i] -= rate * ((momentum / (Math.Sqrt(variance) + Epsilon)) + (weightDecay * p.Values[i]));
            }
        }

        _samples = 0;
    }

    private sealed class Parameters(double[] values)
    {
        public double[] Values { get; } = values;

        public double[] Gradient { get; } = new double[values.Length];

        public double[] Momentum { get; } = new double[values.Length];

        public double[] Variance { get; } = new double[values.Length];
    }
}
