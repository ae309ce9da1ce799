using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Passes;

/// <summary>Lets a gather read from the sources of a gather before it, so that a chain of transposes, slices and concatenations is one copy; drops sources it does not read.</summary>
/// <remarks>Exact: a copy of a copy is a copy of the original. A gather that no longer has users is left to <see cref="RemoveDeadPass"/>.</remarks>
internal static class FuseGatherPass
{
    /// <summary>The model with gather chains fused; the same instance where there are none.</summary>
    public static NetworkModel Run(NetworkModel model)
    {
        bool IsFused(NetworkOperator o) => o is GatherOperator g && (g.Sources.Any(s => model.Operators[s] is GatherOperator) || HasSpareSource(g));
        if (!model.Operators.Any(IsFused))
        {
            return model;
        }

        ModelRewriter rewriter = new(model);
        Dictionary<int, (ImmutableArray<int> Sources, ImmutableArray<GatherIndex> Indices)> resolved = [];
        foreach (NetworkOperator o in model.Operators)
        {
            if (o is not GatherOperator gather)
            {
                rewriter.Copy(o);
                continue;
            }

            (ImmutableArray<int> sources, ImmutableArray<GatherIndex> indices) = IsFused(o) ? Resolve(gather, resolved) : (gather.Sources, gather.Indices);
            resolved[o.Id] = (sources, indices);
            rewriter[o.Id] = rewriter.Builder.AddGather(ImmutableArray.CreateRange(sources, s => rewriter[s]), indices, gather.Shape, gather.Name);
        }

        return rewriter.Build();
    }

    private static bool HasSpareSource(GatherOperator gather) =>
        gather.Sources.Length > 1 && (gather.Indices.Select(i => i.Source).Distinct().Count() < gather.Sources.Length || gather.Sources.Distinct().Count() < gather.Sources.Length);

    // The sources before are gathers that are resolved already, so one step reaches operators that are none.
    private static (ImmutableArray<int> Sources, ImmutableArray<GatherIndex> Indices) Resolve(
        GatherOperator gather, Dictionary<int, (ImmutableArray<int> Sources, ImmutableArray<GatherIndex> Indices)> resolved)
    {
        Dictionary<int, int> positions = [];
        ImmutableArray<int>.Builder sources = ImmutableArray.CreateBuilder<int>();
        int Position(int source)
        {
            if (!positions.TryGetValue(source, out int position))
            {
                positions[source] = position = sources.Count;
                sources.Add(source);
            }

            return position;
        }

        ImmutableArray<GatherIndex> indices = ImmutableArray.CreateRange(gather.Indices, index =>
        {
            int source = gather.Sources[index.Source];
            if (!resolved.TryGetValue(source, out (ImmutableArray<int> Sources, ImmutableArray<GatherIndex> Indices) inner))
            {
                return new GatherIndex(Position(source), index.Element);
            }

            GatherIndex origin = inner.Indices[index.Element];
            return new GatherIndex(Position(inner.Sources[origin.Source]), origin.Element);
        });
        return (sources.ToImmutable(), indices);
    }
}
