using NetCompile.Certificates;
using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>What all nodes of a ReLU-splitting search of one case share: the neurons that may be split and the bounds over the whole region.</summary>
internal sealed class PhaseProblem
{
    private PhaseProblem(CaseProblem @case, SlopeLayout layout, int[] neurons, PhaseEpoch epoch, int[][] rows, PhaseProofRoot? proof)
    {
        Case = @case;
        Layout = layout;
        Neurons = neurons;
        Current = epoch;
        Rows = rows;
        Proof = proof;
    }

    /// <summary>The case.</summary>
    public CaseProblem Case { get; }

    /// <summary>Numbers all neurons of the network.</summary>
    public SlopeLayout Layout { get; }

    /// <summary>The neurons that may be split, ascending: those unstable on the region when the search began.</summary>
    public int[] Neurons { get; }

    /// <summary>For each conjunction the rows that are bounded to refute it.</summary>
    public int[][] Rows { get; }

    /// <summary>Where the proof begins; null where none is asked for.</summary>
    public PhaseProofRoot? Proof { get; }

    /// <summary>The bounds that count now. Written under <see cref="Gate"/> only.</summary>
    public PhaseEpoch Current { get; set; }

    /// <summary>Held while the bounds are tightened.</summary>
    public object Gate { get; } = new();

    /// <summary>Opens nodes in the epoch that counts now. No other begins meanwhile: one that did would not see them open, and drop them with nothing in their place.</summary>
    public void InCurrentEpoch(Action<PhaseEpoch> open)
    {
        lock (Gate)
        {
            open(Current);
        }
    }

    /// <summary>The problem over the region that the workspace holds the bounds of.</summary>
    /// <param name="case">The case.</param>
    /// <param name="w">The bounds.</param>
    /// <param name="rows">For each conjunction the rows that are bounded to refute it.</param>
    /// <param name="proof">Where the proof begins; null where none is asked for.</param>
    public static unsafe PhaseProblem Create(CaseProblem @case, BoundsWorkspace w, int[][] rows, PhaseProofRoot? proof = null)
    {
        SlopeLayout layout = new(w.Runner.Model);
        List<int> neurons = [];
        for (int i = 0; i < layout.Count; i++)
        {
            // An upper function with an intercept is what an unstable neuron has.
            if (w.UpperIntercept(layout.Activation(i))[layout.Element(i)] > 0)
            {
                neurons.Add(i);
            }
        }

        double[] lower = new double[w.Tables.PreActivationCount], upper = new double[w.Tables.PreActivationCount];
        BoxBounds.CopyPreActivations(w, lower, upper);
        return new PhaseProblem(@case, layout, [.. neurons], new PhaseEpoch(0, lower, upper, rows.Length), rows, proof);
    }
}
