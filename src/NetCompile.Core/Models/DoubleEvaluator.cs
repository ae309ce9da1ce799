namespace NetCompile.Models;

/// <summary>The forward pass of a model in double precision, operator by operator and without any optimisation: the oracle that everything faster is compared with.</summary>
/// <remarks>Not outward rounded: it is a reference to rounding error, not a proof.</remarks>
public static class DoubleEvaluator
{
    /// <summary>The network's output for an input.</summary>
    /// <param name="model">The network.</param>
    /// <param name="input">One value per input element, row-major.</param>
    /// <exception cref="ArgumentException">The input has the wrong length.</exception>
    public static double[] Evaluate(NetworkModel model, ReadOnlySpan<double> input) => EvaluateAll(model, input)[model.Output];

    /// <summary>The network's output for a float32 input.</summary>
    /// <param name="model">The network.</param>
    /// <param name="input">One value per input element, row-major.</param>
    /// <exception cref="ArgumentException">The input has the wrong length.</exception>
    public static double[] Evaluate(NetworkModel model, ReadOnlySpan<float> input)
    {
        double[] wide = new double[input.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = input[i];
        }

        return Evaluate(model, wide);
    }

    /// <summary>The value of every operator for an input, by operator id.</summary>
    /// <param name="model">The network.</param>
    /// <param name="input">One value per input element, row-major.</param>
    /// <exception cref="ArgumentException">The input has the wrong length.</exception>
    public static double[][] EvaluateAll(NetworkModel model, ReadOnlySpan<double> input)
    {
        if (input.Length != model.InputCount)
        {
            throw new ArgumentException($"The network has {model.InputCount} inputs; {input.Length} values were given.", nameof(input));
        }

        double[][] values = new double[model.Operators.Length][];
        foreach (NetworkOperator o in model.Operators)
        {
            values[o.Id] = o is InputOperator ? input.ToArray() : Evaluate(o, [.. o.Sources.Select(s => values[s])]);
        }

        return values;
    }

    /// <summary>The value of one operator for the values of its sources.</summary>
    public static double[] Evaluate(NetworkOperator o, double[][] sources)
    {
        double[] x = sources[0];
        return o switch
        {
            DenseOperator d => Dense(d, x),
            ScaleOperator s => Map(x, (v, i) => s.IsDivision ? v / s.Factor.Values[i] : v * s.Factor.Values[i]),
            ShiftOperator t => Map(x, (v, i) => v + t.Offset.Values[i]),
            SumOperator s => Map(x, (v, i) => s.IsDifference ? v - sources[1][i] : v + sources[1][i]),
            GatherOperator g => [.. g.Indices.Select(i => sources[i.Source][i.Element])],
            ReluOperator => Map(x, (v, _) => Math.Max(0, v)),
            LeakyReluOperator l => Map(x, (v, _) => v >= 0 ? v : l.Slope * v),
            ClipOperator c => Map(x, (v, i) => Math.Min(Math.Max(v, c.Lower.Values[i]), c.Upper.Values[i])),
            MaximumOperator m => [.. m.Groups.Select(g => g.Select(j => x[j]).Aggregate(Math.Max))],
            StepOperator s => Map(x, (v, _) => v > 0 ? s.High : v < 0 ? s.Low : v == 0 ? s.AtZero : double.NaN),
            _ => throw new ArgumentException($"An operator of kind {o.Kind} cannot be evaluated.", nameof(o)),
        };
    }

    private static double[] Dense(DenseOperator d, double[] x)
    {
        double[] y = new double[d.Outputs];
        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan();
        for (int i = 0; i < y.Length; i++)
        {
            double sum = 0;
            ReadOnlySpan<float> row = weights.Slice(i * x.Length, x.Length);
            for (int j = 0; j < x.Length; j++)
            {
                sum += row[j] * x[j];
            }

            y[i] = d.Bias is null ? sum : sum + d.Bias.Values[i];
        }

        return y;
    }

    private static double[] Map(double[] x, Func<double, int, double> map)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = map(x[i], i);
        }

        return y;
    }
}
