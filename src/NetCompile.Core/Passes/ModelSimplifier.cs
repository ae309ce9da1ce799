using NetCompile.Models;

namespace NetCompile.Passes;

/// <summary>Rewrites a model into fewer operators without changing a weight or, in real arithmetic, a value.</summary>
/// <remarks>Idempotent: simplifying twice gives the same model as once.</remarks>
public static class ModelSimplifier
{
    // The order matters for speed only: the passes are repeated until none of them finds anything. Each one that changes the model removes an operator or, for
    // gathers, shortens a chain, so that ends.
    private static readonly Func<NetworkModel, NetworkModel>[] s_passes =
    [
        DropNeutralPass.Run, // before biases are fused, so that a shift by zeros does not become one
        FuseBiasPass.Run,    // MatMul then Add is one dense layer
        FuseGatherPass.Run,  // a chain of copies is one copy
        RemoveDeadPass.Run,  // last: it collects what the others left without users
    ];

    /// <summary>The simplified model; the same instance where there is nothing to simplify.</summary>
    public static NetworkModel Simplify(NetworkModel model)
    {
        NetworkModel before;
        do
        {
            before = model;
            foreach (Func<NetworkModel, NetworkModel> pass in s_passes)
            {
                model = pass(model);
            }
        }
        while (!ReferenceEquals(before, model));

        return model;
    }
}
