namespace NetCompile.Samples.Training;

/// <summary>Dense layers with a ReLU after each but the last.</summary>
public sealed class DenseNetwork
{
    private readonly double[][] _activations;
    private readonly double[][] _gradients;

    /// <summary>A network with random weights.</summary>
    /// <param name="random">The source of the weights; the same seed gives the same network.</param>
    /// <param name="widths">Inputs, hidden widths, outputs.</param>
    public DenseNetwork(Random random, params int[] widths)
    {
        Layers = [.. Enumerable.Range(0, widths.Length - 1).Select(l => new DenseLayer(widths[l], widths[l + 1], random))];
        _activations = [.. widths.Select(w => new double[w])];
        _gradients = [.. widths.Select(w => new double[w])];
    }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<DenseLayer> Layers { get; }

    /// <summary>The gradient of the loss of the last <see cref="Backward"/> with respect to the input.</summary>
    public ReadOnlySpan<double> InputGradient => _gradients[0];

    /// <summary>The output for <paramref name="input"/>; the memory is overwritten by the next call.</summary>
    public ReadOnlySpan<double> Forward(ReadOnlySpan<double> input)
    {
        input.CopyTo(_activations[0]);
        for (int l = 0; l < Layers.Count; l++)
        {
            double[] output = _activations[l + 1];
            Layers[l].Forward(_activations[l], output);
            if (l < Layers.Count - 1)
            {
                for (int j = 0; j < output.Length; j++)
                {
                    output[j] = Math.Max(0, output[j]);
                }
            }
        }

        return _activations[^1];
    }

    /// <summary>Back-propagates through the last <see cref="Forward"/> and adds to the gradients of the weights.</summary>
    /// <param name="outputGradient">∂loss/∂output.</param>
    /// <param name="accumulate">Told layer, ∂loss/∂a (a: the layer's output before the ReLU) and the layer's input; null to only compute <see cref="InputGradient"/>.</param>
    public void Backward(ReadOnlySpan<double> outputGradient, GradientSink? accumulate)
    {
        outputGradient.CopyTo(_gradients[^1]);
        for (int l = Layers.Count - 1; l >= 0; l--)
        {
            DenseLayer layer = Layers[l];
            double[] above = _gradients[l + 1];
            accumulate?.Invoke(l, above, _activations[l]);

            double[] below = _gradients[l];
            Array.Clear(below);
            for (int j = 0; j < layer.Outputs; j++)
            {
                if (above[j] == 0)
                {
                    continue;
                }

                ReadOnlySpan<double> row = layer.Weights.AsSpan(j * layer.Inputs, layer.Inputs);
                for (int k = 0; k < row.Length; k++)
                {
                    below[k] += above[j] * row[k];
                }
            }

            if (l > 0)
            {
                for (int k = 0; k < below.Length; k++)
                {
                    // A ReLU passes the gradient only where it passed the value.
                    below[k] = _activations[l][k] > 0 ? below[k] : 0;
                }
            }
        }
    }
}

/// <summary>Receives the gradient of one layer for one sample.</summary>
/// <param name="layer">The layer's index.</param>
/// <param name="outputGradient">∂loss/∂a of the layer.</param>
/// <param name="input">The layer's input.</param>
public delegate void GradientSink(int layer, ReadOnlySpan<double> outputGradient, ReadOnlySpan<double> input);
