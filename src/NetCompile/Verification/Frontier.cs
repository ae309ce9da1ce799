using System.Diagnostics.CodeAnalysis;

namespace NetCompile.Verification;

/// <summary>
/// One thread's open nodes, the least bounded first: where the bound is lowest a violation is most likely. Past a limit on what they may hold
/// in memory new nodes are taken depth first, which keeps their number to the depth of the tree.
/// </summary>
/// <param name="bestFirstLimit">Bytes that the nodes taken best first may hold.</param>
internal sealed class Frontier(long bestFirstLimit)
{
    private readonly PriorityQueue<SearchNode, (double Bound, long Order)> _queue = new();
    private readonly Stack<SearchNode> _stack = new();
    private long _queueBytes;
    private long _order;

    public int Count => _queue.Count + _stack.Count;

    /// <summary>Whether nodes are taken depth first, because too many are open.</summary>
    public bool IsDepthFirst => _stack.Count > 0;

    /// <summary>About what all nodes hold.</summary>
    public long Bytes { get; private set; }

    /// <summary>The part of <see cref="Bytes"/> that <see cref="DropOptional"/> frees.</summary>
    public long OptionalBytes { get; private set; }

    /// <summary>The lowest bound of a node that is taken best first; +∞ where there is none.</summary>
    public double LowestBound => _queue.TryPeek(out _, out (double Bound, long Order) first) ? first.Bound : double.PositiveInfinity;

    /// <summary>All nodes, in the order in which they would be taken.</summary>
    public IEnumerable<SearchNode> Nodes => _stack.Concat(_queue.UnorderedItems.OrderBy(i => i.Priority).Select(i => i.Element));

    public void Push(SearchNode node)
    {
        Bytes += node.Bytes;
        OptionalBytes += node.OptionalBytes;
        if (_queueBytes > bestFirstLimit)
        {
            _stack.Push(node);
            return;
        }

        _queueBytes += node.Bytes;
        // NaN would break the queue's order; the later of two equal nodes is taken first.
        _queue.Enqueue(node, (double.IsNaN(node.Bound) ? double.NegativeInfinity : node.Bound, -_order++));
    }

    public bool TryPop([NotNullWhen(true)] out SearchNode? node)
    {
        if (!_stack.TryPop(out node))
        {
            if (!_queue.TryDequeue(out node, out _))
            {
                return false;
            }

            _queueBytes -= node.Bytes;
        }

        Bytes -= node.Bytes;
        OptionalBytes -= node.OptionalBytes;
        return true;
    }

    /// <summary>Lets every node forget what can be computed again.</summary>
    public void DropOptional()
    {
        _queueBytes = 0;
        foreach ((SearchNode node, _) in _queue.UnorderedItems)
        {
            node.DropOptional();
            _queueBytes += node.Bytes;
        }

        Bytes = _queueBytes;
        foreach (SearchNode node in _stack)
        {
            node.DropOptional();
            Bytes += node.Bytes;
        }

        OptionalBytes = 0;
    }
}
