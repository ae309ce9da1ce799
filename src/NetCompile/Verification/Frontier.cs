namespace NetCompile.Verification;

/// <summary>
/// One thread's open nodes, the least bounded first: where the bound is lowest a violation is most likely. Past a limit on what they may hold
/// in memory new nodes are taken depth first, which keeps their number to the depth of the tree.
/// </summary>
internal sealed class Frontier(long memoryLimit)
{
    private readonly PriorityQueue<SearchNode, (double Bound, long Order)> _queue = new();
    private readonly Stack<SearchNode> _stack = new();
    private long _memory;
    private long _order;

    public int Count => _queue.Count + _stack.Count;

    public void Push(SearchNode node)
    {
        if (_memory > memoryLimit)
        {
            _stack.Push(node);
            return;
        }

        _memory += node.Bytes;
        // NaN would break the queue's order; the later of two equal nodes is taken first.
        _queue.Enqueue(node, (double.IsNaN(node.Bound) ? double.NegativeInfinity : node.Bound, -_order++));
    }

    public bool TryPop([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SearchNode? node)
    {
        if (_stack.TryPop(out node))
        {
            return true;
        }

        if (_queue.TryDequeue(out node, out _))
        {
            _memory -= node.Bytes;
            return true;
        }

        return false;
    }
}
