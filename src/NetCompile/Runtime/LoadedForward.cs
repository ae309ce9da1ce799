using NetCompile.Models;

namespace NetCompile.Runtime;

/// <summary>The float32 forward pass of a network loaded at run time.</summary>
internal sealed class LoadedForward
{
    private readonly NetworkModel _model;

    public LoadedForward(NetworkModel model) => _model = model;

    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        float[][] values = new float[_model.Operators.Length][];
        foreach (NetworkOperator o in _model.Operators)
        {
            float[] y = values[o.Id] = new float[o.Count];
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = o switch
                {
                    InputOperator => input[i],
                    DenseOperator d => Dot(d, values[o.Sources[0]], i),
                    ScaleOperator { IsDivision: true } s => values[o.Sources[0]][i] / s.Factor.Values[i],
                    ScaleOperator s => values[o.Sources[0]][i] * s.Factor.Values[i],
                    ShiftOperator s => values[o.Sources[0]][i] + s.Offset.Values[i],
                    SumOperator { IsDifference: true } => values[o.Sources[0]][i] - values[o.Sources[1]][i],
                    SumOperator => values[o.Sources[0]][i] + values[o.Sources[1]][i],
                    GatherOperator g => values[o.Sources[g.Indices[i].Source]][g.Indices[i].Element],
                    ReluOperator => MathF.Max(0, values[o.Sources[0]][i]),
                    LeakyReluOperator l => values[o.Sources[0]][i] is var v && v >= 0 ? v : l.Slope * v,
                    ClipOperator c => MathF.Min(MathF.Max(values[o.Sources[0]][i], c.Lower.Values[i]), c.Upper.Values[i]),
                    _ => throw new InvalidOperationException($"No forward pass for {o.Kind}."),
                };
            }
        }

        values[_model.Output].CopyTo(output);
    }

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Forward(inputs.Slice(i * _model.InputCount, _model.InputCount), outputs.Slice(i * _model.OutputCount, _model.OutputCount));
        }
    }

    private static float Dot(DenseOperator d, float[] x, int row)
    {
        float sum = d.Bias is null ? 0 : d.Bias.Values[row];
        for (int k = 0; k < x.Length; k++)
        {
            sum += d.Weights.Values[(row * x.Length) + k] * x[k];
        }

        return sum;
    }
}
