using NetCompile.Models;

namespace NetCompile.Onnx;

/// <summary>Resolves the names of a graph and puts its nodes in an order in which every value is computed before it is used.</summary>
internal static class OnnxGraphOrder
{
    /// <summary>The nodes that <paramref name="goals"/> need, sources first; in file order wherever that is possible.</summary>
    /// <exception cref="ModelFormatException">A name is defined twice or not at all, or the nodes form a cycle.</exception>
    public static List<OnnxNode> Sort(OnnxGraph graph, IEnumerable<string> goals)
    {
        Dictionary<string, int> producers = Producers(graph, out HashSet<string> given);
        SortedSet<int> needed = Needed(graph, producers, given, goals);

        // Kahn's algorithm; the ready node that comes first in the file goes first, so that the order is the file's where the file is sorted.
        Dictionary<int, int> open = [];
        Dictionary<int, List<int>> users = [];
        SortedSet<int> ready = [];
        foreach (int index in needed)
        {
            int[] sources = [.. Sources(graph.Nodes[index], producers).Distinct()];
            open[index] = sources.Length;
            if (sources.Length == 0)
            {
                ready.Add(index);
            }

            foreach (int source in sources)
            {
                if (!users.TryGetValue(source, out List<int>? list))
                {
                    users[source] = list = [];
                }

                list.Add(index);
            }
        }

        List<OnnxNode> order = new(needed.Count);
        while (ready.Count > 0)
        {
            int next = ready.Min;
            ready.Remove(next);
            open.Remove(next);
            order.Add(graph.Nodes[next]);
            foreach (int user in users.TryGetValue(next, out List<int>? list) ? list : [])
            {
                if (--open[user] == 0)
                {
                    ready.Add(user);
                }
            }
        }

        if (open.Count > 0)
        {
            OnnxNode stuck = graph.Nodes[open.Keys.Min()];
            throw new ModelFormatException(
                ModelErrorKind.Malformed, "the node, or one that it needs, depends on its own result: the graph has a cycle", offset: stuck.Offset, node: stuck.DisplayName, operatorName: stuck.Operator);
        }

        return order;
    }

    private static Dictionary<string, int> Producers(OnnxGraph graph, out HashSet<string> given)
    {
        given = [];
        foreach (OnnxTensor initializer in graph.Initializers)
        {
            if (!given.Add(initializer.Name))
            {
                throw new ModelFormatException(ModelErrorKind.Malformed, $"initializer '{initializer.Name}' is given twice", offset: initializer.Offset);
            }
        }

        HashSet<string> inputs = [];
        foreach (OnnxValueInfo input in graph.Inputs)
        {
            if (!inputs.Add(input.Name))
            {
                throw new ModelFormatException(ModelErrorKind.Malformed, $"input '{input.Name}' is given twice");
            }
        }

        given.UnionWith(inputs);
        Dictionary<string, int> producers = [];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            OnnxNode node = graph.Nodes[i];
            foreach (string output in node.Outputs)
            {
                // An empty name stands for an optional output that is not wanted.
                if (output.Length == 0)
                {
                    continue;
                }

                if (given.Contains(output) || producers.ContainsKey(output))
                {
                    throw new ModelFormatException(
                        ModelErrorKind.Malformed, $"value '{output}' is defined twice", offset: node.Offset, node: node.DisplayName, operatorName: node.Operator);
                }

                producers.Add(output, i);
            }
        }

        return producers;
    }

    private static SortedSet<int> Needed(OnnxGraph graph, Dictionary<string, int> producers, HashSet<string> given, IEnumerable<string> goals)
    {
        SortedSet<int> needed = [];
        Stack<int> open = new();
        foreach (string goal in goals)
        {
            if (producers.TryGetValue(goal, out int producer))
            {
                open.Push(producer);
            }
            else if (!given.Contains(goal))
            {
                throw new ModelFormatException(ModelErrorKind.Malformed, $"the output '{goal}' is computed by no node");
            }
        }

        while (open.Count > 0)
        {
            int index = open.Pop();
            if (!needed.Add(index))
            {
                continue;
            }

            OnnxNode node = graph.Nodes[index];
            foreach (string input in node.Inputs)
            {
                if (producers.TryGetValue(input, out int producer))
                {
                    open.Push(producer);
                }
                else if (input.Length > 0 && !given.Contains(input))
                {
                    throw new ModelFormatException(
                        ModelErrorKind.Malformed, $"input '{input}' is defined nowhere in the model", offset: node.Offset, node: node.DisplayName, operatorName: node.Operator);
                }
            }
        }

        return needed;
    }

    private static IEnumerable<int> Sources(OnnxNode node, Dictionary<string, int> producers) =>
        node.Inputs.Where(producers.ContainsKey).Select(name => producers[name]);
}
