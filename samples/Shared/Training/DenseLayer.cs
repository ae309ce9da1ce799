namespace NetCompile.Samples.Training;

/// <summary>A dense layer <c>a = W·h + b</c> while it is trained: double precision, rounded to float32 when it is written.</summary>
public sealed class DenseLayer
{
    /// <summary>He initialisation, uniform: weights in ±√(6 / inputs), biases zero.</summary>
    public DenseLayer(int inputs, int outputs, Random random)
    {
        Inputs = inputs;
        Outputs = outputs;
        Weights = new double[outputs * inputs];
        Biases = new double[outputs];
        double radius = Math.Sqrt(6.0 / inputs);
        for (int i = 0; i < Weights.Length; i++)
        {
            Weights[i] = ((random.NextDouble() * 2) - 1) * radius;
        }
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>The number of outputs.</summary>
    public int Outputs { get; }

    /// <summary><c>[Outputs, Inputs]</c>, row-major.</summary>
    public double[] Weights { get; }

    /// <summary><c>[Outputs]</c>.</summary>
    public double[] Biases { get; }

    internal void Forward(ReadOnlySpan<double> input, Span<double> output)
    {
        for (int j = 0; j < Outputs; j++)
        {
            ReadOnlySpan<double> row = Weights.AsSpan(j * Inputs, Inputs);
            double sum = Biases[j];
            for (int k = 0; k < row.Length; k++)
            {
                sum += row[k] * input[k];
            }

            output[j] = sum;
        }
    }
}
