using NetCompile.Models;

namespace NetCompile.Passes;

/// <summary>Makes a shift the bias of the dense layer before it, as MatMul then Add mean it, where that layer has no bias and no other user.</summary>
/// <remarks>
/// Exact: (W x) + t = W x + t, and both W and t stay as they are. A dense layer that has a bias already keeps its shift: the sum of the two would be rounded.
/// A dense layer with another user is kept as well: its value without the shift is needed.
/// </remarks>
internal static class FuseBiasPass
{
    /// <summary>The model with fused biases; the same instance where there is nothing to fuse.</summary>
    public static NetworkModel Run(NetworkModel model)
    {
        int[] users = Users(model);
        bool IsFused(NetworkOperator o) => o is ShiftOperator && model.Operators[o.Sources[0]] is DenseOperator { Bias: null } d && users[d.Id] == 1;
        if (!model.Operators.Any(IsFused))
        {
            return model;
        }

        HashSet<int> replaced = [.. model.Operators.Where(IsFused).Select(o => o.Sources[0])];
        ModelRewriter rewriter = new(model);
        foreach (NetworkOperator o in model.Operators)
        {
            if (IsFused(o))
            {
                DenseOperator d = (DenseOperator)model.Operators[o.Sources[0]];
                rewriter[o.Id] = rewriter.Builder.AddDense(rewriter[d.Sources[0]], d.Weights, ((ShiftOperator)o).Offset, d.Name, d.Shape);
            }
            else if (!replaced.Contains(o.Id))
            {
                rewriter.Copy(o);
            }
        }

        return rewriter.Build();
    }

    // How often each operator's value is used; the network's output is a use.
    private static int[] Users(NetworkModel model)
    {
        int[] users = new int[model.Operators.Length];
        users[model.Output]++;
        foreach (int source in model.Operators.SelectMany(o => o.Sources))
        {
            users[source]++;
        }

        return users;
    }
}
