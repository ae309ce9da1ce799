namespace NetCompile.QuickProofs;

/// <summary>What is left of the nodes and multiplications of a quick proof.</summary>
internal sealed class ProofBudget
{
    private readonly QuickProofOptions _options;

    public ProofBudget(QuickProofOptions options) => _options = options;

    /// <summary>Nodes that were spent.</summary>
    public int Nodes { get; private set; }

    /// <summary>Multiplications that were spent.</summary>
    public long Work { get; private set; }

    /// <summary>Whether a node may still be spent.</summary>
    public bool HasNode => Nodes < _options.Nodes;

    /// <summary>Whether this many multiplications may still be spent.</summary>
    public bool HasWork(long work) => work <= _options.Work - Work;

    /// <summary>Spends one node.</summary>
    public void SpendNode() => Nodes++;

    /// <summary>Spends multiplications if so many are left.</summary>
    public bool TrySpend(long work)
    {
        if (!HasWork(work))
        {
            return false;
        }

        Work += work;
        return true;
    }
}
