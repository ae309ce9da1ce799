using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>A stretch of a ReLU-splitting search during which the bounds over the whole region stay the same.</summary>
/// <remarks>Once the bounds are tightened the open nodes of the epoch before are dropped, and the conjunctions that had any are searched anew: far fewer nodes are needed then.</remarks>
internal sealed class PhaseEpoch(int number, double[] lower, double[] upper, int conjunctions)
{
    private readonly object _lock = new();
    private readonly long[] _open = new long[conjunctions];
    private readonly double[] _share = new double[conjunctions];
    private long _examined;

    /// <summary>0, 1, …</summary>
    public int Number => number;

    /// <summary>Sound pre-activation bounds over the whole region, at <see cref="PropagationTables.PreActivationOffset"/>.</summary>
    public double[] PreActivationLower => lower;

    /// <summary>The same for the upper ends.</summary>
    public double[] PreActivationUpper => upper;

    /// <summary>Nodes of this epoch examined.</summary>
    public long Examined
    {
        get
        {
            lock (_lock)
            {
                return _examined;
            }
        }
    }

    /// <summary>A node is to be examined.</summary>
    public void Opened(PhaseNode node)
    {
        lock (_lock)
        {
            _open[node.Conjunction]++;
            _share[node.Conjunction] += node.Share;
        }
    }

    /// <summary>A node was examined; its children, if any, were opened before.</summary>
    public void Closed(PhaseNode node)
    {
        lock (_lock)
        {
            _examined++;
            _open[node.Conjunction]--;
            _share[node.Conjunction] -= node.Share;
        }
    }

    /// <summary>Whether a node of a conjunction may be open, and the share of the search space that such nodes have.</summary>
    public bool IsOpen(int conjunction, out double share)
    {
        lock (_lock)
        {
            // Taken up from a checkpoint, nodes of an older epoch and what is searched anew in their place count the same space twice.
            share = Math.Clamp(_share[conjunction], 0, 1);
            return _open[conjunction] > 0;
        }
    }
}
