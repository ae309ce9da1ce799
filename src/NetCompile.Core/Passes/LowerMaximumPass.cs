using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Passes;

/// <summary>Rewrites every maximum of a group into ReLUs, <c>max(a, b) = b + max(0, a − b)</c>, pair by pair in a tree: what runs and verifies networks needs no operator of its own for it.</summary>
/// <remarks>
/// In real arithmetic the values stay the same. In floating point the difference and the sum are rounded, so the lowered network is another function, by a few units in the last place of the larger operand;
/// a difference beyond the format's range overflows. Whoever lowers a network therefore runs and verifies the lowered one. Two groups that share a pair share its operators' elements.
/// A network is lowered in one way only, so that a certificate about it means the same to whoever checks it.
/// </remarks>
public static class LowerMaximumPass
{
    /// <summary>The model without maxima; the same instance where there are none.</summary>
    public static NetworkModel Run(NetworkModel model)
    {
        if (!model.Operators.Any(o => o is MaximumOperator))
        {
            return model;
        }

        ModelRewriter rewriter = new(model);
        foreach (NetworkOperator o in model.Operators)
        {
            if (o is MaximumOperator maximum)
            {
                rewriter[o.Id] = Lower(maximum, rewriter[o.Sources[0]], rewriter.Builder);
            }
            else
            {
                rewriter.Copy(o);
            }
        }

        // The tree copies what copies may have put together: concatenated operands, windows.
        return RemoveDeadPass.Run(FuseGatherPass.Run(rewriter.Build()));
    }

    private static int Lower(MaximumOperator maximum, int source, NetworkModelBuilder builder)
    {
        // What is left of each group to take the maximum of: elements of the source, or of maxima of pairs.
        List<Element>[] groups = [.. maximum.Groups.Select(g => g.Select(j => new Element(source, j)).ToList())];
        for (int round = 1; groups.Any(g => g.Count > 1); round++)
        {
            Halve(groups, maximum, $"{maximum.Name}.{round}", builder);
        }

        Element[] result = [.. groups.Select(g => g[0])];
        int first = result[0].Operator;
        bool isInPlace = builder[first].Shape.Equals(maximum.Shape) && result.Select((e, i) => e == new Element(first, i)).All(same => same);
        return isInPlace ? first : Gather(result, maximum.Shape, maximum.Name, builder);
    }

    // One level of the tree: all pairs of all groups at once, an odd element waits.
    private static void Halve(List<Element>[] groups, MaximumOperator maximum, string name, NetworkModelBuilder builder)
    {
        Dictionary<(Element, Element), int> pairs = [];
        List<Element> left = [], right = [];
        foreach (List<Element> group in groups)
        {
            for (int k = 0; k + 1 < group.Count; k += 2)
            {
                if (!pairs.ContainsKey((group[k], group[k + 1])))
                {
                    pairs.Add((group[k], group[k + 1]), left.Count);
                    left.Add(group[k]);
                    right.Add(group[k + 1]);
                }
            }
        }

        TensorShape shape = left.Count == maximum.Count ? maximum.Shape : TensorShape.Of(left.Count);
        int a = Gather(left, shape, $"{name}.left", builder), b = Gather(right, shape, $"{name}.right", builder);
        int excess = builder.AddRelu(builder.AddSum(a, b, isDifference: true, $"{name}.difference"), $"{name}.excess");
        int greater = builder.AddSum(b, excess, name: name);
        for (int i = 0; i < groups.Length; i++)
        {
            List<Element> group = groups[i], next = [];
            for (int k = 0; k < group.Count; k += 2)
            {
                next.Add(k + 1 < group.Count ? new Element(greater, pairs[(group[k], group[k + 1])]) : group[k]);
            }

            groups[i] = next;
        }
    }

    private static int Gather(IReadOnlyList<Element> elements, TensorShape shape, string name, NetworkModelBuilder builder)
    {
        List<int> sources = [.. elements.Select(e => e.Operator).Distinct()];
        return builder.AddGather(
            sources.ToImmutableArray(), elements.Select(e => new GatherIndex(sources.IndexOf(e.Operator), e.Index)).ToImmutableArray(), shape, name);
    }

    private readonly record struct Element(int Operator, int Index);
}
