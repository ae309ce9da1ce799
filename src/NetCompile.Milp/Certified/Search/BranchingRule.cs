namespace NetCompile.Milp;

/// <summary>Where to split a node.</summary>
/// <param name="Column">The column; −1 where a probe restricted the box instead, and the node is to be solved again.</param>
/// <param name="Down">The lower part's upper bound; the upper part starts one above.</param>
/// <param name="Value">The column's value in the linear program.</param>
internal readonly record struct Branching(int Column, double Down, double Value);

/// <summary>
/// Reliability branching: columns whose pseudo-costs rest on few branchings are probed, both ways, by a few simplex iterations; the greatest product of gains wins. A probe that proves one side cut off restricts the box.
/// </summary>
/// <remarks>Source: Achterberg, Koch and Martin, <i>Branching rules revisited</i>, 2005.</remarks>
internal sealed class BranchingRule
{
    private const int ReliableAfter = 4;
    private const int MaxProbes = 8;
    private const int ProbeIterations = 60;

    private readonly PseudoCosts _costs;
    private readonly SearchTree _tree;

    public BranchingRule(PseudoCosts costs, SearchTree tree) => (_costs, _tree) = (costs, tree);

    /// <summary>Chooses among fractional columns.</summary>
    /// <param name="program">Has just solved the node; its basis is put back.</param>
    /// <param name="node">The node; receives restrictions that probes prove.</param>
    /// <param name="lower">Its box.</param>
    /// <param name="upper">Its box.</param>
    /// <param name="fractional">The columns, with values that are not whole.</param>
    /// <param name="values">The values by column.</param>
    /// <param name="cancellation">Stops.</param>
    public Branching Choose(NodeProgram program, BranchNode node, double[] lower, double[] upper, List<int> fractional, double[] values, CancellationToken cancellation)
    {
        (int Column, double Score)[] candidates = [.. fractional.Select(j => (j, Score(j, values[j]))).OrderByDescending(c => c.Item2).ThenBy(c => c.j)];
        int probes = candidates.Count(c => _costs.Reliability(c.Column) < ReliableAfter) == 0 ? 0 : MaxProbes;
        (int best, double bestScore) = candidates[0];
        if (probes > 0)
        {
            byte[] basis = program.SaveBasis();
            double objective = program.Objective;
            bestScore = double.NegativeInfinity;
            foreach ((int column, double estimate) in candidates)
            {
                double score = estimate;
                if (_costs.Reliability(column) < ReliableAfter && probes-- > 0)
                {
                    score = Probe(program, basis, objective, node, lower, upper, column, values[column], cancellation);
                    if (double.IsNaN(score))
                    {
                        program.RestoreBasis(basis);
                        return new Branching(-1, 0, 0);
                    }
                }

                if (score > bestScore)
                {
                    (best, bestScore) = (column, score);
                }

                if (cancellation.IsCancellationRequested)
                {
                    break;
                }
            }

            program.RestoreBasis(basis);
        }

        return new Branching(best, Math.Floor(values[best]), values[best]);
    }

    private double Score(int column, double value) => _costs.Score(column, value - Math.Floor(value), Math.Ceiling(value) - value);

    // NaN where one side is proved cut off.
    private double Probe(
        NodeProgram program, byte[] basis, double objective, BranchNode node, double[] lower, double[] upper, int column, double value, CancellationToken cancellation)
    {
        LpOptions options = _tree.LpOptions with { IterationLimit = ProbeIterations };
        Span<double> gains = stackalloc double[2];
        for (int side = 0; side < 2; side++)
        {
            bool isDown = side == 0;
            BoundChange change = isDown ? new BoundChange(column, lower[column], Math.Floor(value)) : new BoundChange(column, Math.Ceiling(value), upper[column]);
            program.RestoreBasis(basis);
            double bound = program.Probe(lower, upper, change, options, cancellation, out double reached);
            if (bound >= _tree.Threshold || double.IsPositiveInfinity(bound))
            {
                _tree.CutOff(bound);
                node.Changes.Add(isDown ? new BoundChange(column, Math.Ceiling(value), upper[column]) : new BoundChange(column, lower[column], Math.Floor(value)));
                return double.NaN;
            }

            gains[side] = double.IsNaN(reached) ? 0 : Math.Max(reached - objective, 0);
            _costs.Learn(column, isDown ? Math.Floor(value) - value : Math.Ceiling(value) - value, gains[side]);
        }

        return PseudoCosts.Product(gains[0], gains[1]);
    }
}
