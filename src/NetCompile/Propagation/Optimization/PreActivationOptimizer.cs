using NetCompile.Certificates;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Propagation;

/// <summary>
/// α-CROWN for pre-activations: tightens the bounds of every unstable neuron of a box, operator by operator, each bound with lower slopes of its own for all neurons before it.
/// </summary>
/// <remarks>Each bound is a sound, outward-rounded evaluation; the ascent only chooses the slopes. Neurons are independent, so they are shared out to threads; the result does not depend on how.</remarks>
internal sealed class PreActivationOptimizer
{
    private readonly NetworkRunner _runner;
    private readonly Arithmetic _arithmetic;
    private readonly int _iterations;
    private readonly int _leaves;
    private readonly SlopeLayout _layout;
    private readonly int _threads;
    private readonly Func<bool> _shouldStop;

    /// <param name="runner">The network.</param>
    /// <param name="arithmetic">What the bounds are about.</param>
    /// <param name="iterations">Ascent steps for each neuron.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="shouldStop">Asked between batches of neurons; those left out keep their bounds.</param>
    /// <param name="leaves">Parts into which the region is split for each end of each neuron that stays unstable; at most 1: none.</param>
    public PreActivationOptimizer(NetworkRunner runner, Arithmetic arithmetic, int iterations, int threads, Func<bool> shouldStop, int leaves = 0)
    {
        _runner = runner;
        _arithmetic = arithmetic;
        _iterations = iterations;
        _leaves = leaves;
        _layout = new SlopeLayout(runner.Model);
        _threads = threads;
        _shouldStop = shouldStop;
    }

    /// <summary>Given what made every improvement; null where no proof is asked for.</summary>
    public ProofElements? Proof { get; init; }

