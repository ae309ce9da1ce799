using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Bounds a batch of nodes with β-CROWN: a few ascent steps of slopes and multipliers, started where the parent's ended.</summary>
internal sealed class PhaseBounding(RowOptimizer optimizer, Func<bool> shouldStop)
{
    private const int RootSteps = 60;
    private const int Steps = 10;

    /// <summary>Where every neuron is fixed the bound is a linear program's dual: worth more steps before the input is split.</summary>
    private const int FixedSteps = 200;

    /// <summary>Candidates of each kind to split on.</summary>
    private const int Candidates = 4;

    private readonly int[] _owner = new int[BoundsWorkspace.RowChunk];
    private readonly int[] _row = new int[BoundsWorkspace.RowChunk];
    private readonly double[] _best = new double[BoundsWorkspace.RowChunk];
    private readonly float[][] _slopes = new float[BoundsWorkspace.RowChunk][];
    private readonly float[][] _multipliers = new float[BoundsWorkspace.RowChunk][];
    private readonly SpecificationRow[] _rows = new SpecificationRow[BoundsWorkspace.RowChunk];

    /// <summary>Bounds nodes of one problem, whose rows together fit one batch.</summary>
    /// <returns>The nodes that are not refuted.</returns>
    public BoundedNode[] Bound(PhaseNode[] nodes)
    {
        int count = 0;
        for (int i = 0; i < nodes.Length; i++)
        {
            int[] rows = nodes[i].Problem!.Rows[nodes[i].Conjunction];
            for (int r = 0; r < rows.Length; r++)
            {
                _owner[count] = i;
                _row[count] = r;
                _rows[count] = nodes[i].Case.Specification.Rows[rows[r]];
                Start(count++, nodes[i], r);
            }
        }

        bool[] refuted = new bool[nodes.Length];
        for (int r = 0; r < count; r++)
        {
            _best[r] = double.NegativeInfinity;
        }

        int steps = nodes.Max(StepsOf);
        AdamSettings settings = steps == Steps ? new(0.1, 0.2, 0.9) : new(0.1, 0.2, 0.98);
        for (int step = 0; ; step++)
        {
            int from = optimizer.Evaluate(count, new SpecificationSeed(_rows));
            for (int r = 0; r < count; r++)
            {
                Keep(nodes[_owner[r]].Problem!, r);
                if (!refuted[_owner[r]] && _rows[r].IsRefutedBy(optimizer.Bounds[r]))
                {
                    refuted[_owner[r]] = true;
                    PhaseProof.Refute(nodes[_owner[r]], _row[r], optimizer.Rows, r);
                }
            }

            count = Compact(count, refuted);
            if (count == 0)
            {
                return [];
            }

            if (step + 1 >= steps || shouldStop())
            {
                break;
            }

            optimizer.Ascend(count, from, settings, step);
        }

        List<BoundedNode> open = [];
        for (int first = 0; first < count;)
        {
            int end = first + 1;
            while (end < count && _owner[end] == _owner[first])
            {
                end++;
            }

            open.Add(Take(nodes[_owner[first]], first, end - first));
            first = end;
        }

        return [.. open];
    }

    /// <summary>Sets up a row of a node with its parent's slopes and multipliers.</summary>
    public static void Start(RowOptimizer optimizer, int slot, PhaseNode node, float[]? slopes, float[]? multipliers)
    {
        PhaseProblem problem = node.Problem!;
        optimizer.Start(slot, node.Lower, node.Upper);
        optimizer.Rows.Take(slot, problem.Layout, problem.Neurons, slopes, node.Decisions, multipliers);
    }

    private static int StepsOf(PhaseNode node) =>
        node.Decisions.Length == 0 && node.Slopes.Length == 0 ? RootSteps : !node.HasOwnBox && node.Decisions.Length >= node.Problem!.Neurons.Length ? FixedSteps : Steps;

    private void Start(int slot, PhaseNode node, int row) => Start(
        optimizer, slot, node, row < node.Slopes.Length ? node.Slopes[row] : null, row < node.Multipliers.Length ? node.Multipliers[row] : null);

    /// <summary>
    /// Keeps the slopes and multipliers of a row's best evaluation: the ascent overshoots now and then, and children that started from its last step would add their own overshoot to it, split after split.
    /// </summary>
    private void Keep(PhaseProblem problem, int slot)
    {
        if (!(optimizer.Bounds[slot] > _best[slot]) && !double.IsNegativeInfinity(_best[slot]))
        {
            return;
        }

        _best[slot] = optimizer.Bounds[slot];
        int neurons = problem.Neurons.Length, decisions = optimizer.Rows.Splits(slot).Count;
        if (_slopes[slot]?.Length != neurons)
        {
            _slopes[slot] = new float[neurons];
        }

        if (_multipliers[slot]?.Length != decisions)
        {
            _multipliers[slot] = new float[decisions];
        }

        optimizer.Rows.CopySlopes(slot, problem.Layout, problem.Neurons, _slopes[slot]);
        optimizer.Rows.CopyMultipliers(slot, _multipliers[slot]);
    }

    private int Compact(int count, bool[] refuted)
    {
        int kept = 0;
        for (int r = 0; r < count; r++)
        {
            if (refuted[_owner[r]])
            {
                continue;
            }

            optimizer.Copy(r, kept);
            _best[kept] = _best[r];
            (_slopes[kept], _slopes[r]) = (_slopes[r], _slopes[kept]);
            (_multipliers[kept], _multipliers[r]) = (_multipliers[r], _multipliers[kept]);
            _owner[kept] = _owner[r];
            _row[kept] = _row[r];
            _rows[kept++] = _rows[r];
        }

        return kept;
    }

    private BoundedNode Take(PhaseNode node, int first, int count)
    {
        PhaseProblem problem = node.Problem!;
        float[][] slopes = new float[count][], multipliers = new float[count][];
        double[] weights = new double[node.Lower.Length];
        int best = first;
        for (int r = first; r < first + count; r++)
        {
            ReadOnlySpan<double> coefficients = optimizer.InputCoefficients(r);
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] += Math.Abs(coefficients[j]);
            }

            slopes[r - first] = (float[])_slopes[r].Clone();
            multipliers[r - first] = (float[])_multipliers[r].Clone();
            best = _best[r] - _rows[r].BoundUp > _best[best] - _rows[best].BoundUp ? r : best;
        }

        double[] scores = new double[problem.Neurons.Length], intercepts = new double[problem.Neurons.Length];
        BabsrScores.Compute(optimizer, best, problem.Layout, problem.Neurons, scores, intercepts);
        return new BoundedNode
        {
            Node = node,
            Margin = _best[best] - _rows[best].BoundUp,
            BestRow = best - first,
            Slopes = slopes,
            Multipliers = multipliers,
            Minimizer = optimizer.Minimizer(best).ToArray(),
            InputWeights = weights,
            Candidates = [.. Choose(scores, intercepts).Select(i => problem.Neurons[i])],
        };
    }

    private static int[] Choose(double[] scores, double[] intercepts)
    {
        List<int> chosen = [];
        Add(scores);
        Add(intercepts);
        return [.. chosen];

        void Add(double[] values)
        {
            for (int taken = 0; taken < Candidates; taken++)
            {
                int best = -1;
                for (int i = 0; i < values.Length; i++)
                {
                    if (values[i] >= 0 && (best < 0 || values[i] > values[best]) && !chosen.Contains(i))
                    {
                        best = i;
                    }
                }

                if (best < 0)
                {
                    return;
                }

                chosen.Add(best);
            }
        }
    }
}
