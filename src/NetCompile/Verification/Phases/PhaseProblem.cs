using NetCompile.Certificates;
using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>What all nodes of a ReLU-splitting search of one case share: the neurons that may be split and the pre-activation bounds over the whole region.</summary>
internal sealed class PhaseProblem
{
    private PhaseProblem(SlopeLayout layout, int[] neurons, double[] lower, double[] upper, int[][] rows)
    {
        Layout = layout;
        Neurons = neurons;
        PreActivationLower = lower;
        PreActivationUpper = upper;
        Rows = rows;
    }

    /// <summary>Numbers all neurons of the network.</summary>
    public SlopeLayout Layout { get; }

    /// <summary>The neurons that may be split, ascending: those unstable on the region.</summary>
    public int[] Neurons { get; }

    /// <summary>Sound pre-activation bounds over the whole region, at <see cref="PropagationTables.PreActivationOffset"/>.</summary>
    public double[] PreActivationLower { get; }

    /// <summary>The same for the upper ends.</summary>
    public double[] PreActivationUpper { get; }

    /// <summary>For each conjunction the rows that are bounded to refute it.</summary>
    public int[][] Rows { get; }

    /// <summary>The problem over the region that the workspace holds the bounds of.</summary>
    /// <param name="w">The bounds.</param>
    /// <param name="rows">For each conjunction the rows that are bounded to refute it.</param>
    public static unsafe PhaseProblem Create(BoundsWorkspace w, int[][] rows)
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
        return new PhaseProblem(layout, [.. neurons], lower, upper, rows);
    }
}
