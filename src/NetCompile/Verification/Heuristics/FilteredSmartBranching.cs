using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>
/// Filtered smart branching (De Palma et al., <i>Improved Branch and Bound for Neural Network Verification via Lagrangian Decomposition</i>, 2021): the neurons with the best BaBSR scores
/// (<see cref="BabsrScores"/>) are tried, one backward substitution for each phase, and the one whose worse child is bounded best is split on.
/// </summary>
internal sealed class FilteredSmartBranching(RowOptimizer optimizer)
{
    private readonly List<(int Node, int Candidate)> _trials = [];
    private readonly SpecificationRow[] _rows = new SpecificationRow[BoundsWorkspace.RowChunk];

    /// <summary>For each node the margins of the trial children: inactive and active for each candidate in turn; +∞ for a child that is refuted.</summary>
    /// <param name="open">The nodes.</param>
    /// <param name="isLeftOut">Says of a node that its candidates are not to be tried.</param>
    public double[][] Try(BoundedNode[] open, Func<BoundedNode, bool> isLeftOut)
    {
        double[][] bounds = [.. open.Select(o => new double[2 * o.Candidates.Length])];
        _trials.Clear();
        for (int i = 0; i < open.Length; i++)
        {
            for (int c = 0; c < open[i].Candidates.Length && !isLeftOut(open[i]); c++)
            {
                _trials.Add((i, c));
                if (2 * _trials.Count == BoundsWorkspace.RowChunk)
                {
                    Evaluate(open, bounds);
                }
            }
        }

        Evaluate(open, bounds);
        return bounds;
    }

    private void Evaluate(BoundedNode[] open, double[][] bounds)
    {
        if (_trials.Count == 0)
        {
            return;
        }

        for (int t = 0; t < _trials.Count; t++)
        {
            (int i, int c) = _trials[t];
            BoundedNode parent = open[i];
            PhaseProblem problem = parent.Node.Problem!;
            int neuron = parent.Candidates[c];
            for (int phase = 0; phase < 2; phase++)
            {
                int slot = (2 * t) + phase;
                PhaseBounding.Start(optimizer, slot, parent.Node, parent.Slopes[parent.BestRow], parent.Multipliers[parent.BestRow]);
                optimizer.Rows.Fix(slot, problem.Layout.Activation(neuron), problem.Layout.Element(neuron), phase == 1, 0);
                _rows[slot] = parent.Node.Case.Specification.Rows[problem.Rows[parent.Node.Conjunction][parent.BestRow]];
            }
        }

        optimizer.Evaluate(2 * _trials.Count, new SpecificationSeed(_rows));
        for (int t = 0; t < _trials.Count; t++)
        {
            (int i, int c) = _trials[t];
            for (int phase = 0; phase < 2; phase++)
            {
                int slot = (2 * t) + phase;
                bounds[i][(2 * c) + phase] = _rows[slot].IsRefutedBy(optimizer.Bounds[slot]) ? double.PositiveInfinity : optimizer.Bounds[slot] - _rows[slot].BoundUp;
            }
        }

        _trials.Clear();
    }
}
