using NetCompile.Models;

namespace NetCompile.Passes;

/// <summary>Drops operators that change nothing: a shift by zeros, a scale by ones, a gather that keeps every element in place.</summary>
/// <remarks>Exact: x + 0 = x, x · 1 = x / 1 = x and a copy is a copy, in real and in floating-point arithmetic (but for the sign of a zero, which no supported operator reveals).</remarks>
internal static class DropNeutralPass
{
    /// <summary>The model without neutral operators; the same instance where there are none.</summary>
    public static NetworkModel Run(NetworkModel model)
    {
        if (!model.Operators.Any(o => IsNeutral(model, o)))
        {
            return model;
        }

        ModelRewriter rewriter = new(model);
        foreach (NetworkOperator o in model.Operators)
        {
            if (IsNeutral(model, o))
            {
                rewriter[o.Id] = rewriter[o.Sources[0]];
            }
            else
            {
                rewriter.Copy(o);
            }
        }

        return rewriter.Build();
    }

    private static bool IsNeutral(NetworkModel model, NetworkOperator o) => o switch
    {
        ShiftOperator t => t.Offset.Values.All(v => v == 0),
        ScaleOperator s => s.Factor.Values.All(v => v == 1),
        GatherOperator g => g.Sources.Length == 1 && g.Count == model.Operators[g.Sources[0]].Count && g.Indices.Select((index, i) => index.Element == i).All(kept => kept),
        _ => false,
    };
}
