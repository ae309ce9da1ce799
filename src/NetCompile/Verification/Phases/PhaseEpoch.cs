using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>A stretch of a ReLU-splitting search during which the bounds over the whole region stay the same.</summary>
/// <remarks>Once the bounds are tightened the open nodes of the epoch before are dropped, and the conjunctions that had any are searched anew: far fewer nodes are needed then.</remarks>
internal sealed class PhaseEpoch(int number, double[] lower, double[] upper, int conjunctions)
{
    private readonly long[] _open = new long[conjunctions];
    private long _examined;

    /// <summary>0, 1, …</summary>
    public int Number => number;

    /// <summary>Sound pre-activation bounds over the whole region, at <see cref="PropagationTables.PreActivationOffset"/>.</summary>
    public double[] PreActivationLower => lower;

    /// <summary>The same for the upper ends.</summary>
    public double[] PreActivationUpper => upper;

    /// <summary>Nodes of this epoch examined.</summary>
    public long Examined => Interlocked.Read(ref _examined);

    /// <summary>A node of the conjunction is to be examined.</summary>
    public void Opened(int conjunction) => Interlocked.Increment(ref _open[conjunction]);

    /// <summary>A node of the conjunction was examined; its children, if any, were opened before.</summary>
    public void Closed(int conjunction)
    {
        Interlocked.Increment(ref _examined);
        Interlocked.Decrement(ref _open[conjunction]);
    }

    /// <summary>Whether a node of the conjunction may be open.</summary>
    public bool IsOpen(int conjunction) => Interlocked.Read(ref _open[conjunction]) > 0;
}
