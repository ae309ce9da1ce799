using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Passes.Specialization;

/// <summary>Leaves in each maximum only the elements that can be the greatest on a region; a maximum of single elements is a copy.</summary>
/// <remarks>An element whose upper bound is at most another's lower bound is never needed. Exact.</remarks>
internal static class PruneMaximumPass
{
    /// <summary>The pruned model; the same instance where there are no maxima.</summary>
    public static NetworkModel Run(NetworkModel model, ImmutableArray<InputInterval> region, Func<NetworkModel, ImmutableArray<InputInterval>, NetworkBounds> boundsOf)
    {
        if (!model.Operators.Any(o => o is MaximumOperator))
        {
            return model;
        }

        NetworkBounds bounds = boundsOf(model, region);
        ModelRewriter rewriter = new(model);
        foreach (NetworkOperator o in model.Operators)
        {
            if (o is not MaximumOperator maximum)
            {
                rewriter.Copy(o);
                continue;
            }

            OperatorBounds x = bounds.Operators[maximum.Sources[0]];
            ImmutableArray<ImmutableArray<int>> groups = Enumerable.Range(0, maximum.Count).Select(i =>
            {
                int best = MaximumRelaxation.Of(maximum, i, x).Lower;
                return maximum.Groups[i].Where(j => j == best || x.Upper[j] > x.Lower[best]).ToImmutableArray();
            }).ToImmutableArray();
            rewriter[o.Id] = groups.All(g => g.Length == 1)
                ? rewriter.Builder.AddGather(
                    ImmutableArray.Create(rewriter[maximum.Sources[0]]), groups.Select(g => new GatherIndex(0, g[0])).ToImmutableArray(), maximum.Shape, maximum.Name)
                : rewriter.Builder.AddMaximum(rewriter[maximum.Sources[0]], groups, maximum.Shape, maximum.Name);
        }

        return rewriter.Build();
    }
}
