using NetCompile.Models;

namespace NetCompile.Passes;

/// <summary>Removes operators that the output does not depend on; the input stays.</summary>
/// <remarks>Exact: what is not read cannot matter.</remarks>
internal static class RemoveDeadPass
{
    /// <summary>The model without dead operators; the same instance where there are none.</summary>
    public static NetworkModel Run(NetworkModel model)
    {
        bool[] isLive = new bool[model.Operators.Length];
        isLive[0] = isLive[model.Output] = true;
        for (int id = model.Operators.Length - 1; id > 0; id--)
        {
            foreach (int source in model.Operators[id].Sources)
            {
                isLive[source] |= isLive[id];
            }
        }

        if (isLive.All(live => live))
        {
            return model;
        }

        ModelRewriter rewriter = new(model);
        foreach (NetworkOperator o in model.Operators)
        {
            if (isLive[o.Id])
            {
                rewriter.Copy(o);
            }
        }

        return rewriter.Build();
    }
}
