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

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A neuron, a row or a bound does not exist in the network or the case.</exception>
    public static PhaseProblem Read(SearchNodeReader reader, CaseProblem @case)
    {
        long neurons = reader.Model.Operators.Sum(o => (long)o.Count);
        int[] activations = reader.ReadIntegers(neurons, "neurons"), elements = reader.ReadIntegers(neurons, "neurons");
        if (activations.Length != elements.Length)
        {
            throw new InvalidDataException($"{activations.Length} activations have {elements.Length} elements");
        }

        HashSet<(int, int)> seen = [];
        for (int i = 0; i < activations.Length; i++)
        {
            bool exists = activations[i] >= 0 && activations[i] < reader.Model.Operators.Length
                && reader.Model.Operators[activations[i]] is (ReluOperator or LeakyReluOperator) and var o && elements[i] >= 0 && elements[i] < o.Count;
            if (!exists || !seen.Add((activations[i], elements[i])))
            {
                throw new InvalidDataException($"element {elements[i]} of operator {activations[i]} is no ReLU, or stands there twice");
            }
        }

        int count = PropagationTables.CountPreActivations(reader.Model);
        double[] lower = reader.ReadDoubles(count, "lower bounds"), upper = reader.ReadDoubles(count, "upper bounds");
        if (lower.Length != count || upper.Length != count)
        {
            throw new InvalidDataException($"{lower.Length} lower and {upper.Length} upper bounds stand for {count} pre-activations");
        }

        if (lower.Concat(upper).Any(double.IsNaN))
        {
            throw new InvalidDataException("a pre-activation bound is NaN");
        }

        Specification specification = @case.Specification;
        int[][] rows = new int[specification.Conjunctions.Length][];
        for (int c = 0; c < rows.Length; c++)
        {
            rows[c] = reader.ReadIntegers(specification.Conjunctions[c].Length, "rows");
            if (rows[c].Except(specification.Conjunctions[c]).Any())
            {
                throw new InvalidDataException($"a row of conjunction {c} is not its own");
            }
        }

        return new PhaseProblem(activations, elements, lower, upper, rows);
    }

    /// <summary>Writes everything: nodes name neurons by their place in <see cref="Activations"/>, and what is unstable depends on bounds that another machine would round differently.</summary>
    public void Write(SearchNodeWriter writer)
    {
        writer.WriteIndices(Activations);
        writer.WriteIndices(Elements);
        writer.WriteDoubles(PreActivationLower);
        writer.WriteDoubles(PreActivationUpper);
        foreach (int[] rows in Rows)
        {
            writer.WriteIndices(rows);
        }
    }
}
