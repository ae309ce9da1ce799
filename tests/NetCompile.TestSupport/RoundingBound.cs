using NetCompile.Models;
using Xunit;

namespace NetCompile.TestSupport;

/// <summary>How far a float32 forward pass, summing in any order, may lie from the double reference: the a-priori bound, propagated operator by operator.</summary>
/// <remarks>
/// A dense layer adds <c>γ_{n+1} (Σ|w_j|(|x_j| + e_j) + |b|) + (n + 1) η</c> to <c>Σ|w_j| e_j</c> ([Higham], §3.1, η the smallest subnormal); activations
/// are 1-Lipschitz. The double reference's own error is 2⁻²⁹ of that; the factor 1 + 10⁻⁶ covers it.
/// </remarks>
public static class RoundingBound
{
    private const double U = 1.0 / (1 << 24), Eta = float.Epsilon;

    /// <summary>Asserts that <paramref name="actual"/> is the network's output for <paramref name="input"/> up to float32 rounding.</summary>
    public static void AssertOutput(NetworkModel model, ReadOnlySpan<float> input, ReadOnlySpan<float> actual)
    {
        double[] wide = new double[input.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = input[i];
        }

        double[][] values = DoubleEvaluator.EvaluateAll(model, wide);
        double[][] errors = new double[values.Length][];
        foreach (NetworkOperator o in model.Operators)
        {
            errors[o.Id] = Errors(o, [.. o.Sources.Select(s => values[s])], [.. o.Sources.Select(s => errors[s])]);
        }

        Assert.Equal(model.OutputCount, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            double expected = values[model.Output][i], bound = errors[model.Output][i];
            Assert.True(Math.Abs(actual[i] - expected) <= bound, $"{model.Name}: output {i} is {actual[i]}; the reference is {expected}, the bound {bound}");
        }
    }

    private static double[] Errors(NetworkOperator o, double[][] x, double[][] e)
    {
        // The error of one rounded operation whose exact result has the given magnitude.
        static double Rounding(double magnitude) => (U * (1 + 1e-6) * magnitude) + Eta;
        return o switch
        {
            InputOperator => new double[o.Count],
            DenseOperator d => Dense(d, x[0], e[0]),
            ScaleOperator { IsDivision: true } s => Each(o, i => (e[0][i] / Math.Abs(s.Factor.Values[i])) + Rounding((Math.Abs(x[0][i]) + e[0][i]) / Math.Abs(s.Factor.Values[i]))),
            ScaleOperator s => Each(o, i => (e[0][i] * Math.Abs(s.Factor.Values[i])) + Rounding((Math.Abs(x[0][i]) + e[0][i]) * Math.Abs(s.Factor.Values[i]))),
            ShiftOperator t => Each(o, i => e[0][i] + Rounding(Math.Abs(x[0][i]) + e[0][i] + Math.Abs(t.Offset.Values[i]))),
            SumOperator => Each(o, i => e[0][i] + e[1][i] + Rounding(Math.Abs(x[0][i]) + Math.Abs(x[1][i]) + e[0][i] + e[1][i])),
            GatherOperator g => Each(o, i => e[g.Indices[i].Source][g.Indices[i].Element]),
            ReluOperator or ClipOperator => e[0],
            MaximumOperator m => Each(o, i => m.Groups[i].Max(j => e[0][j])),
            LeakyReluOperator => Each(o, i => e[0][i] + Rounding(Math.Abs(x[0][i]) + e[0][i])),
            _ => throw new InvalidOperationException($"No error bound for {o.Kind}."),
        };
    }

    private static double[] Dense(DenseOperator d, double[] x, double[] e)
    {
        double gamma = (d.Inputs + 1) * U / (1 - ((d.Inputs + 1) * U)) * (1 + 1e-6);
        double[] errors = new double[d.Outputs];
        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan();
        for (int i = 0; i < errors.Length; i++)
        {
            double propagated = 0, magnitude = d.Bias is { } bias ? Math.Abs(bias.Values[i]) : 0;
            for (int j = 0; j < x.Length; j++)
            {
                double w = Math.Abs(weights[(i * x.Length) + j]);
                propagated += w * e[j];
                magnitude += w * (Math.Abs(x[j]) + e[j]);
            }

            errors[i] = propagated + (gamma * magnitude) + ((d.Inputs + 1) * Eta);
        }

        return errors;
    }

    private static double[] Each(NetworkOperator o, Func<int, double> error) => [.. Enumerable.Range(0, o.Count).Select(error)];
}
