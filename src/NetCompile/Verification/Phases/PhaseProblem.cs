using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>What all nodes of a ReLU-splitting search of one case share: the neurons that may be split and the pre-activation bounds over the whole region.</summary>
internal sealed class PhaseProblem
{
    private PhaseProblem(int[] activations, int[] elements, double[] lower, double[] upper, int[][] rows)
    {
        Activations = activations;
        Elements = elements;
        PreActivationLower = lower;
        PreActivationUpper = upper;
        Rows = rows;
    }

    /// <summary>For each neuron that may be split its activation operator.</summary>
    public int[] Activations { get; }

    /// <summary>For each neuron that may be split its element.</summary>
    public int[] Elements { get; }

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
        List<int> activations = [], elements = [];
        foreach (NetworkOperator o in w.Runner.Model.Operators)
        {
            if (o is not (ReluOperator or LeakyReluOperator))
            {
                continue;
            }

            for (int k = 0; k < o.Count; k++)
            {
                // An upper function with an intercept is what an unstable neuron has.
                if (w.UpperIntercept(o.Id)[k] > 0)
                {
                    activations.Add(o.Id);
                    elements.Add(k);
                }
            }
        }

        double[] lower = new double[w.Tables.PreActivationCount], upper = new double[w.Tables.PreActivationCount];
        BoxBounds.CopyPreActivations(w, lower, upper);
        return new PhaseProblem([.. activations], [.. elements], lower, upper, rows);
    }
}