    /// <summary>Tightens pre-activation bounds over a box.</summary>
    /// <param name="lower">Lower ends of the box.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="boundsLower">Sound bounds of the pre-activations, at <see cref="PropagationTables.PreActivationOffset"/>; tighter on return.</param>
    /// <param name="boundsUpper">The same for the upper ends.</param>
    public void Tighten(double[] lower, double[] upper, double[] boundsLower, double[] boundsUpper)
    {
        PropagationTables tables = _runner.Tables;
        List<(BoundsWorkspace Workspace, RowOptimizer Optimizer)> all = [];
        try
        {
            for (int t = 0; t < _threads; t++)
            {
                BoundsWorkspace workspace = new(_runner, _arithmetic);
                BoxBounds.Prepare(workspace);
                all.Add((workspace, new RowOptimizer(workspace)));
            }

            bool isFirst = true;
            for (int id = 0; id < tables.PreActivationOffset.Length && !_shouldStop(); id++)
            {
                int offset = tables.PreActivationOffset[id];
                if (offset < 0)
                {
                    continue;
                }

                if (!isFirst)
                {
                    // What was gained before makes plain substitution tighter here, at little cost.
                    BoxBounds.Compute(all[0].Workspace, lower, upper, new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive), boundsLower, boundsUpper);
                    if (all[0].Workspace.Overflow)
                    {
                        return;
                    }

                    BoxBounds.CopyPreActivations(all[0].Workspace, boundsLower, boundsUpper);
                    Optimize(all, id, offset, lower, upper, boundsLower, boundsUpper);
                }

                // Before the first activation everything is linear: backward substitution is exact there.
                isFirst = false;
            }
        }
        finally
        {
            foreach ((BoundsWorkspace workspace, RowOptimizer optimizer) in all)
            {
                optimizer.Dispose();
                workspace.Dispose();
            }
        }
    }

    private unsafe void Optimize(
        List<(BoundsWorkspace Workspace, RowOptimizer Optimizer)> all, int id, int offset, double[] lower, double[] upper, double[] boundsLower, double[] boundsUpper)
    {
        int width = _runner.Tables.Width[id];
        int[] unstable = [.. Enumerable.Range(0, width).Where(k => !(boundsLower[offset + k] >= 0) && !(boundsUpper[offset + k] <= 0))];
        const int neurons = BoundsWorkspace.RowChunk / 2;
        int chunks = (unstable.Length + neurons - 1) / neurons;
        for (int t = 1; t < all.Count; t++)
        {
            all[t].Workspace.CopyFrom(all[0].Workspace);
        }

        Share(all, chunks, (optimizer, chunk) =>
        {
            int first = chunk * neurons;
            Optimize(optimizer, id, offset, unstable.AsSpan(first, Math.Min(neurons, unstable.Length - first)), lower, upper, boundsLower, boundsUpper);
        });
        if (_leaves <= 1)
        {
            return;
        }

        int[] open = [.. unstable.Where(k => !(boundsLower[offset + k] >= 0) && !(boundsUpper[offset + k] <= 0))];
        Share(all, (open.Length + neurons - 1) / neurons, (optimizer, chunk) =>
        {
            int first = chunk * neurons;
            new PreActivationBranching(optimizer, _layout, _shouldStop, Proof).Tighten(
                id, open.AsSpan(first, Math.Min(neurons, open.Length - first)), _leaves, lower, upper,
                boundsLower.AsSpan(offset, width), boundsUpper.AsSpan(offset, width));
        });
    }

    private void Share(List<(BoundsWorkspace Workspace, RowOptimizer Optimizer)> all, int chunks, Action<RowOptimizer, int> work)
    {
        int next = -1;
        Parallel.For(0, all.Count, new ParallelOptions { MaxDegreeOfParallelism = all.Count }, t =>
        {
            int chunk;
            while ((chunk = Interlocked.Increment(ref next)) < chunks && !_shouldStop())
            {
                work(all[t].Optimizer, chunk);
            }
        });
    }

    private void Optimize(
        RowOptimizer optimizer, int id, int offset, ReadOnlySpan<int> neurons, double[] lower, double[] upper, double[] boundsLower, double[] boundsUpper)
    {
        int[] elements = new int[BoundsWorkspace.RowChunk];
        double[] signs = new double[BoundsWorkspace.RowChunk];
        int count = 0;
        foreach (int k in neurons)
        {
            for (int sign = 1; sign >= -1; sign -= 2)
            {
                elements[count] = k;
                signs[count] = sign;
                optimizer.Start(count++, lower, upper);
            }
        }

        AdamSettings settings = new(SlopeStep: 0.1, MultiplierStep: 0, Decay: 0.97);
        for (int i = 0; i < _iterations; i++)
        {
            int from = optimizer.Evaluate(count, new NeuronSeed(id, elements, signs));
            for (int r = 0; r < count; r++)
            {
                int at = offset + elements[r];
                bool isUpper = signs[r] < 0;
                if (isUpper ? -optimizer.Bounds[r] < boundsUpper[at] : optimizer.Bounds[r] > boundsLower[at])
                {
                    Proof?.Improve(optimizer.Rows, r, id, elements[r], isUpper);
                }

                if (!isUpper)
                {
                    boundsLower[at] = Math.Max(boundsLower[at], optimizer.Bounds[r]);
                }
                else
                {
                    boundsUpper[at] = Math.Min(boundsUpper[at], -optimizer.Bounds[r]);
                }
            }

            // A neuron that is stable now needs no tighter bounds.
            int kept = 0;
            for (int r = 0; r < count; r++)
            {
                int at = offset + elements[r];
                if (boundsLower[at] >= 0 || boundsUpper[at] <= 0)
                {
                    continue;
                }

                optimizer.Copy(r, kept);
                elements[kept] = elements[r];
                signs[kept++] = signs[r];
            }

            count = kept;
            if (count == 0)
            {
                break;
            }

            if (i + 1 < _iterations)
            {
                optimizer.Ascend(count, from, settings, i);
            }
        }
    }
}
