using NetCompile.Models;

namespace NetCompile.Benchmarks.Forward;

/// <summary>What one writes without thinking: three nested loops over arrays, sizes known at run time.</summary>
internal sealed class NaiveForward
{
    private readonly (float[] Weights, float[] Bias, bool IsRelu)[] _layers;
    private readonly float[][] _values;

    public NaiveForward(NetworkModel model)
    {
        DenseOperator[] dense = [.. model.Operators.OfType<DenseOperator>()];
        _layers = [.. dense.Select((d, i) => (d.Weights.Values.ToArray(), d.Bias!.Values.ToArray(), i < dense.Length - 1))];
        _values = [new float[model.InputCount], .. dense.Select(d => new float[d.Outputs])];
    }

    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        input.CopyTo(_values[0]);
        for (int l = 0; l < _layers.Length; l++)
        {
            (float[] weights, float[] bias, bool isRelu) = _layers[l];
            Dense(weights, bias, isRelu, _values[l], _values[l + 1]);
        }

        _values[^1].CopyTo(output);
    }

    private static void Dense(float[] weights, float[] bias, bool isRelu, float[] x, float[] y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            float sum = bias[i];
            for (int k = 0; k < x.Length; k++)
            {
                sum += weights[(i * x.Length) + k] * x[k];
            }

            y[i] = isRelu && sum < 0 ? 0 : sum;
        }
    }
}
