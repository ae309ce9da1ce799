using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace NetCompile.Verification;

/// <summary>Nodes that belong to no thread: the roots, and what threads give away to those that have none.</summary>
internal sealed class NodePool
{
    private const long MaxWaitMilliseconds = 50;

    private readonly ConcurrentQueue<SearchNode> _nodes = new();
    private int _waiting;

    /// <summary>Whether a thread waits for a node.</summary>
    public bool IsAwaited => Volatile.Read(ref _waiting) > 0;

    /// <summary>The nodes; complete only while no thread runs.</summary>
    public IEnumerable<SearchNode> Nodes => _nodes;

    public void Add(SearchNode node) => _nodes.Enqueue(node);

    /// <summary>Takes a node; waits for one while <paramref name="mayWait"/>, and for a moment only, so that the caller can do its other duties.</summary>
    public bool TryTake(Func<bool> mayWait, [NotNullWhen(true)] out SearchNode? node)
    {
        if (_nodes.TryDequeue(out node))
        {
            return true;
        }

        Interlocked.Increment(ref _waiting);
        long end = Environment.TickCount64 + MaxWaitMilliseconds;
        SpinWait wait = default;
        while (mayWait() && Environment.TickCount64 < end)
        {
            if (_nodes.TryDequeue(out node))
            {
                break;
            }

            wait.SpinOnce();
        }

        Interlocked.Decrement(ref _waiting);
        return node is not null;
    }
}
