using NetCompile.Models;

namespace NetCompile.Generator.Milp;

/// <summary>The gradient of one element of an operator's value with respect to the input, in plain doubles: a direction to search in, no proof.</summary>
internal static class InputGradient
{
    /// <param name="model">The network, without maxima.</param>
    /// <param name="values">The value of every operator at the point.</param>
    /// <param name="operatorId">The operator.</param>
    /// <param name="element">The element of its value.</param>
    public static double[] Of(NetworkModel model, double[][] values, int operatorId, int element)
    {
        double[]?[] gradients = new double[operatorId + 1][];
        gradients[0] = new double[model.InputCount];
        At(gradients, model, operatorId)[element] = 1;
        for (int id = operatorId; id > 0; id--)
        {
            if (gradients[id] is { } gradient)
            {
                Push(model, model.Operators[id], gradient, values, gradients);
            }
        }

        return gradients[0]!;
    }

    private static double[] At(double[]?[] gradients, NetworkModel model, int id) => gradients[id] ??= new double[model.Operators[id].Count];

    private static void Push(NetworkModel model, NetworkOperator o, double[] gradient, double[][] values, double[]?[] gradients)
    {
        double[] target = At(gradients, model, o.Sources[0]);
        switch (o)
        {
            case DenseOperator d:
                Dense(d, gradient, target);
                break;

            case SumOperator s:
                double[] right = At(gradients, model, s.Sources[1]);
                for (int i = 0; i < gradient.Length; i++)
                {
                    target[i] += gradient[i];
                    right[i] += s.IsDifference ? -gradient[i] : gradient[i];
                }

                break;

            case GatherOperator g:
                for (int i = 0; i < gradient.Length; i++)
                {
                    At(gradients, model, g.Sources[g.Indices[i].Source])[g.Indices[i].Element] += gradient[i];
                }

                break;

            default:
                double[] x = values[o.Sources[0]];
                for (int i = 0; i < gradient.Length; i++)
                {
                    target[i] += gradient[i] * Slope(o, i, x[i]);
                }

                break;
        }
    }

    private static void Dense(DenseOperator d, double[] gradient, double[] target)
    {
        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan();
        for (int i = 0; i < gradient.Length; i++)
        {
            double factor = gradient[i];
            ReadOnlySpan<float> row = factor == 0 ? default : weights.Slice(i * d.Inputs, d.Inputs);
            for (int j = 0; j < row.Length; j++)
            {
                target[j] += factor * row[j];
            }
        }
    }

    private static double Slope(NetworkOperator o, int index, double x) => o switch
    {
        ScaleOperator s => s.IsDivision ? 1.0 / s.Factor.Values[index] : s.Factor.Values[index],
        ShiftOperator => 1,
        ReluOperator => x > 0 ? 1 : 0,
        LeakyReluOperator l => x > 0 ? 1 : l.Slope,
        ClipOperator c => x > c.Lower.Values[index] && x < c.Upper.Values[index] ? 1 : 0,
        StepOperator => 0,
        _ => throw new InvalidOperationException($"No gradient of {o}."),
    };
}
