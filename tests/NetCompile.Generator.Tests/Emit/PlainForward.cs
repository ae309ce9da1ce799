using NetCompile.Models;

namespace NetCompile.Generator.Tests.Emit;

/// <summary>The forward pass as the definitions of the operators state it, in double, with a bound of what float32 may differ by.</summary>
internal static class PlainForward
{
    // Half an ulp of float32, doubled for the second-order terms and the double arithmetic here.
    private const double Rounding = 1.2e-7;

    /// <summary>Fails where the output is not the model's value up to float32 rounding, whatever the order of sums.</summary>
    public static void AssertClose(NetworkModel model, float[] input, float[] output)
    {
        (double[] values, double[] errors) = Evaluate(model, input);
        for (int i = 0; i < output.Length; i++)
        {
            Assert.True(
                Math.Abs(values[i] - output[i]) <= errors[i], $"output {i} is {output[i]:R}; plain arithmetic gives {values[i]:R}, and rounding explains a difference of {errors[i]:R}");
        }
    }

    /// <summary>The output, and how far a float32 evaluation may be from it.</summary>
    public static (double[] Values, double[] Errors) Evaluate(NetworkModel model, float[] input)
    {
        double[][] v = new double[model.Operators.Length][];
        double[][] e = new double[model.Operators.Length][];
        foreach (NetworkOperator o in model.Operators)
        {
            double[] y = v[o.Id] = new double[o.Count];
            double[] error = e[o.Id] = new double[o.Count];
            double[] x = o.Sources.Length > 0 ? v[o.Sources[0]] : [];
            double[] dx = o.Sources.Length > 0 ? e[o.Sources[0]] : [];
            for (int i = 0; i < y.Length; i++)
            {
                (y[i], error[i]) = o switch
                {
                    InputOperator => (input[i], 0),
                    DenseOperator d => Dot(d, i, x, dx),
                    ScaleOperator { IsDivision: true } s => Rounded(x[i] / s.Factor.Values[i], dx[i] / Math.Abs(s.Factor.Values[i])),
                    ScaleOperator s => Rounded(x[i] * s.Factor.Values[i], dx[i] * Math.Abs(s.Factor.Values[i])),
                    ShiftOperator s => Rounded(x[i] + s.Offset.Values[i], dx[i]),
                    SumOperator s => Rounded(x[i] + ((s.IsDifference ? -1 : 1) * v[s.Sources[1]][i]), dx[i] + e[s.Sources[1]][i]),
                    GatherOperator g => (v[g.Sources[g.Indices[i].Source]][g.Indices[i].Element], e[g.Sources[g.Indices[i].Source]][g.Indices[i].Element]),
                    ReluOperator => (Math.Max(0, x[i]), dx[i]),
                    LeakyReluOperator l => Rounded(Math.Max(l.Slope * x[i], x[i]), dx[i]),
                    ClipOperator c => (Math.Min(Math.Max(x[i], c.Lower.Values[i]), c.Upper.Values[i]), dx[i]),
                    _ => throw new NotSupportedException(o.Kind.ToString()),
                };
            }
        }

        return (v[model.Output], e[model.Output]);
    }

    private static (double Value, double Error) Rounded(double value, double error) => (value, (error * (1 + Rounding)) + (Math.Abs(value) * Rounding) + float.Epsilon);

    private static (double Value, double Error) Dot(DenseOperator d, int row, double[] x, double[] dx)
    {
        double sum = d.Bias?.Values[row] ?? 0;
        double magnitude = Math.Abs(sum);
        double propagated = 0;
        for (int k = 0; k < x.Length; k++)
        {
            float w = d.Weights.Values[(row * x.Length) + k];
            sum += w * x[k];
            magnitude += Math.Abs(w) * (Math.Abs(x[k]) + dx[k]);
            propagated += Math.Abs(w) * dx[k];
        }

        return (sum, propagated + ((x.Length + 2) * Rounding * magnitude) + ((x.Length + 1) * float.Epsilon));
    }
}
