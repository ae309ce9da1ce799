using NetCompile.Models;

namespace NetCompile.TestSupport;

/// <summary>
/// The float32 forward pass as some compiler or library might compute it: every dot product in an order of its own, summed one after another, in lanes, or as a tree,
/// the bias first or last, products fused into sums or not.
/// </summary>
public static class AnyOrderForward
{
    /// <summary>The value of every operator, by operator id.</summary>
    public static float[][] EvaluateAll(NetworkModel model, ReadOnlySpan<float> input, Random random)
    {
        float[][] values = new float[model.Operators.Length][];
        values[0] = input.ToArray();
        foreach (NetworkOperator o in model.Operators)
        {
            if (o is not InputOperator)
            {
                values[o.Id] = [.. Enumerable.Range(0, o.Count).Select(i => Element(o, values, i, random))];
            }
        }

        return values;
    }

    private static float Element(NetworkOperator o, float[][] values, int i, Random random)
    {
        float Source(int position = 0) => values[o.Sources[position]][i];
        return o switch
        {
            DenseOperator d => Dot(d.Weights.Values.AsSpan().Slice(i * d.Inputs, d.Inputs).ToArray(), values[o.Sources[0]], d.Bias?.Values[i], random),
            ScaleOperator s => s.IsDivision ? Source() / s.Factor.Values[i] : Source() * s.Factor.Values[i],
            ShiftOperator s => Source() + s.Offset.Values[i],
            SumOperator s => s.IsDifference ? Source() - Source(1) : Source() + Source(1),
            GatherOperator g => values[o.Sources[g.Indices[i].Source]][g.Indices[i].Element],
            ReluOperator => MathF.Max(Source(), 0),
            LeakyReluOperator l => Source() < 0 ? Source() * l.Slope : Source(),
            ClipOperator c => MathF.Min(MathF.Max(Source(), c.Lower.Values[i]), c.Upper.Values[i]),
            MaximumOperator m => m.Groups[i].Select(j => values[o.Sources[0]][j]).Aggregate(MathF.Max),
            StepOperator s => Source() > 0 ? s.High : Source() < 0 ? s.Low : Source() == 0 ? s.AtZero : float.NaN,
            _ => throw new InvalidOperationException($"No float32 forward pass for {o.Kind}."),
        };
    }

    private static float Dot(float[] w, float[] x, float? bias, Random random)
    {
        int[] order = [.. Enumerable.Range(0, w.Length)];
        if (random.Next(4) > 0)
        {
            random.Shuffle(order);
        }

        bool fused = random.Next(2) == 0;
        int lanes = random.Next(3) switch { 0 => 1, 1 => w.Length, _ => 1 << random.Next(1, 5) };
        bool biasFirst = random.Next(2) == 0;
        // As many running sums as lanes; with as many lanes as terms only their tree is left.
        float[] sums = new float[Math.Max(1, Math.Min(lanes, w.Length))];
        if (bias is { } start && biasFirst)
        {
            sums[0] = start;
        }

        for (int t = 0; t < order.Length; t++)
        {
            int k = order[t];
            ref float sum = ref sums[t % sums.Length];
            sum = fused ? MathF.FusedMultiplyAdd(w[k], x[k], sum) : sum + (w[k] * x[k]);
        }

        float total = Tree(sums);
        return bias is { } end && !biasFirst ? total + end : total;
    }

    private static float Tree(Span<float> values) =>
        values.Length == 1 ? values[0] : Tree(values[..(values.Length / 2)]) + Tree(values[(values.Length / 2)..]);
}
