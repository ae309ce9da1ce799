using System.Diagnostics;

namespace NetCompile.Milp;

/// <summary>What the threads of one branch and bound share: open nodes, the best solution, and what has been proved.</summary>
/// <remarks>
/// The proved bound is the least of: the open nodes' bounds, those of nodes under examination, of leaves that could not be settled, and the bounds by which parts were cut off. Every part of the search space is in exactly one of
/// these, or proved infeasible.
/// </remarks>
internal sealed class SearchTree
{
    private readonly object _gate = new();
    private readonly PriorityQueue<BranchNode, (double Bound, int Depth)> _open = new();
    private readonly double[] _examined;
    private readonly SearchLimits _limits;
    private readonly CancellationToken _cancellation;
    private readonly long _started = Stopwatch.GetTimestamp();
    private double _cutOff = double.PositiveInfinity, _leaves = double.PositiveInfinity, _threshold = double.PositiveInfinity;
    private int _atWork;
    private long _nodes, _unsettled;
    private StopReason _reason = StopReason.Completed;
    private bool _isStopped;
    private string _message = "";

    public SearchTree(SearchLimits limits, int workers, CancellationToken cancellation)
    {
        (_limits, _cancellation) = (limits, cancellation);
        _examined = new double[workers];
        Array.Fill(_examined, double.PositiveInfinity);
    }

    /// <summary>A part whose proved bound reaches this cannot hold a solution that is better by more than the gap.</summary>
    public double Threshold => Volatile.Read(ref _threshold);

    /// <summary>The best solution, or null.</summary>
    public double[]? Best { get; private set; }

    /// <summary>Its objective.</summary>
    public double BestObjective { get; private set; } = double.PositiveInfinity;

    /// <summary>Nodes examined.</summary>
    public long Nodes => Interlocked.Read(ref _nodes);

    /// <summary>Why it ended.</summary>
    public StopReason Reason => _reason;

    /// <summary>Whether it was ended before it was done.</summary>
    public bool IsStopped => Volatile.Read(ref _isStopped);

    /// <summary>What could not be settled.</summary>
    public string Message => _unsettled == 0 ? _message : $"{_unsettled} leaves could not be settled. {_message}";

    /// <summary>Limits for one linear program: what is left of the time.</summary>
    public LpOptions LpOptions => _limits.TimeLimit is { } limit ? new LpOptions(TimeSpan.FromTicks(Math.Max(1, (limit - Stopwatch.GetElapsedTime(_started)).Ticks))) : LpOptions.Default;

    /// <summary>Adds an open node.</summary>
    public void Push(BranchNode node)
    {
        lock (_gate)
        {
            _open.Enqueue(node, (node.Bound, -node.Depth));
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>The open node with the least bound, to be examined; waits for other threads to add one. Null where the search is over.</summary>
    public BranchNode? Take(int worker)
    {
        lock (_gate)
        {
            _examined[worker] = double.PositiveInfinity;
            while (true)
            {
                if (CheckLimits())
                {
                    Monitor.PulseAll(_gate);
                    return null;
                }

                if (_open.TryPeek(out BranchNode? node, out _))
                {
                    if (node.Bound >= Threshold)
                    {
                        // The least of the open bounds: all of them are cut off.
                        _cutOff = Math.Min(_cutOff, node.Bound);
                        _open.Clear();
                        continue;
                    }

                    _open.Dequeue();
                    _atWork++;
                    _examined[worker] = node.Bound;
                    return node;
                }

                if (_atWork == 0)
                {
                    Monitor.PulseAll(_gate);
                    return null;
                }

                // Wakes now and then to see a time limit or a cancellation.
                Monitor.Wait(_gate, 50);
            }
        }
    }

    /// <summary>The thread goes on with a child rather than the best open node.</summary>
    public void Continue(int worker, double bound)
    {
        lock (_gate)
        {
            _examined[worker] = bound;
        }
    }

    /// <summary>The thread is through with the node it took, and with all it made of it.</summary>
    public void Finish(int worker)
    {
        lock (_gate)
        {
            _examined[worker] = double.PositiveInfinity;
            _atWork--;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Whether to end; asked before each node.</summary>
    public bool ShouldStop()
    {
        lock (_gate)
        {
            return CheckLimits();
        }
    }

    /// <summary>Counts a node.</summary>
    public void Count() => Interlocked.Increment(ref _nodes);

    /// <summary>Ends the search for a reason other than its limits.</summary>
    public void Stop(StopReason reason, string message)
    {
        lock (_gate)
        {
            if (!_isStopped)
            {
                (_reason, _message) = (reason, message);
                Volatile.Write(ref _isStopped, true);
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A part is cut off because its proved bound reached <see cref="Threshold"/>.</summary>
    public void CutOff(double bound)
    {
        lock (_gate)
        {
            _cutOff = Math.Min(_cutOff, bound);
        }
    }

    /// <summary>A part cannot be split further; all that is proved of it is its bound.</summary>
    public void Leave(double bound, string why)
    {
        lock (_gate)
        {
            _leaves = Math.Min(_leaves, bound);
            _unsettled++;
            _message = why;
        }
    }

    /// <summary>Takes over a solution if it is the best so far.</summary>
    public bool Offer(double[] values, double objective)
    {
        lock (_gate)
        {
            if (!(objective < BestObjective))
            {
                return false;
            }

            (Best, BestObjective) = (values, objective);
            Volatile.Write(ref _threshold, objective - Math.Max(_limits.AbsoluteGap, _limits.RelativeGap * Math.Max(1, Math.Abs(objective))));
            return true;
        }
    }

    /// <summary>What is proved of the whole search space.</summary>
    public (double Bound, int Open) State()
    {
        lock (_gate)
        {
            return (Bound(), _open.Count + _atWork);
        }
    }

    /// <summary>How many open nodes there are.</summary>
    public int OpenCount
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    private double Bound()
    {
        double bound = Math.Min(_cutOff, Math.Min(_leaves, _examined.Min()));
        return _open.TryPeek(out _, out (double Bound, int Depth) first) ? Math.Min(bound, first.Bound) : bound;
    }

    private bool CheckLimits()
    {
        if (_isStopped)
        {
            return true;
        }

        if (_cancellation.IsCancellationRequested)
        {
            (_reason, _isStopped) = (StopReason.Cancelled, true);
        }
        else if (_limits.TimeLimit is { } limit && Stopwatch.GetElapsedTime(_started) >= limit)
        {
            (_reason, _isStopped) = (StopReason.TimeLimit, true);
        }
        else if (_limits.NodeLimit is { } nodes && _nodes >= nodes)
        {
            (_reason, _isStopped) = (StopReason.NodeLimit, true);
        }
        else if (_nodes > 0 && Bound() >= _limits.StopAtBound)
        {
            _isStopped = true;
        }

        return _isStopped;
    }
}
