namespace NetCompile.Checker;

/// <summary>How several threads share one proof: each walks it from the root, and below the units it takes only what no other thread has taken.</summary>
internal sealed class WorkShare
{
    private readonly Dictionary<CertificateNode, Unit> _units = new(ReferenceEqualityComparer.Instance);
    private readonly CancellationToken _cancellation;
    private long _leaves;

    /// <param name="root">The root of the proof.</param>
    /// <param name="count">About how many units to make.</param>
    /// <param name="cancellation">Ends all threads.</param>
    public WorkShare(CertificateNode root, int count, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        Queue<CertificateNode> queue = new([root]);
        int inner = 0;
        while (queue.TryDequeue(out CertificateNode? node))
        {
            switch (node)
            {
                case InputSplit s when inner < count:
                    queue.Enqueue(s.Below);
                    queue.Enqueue(s.Above);
                    inner++;
                    break;
                case PhaseSplit s when inner < count:
                    queue.Enqueue(s.Inactive);
                    queue.Enqueue(s.Active);
                    inner++;
                    break;
                case ConjunctionSplit s when inner < count:
                    queue.Enqueue(s.Own);
                    queue.Enqueue(s.Others);
                    inner++;
                    break;
                case BoundStep b:
                    queue.Enqueue(b.Next);
                    break;
                default:
                    // A node in two places would be confirmed in one of them only.
                    if (!_units.TryAdd(node, new Unit()))
                    {
                        throw new CertificateException("one node stands in two places of the proof", node.Line);
                    }

                    break;
            }
        }
    }

    /// <summary>Leaves confirmed so far.</summary>
    public long Leaves => Interlocked.Read(ref _leaves);

    /// <summary>Whether the node is the top of a unit.</summary>
    public bool IsUnit(CertificateNode node) => _units.ContainsKey(node);

    /// <summary>Takes a unit; false where another thread has it.</summary>
    public bool TryTake(CertificateNode node) => Interlocked.Exchange(ref _units[node].Taken, 1) == 0;

    /// <summary>Counts a leaf, and ends the thread where it is to stop.</summary>
    public void CountLeaf()
    {
        Interlocked.Increment(ref _leaves);
        _cancellation.ThrowIfCancellationRequested();
    }

    private sealed class Unit
    {
        public int Taken;
    }
}
