namespace NetCompile.Propagation;

/// <summary>Bounds outputs by backward substitution whose slopes, and multipliers of phase decisions, ascend from those of the workspace: α-CROWN over fixed bounds of the layers between.</summary>
internal sealed class OutputAscent(BoundsWorkspace w, BoundTask box, OutputRange range) : IDisposable
{
    private static readonly AdamSettings Settings = new(SlopeStep: 0.1, MultiplierStep: 0.2, Decay: 0.97);

    private readonly RowOptimizer _optimizer = new(w);

    /// <summary>The slopes of the rows last optimised, in the order of <see cref="OutputRows"/>.</summary>
    public RowRelaxations Slopes => _optimizer.Rows;

    /// <summary>Bounds the chunk of outputs from <paramref name="first"/> on.</summary>
    /// <param name="first">A multiple of <see cref="OutputRows.Elements"/>.</param>
    /// <param name="iterations">Ascent steps.</param>
    /// <param name="decisions">Phases that hold, of neurons that the workspace does not hold for inactive.</param>
    public void Run(int first, int iterations, IReadOnlyList<PhaseDecision> decisions)
    {
        int output = w.Runner.Model.Output, count = 2 * Math.Min(OutputRows.Elements, w.Tables.Width[output] - first);
        int[] elements = [.. Enumerable.Range(0, count).Select(r => first + (r / 2))];
        double[] signs = [.. Enumerable.Range(0, count).Select(r => r % 2 == 0 ? 1.0 : -1.0)];
        for (int r = 0; r < count; r++)
        {
            _optimizer.Start(r, box.Lower, box.Upper);
            foreach (PhaseDecision d in decisions)
            {
                _optimizer.Rows.Fix(r, d.Operator, d.Neuron, d.IsActive, 0);
            }
        }

        for (int i = 0; i <= iterations; i++)
        {
            box.Options.Cancellation.ThrowIfCancellationRequested();
            int from = _optimizer.Evaluate(count, new NeuronSeed(output, elements, signs));
            for (int r = 0; r < count; r += 2)
            {
                range.Tighten(elements[r], _optimizer.Bounds[r], -_optimizer.Bounds[r + 1]);
            }

            if (i < iterations)
            {
                _optimizer.Ascend(count, from, Settings, i);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
