using NetCompile.Propagation;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>Bounds of pre-activations from the verification engine: intervals, symbolic, CROWN, α-CROWN; in real or float32 arithmetic.</summary>
internal sealed class EngineBounds : IDisposable
{
    private readonly BoundTable _table;
    private readonly double[] _lower, _upper;
    private readonly TighteningOptions _options;
    private readonly NetworkRunner _runner;
    private readonly BoundsWorkspace _workspace;
    private readonly CancellationToken _cancellation;

    public EngineBounds(BoundTable table, NetworkRunner runner, double[] lower, double[] upper, TighteningOptions options, CancellationToken cancellation)
    {
        (_table, _runner, _lower, _upper, _options, _cancellation) = (table, runner, lower, upper, options, cancellation);
        _workspace = new BoundsWorkspace(runner, options.Arithmetic) { ShouldStop = () => cancellation.IsCancellationRequested };
        BoxBounds.Prepare(_workspace);
    }

    /// <summary>Tightens the table by one method, after those before it.</summary>
    public void Tighten(TighteningMethod method)
    {
        switch (method)
        {
            case TighteningMethod.Interval:
                Compute(new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Adaptive), BoundOrigin.Interval);
                break;
            case TighteningMethod.Symbolic:
                Compute(new BoundsSettings(UseSymbolic: true, UseCrown: false, SlopePolicy.Adaptive), BoundOrigin.Symbolic);
                break;
            case TighteningMethod.Crown:
                Crown();
                break;
            case TighteningMethod.AlphaCrown:
                AlphaCrown();
                break;
        }
    }

    /// <summary>Backward substitution again, from all that is known by now: what was gained in one layer tightens the next at little cost.</summary>
    public void Crown()
    {
        if (Compute(new BoundsSettings(UseSymbolic: true, UseCrown: true, SlopePolicy.Adaptive), BoundOrigin.Crown) && !_cancellation.IsCancellationRequested)
        {
            if (!_options.IsProgressive)
            {
                // Also of neurons that are settled already.
                foreach (int id in _table.Needed.Where(id => _workspace.Tables.FeedsActivation[id]))
                {
                    BoundAll(id);
                }
            }

            BoundAll(_table.Model.Output);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private void BoundAll(int id)
    {
        CrownPropagation.BoundAll(_workspace, id, intersect: true);
        Take(id, BoundOrigin.Crown);
    }

    private void AlphaCrown()
    {
        (double[] lower, double[] upper) = Known();
        if (_workspace.Overflow)
        {
            return;
        }

        new PreActivationOptimizer(_runner, _options.Arithmetic, _options.AlphaIterations, Math.Max(1, _options.Threads), () => _cancellation.IsCancellationRequested).Tighten(_lower, _upper, lower, upper);
        for (int id = 0; id < _table.Model.Operators.Length; id++)
        {
            int offset = _workspace.Tables.PreActivationOffset[id];
            for (int k = 0; offset >= 0 && k < _table[id].Count; k++)
            {
                _table[id].Tighten(k, lower[offset + k], upper[offset + k], BoundOrigin.AlphaCrown);
            }
        }

        // The output over the improved layers.
        if (Compute(new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive), BoundOrigin.AlphaCrown))
        {
            CrownPropagation.BoundAll(_workspace, _table.Model.Output, intersect: true);
            Take(_table.Model.Output, BoundOrigin.AlphaCrown);
        }
    }

    /// <returns>False where the engine's error terms are not valid: nothing is proved then.</returns>
    private bool Compute(BoundsSettings settings, BoundOrigin origin)
    {
        (double[] lower, double[] upper) = Known();
        BoxBounds.Compute(_workspace, _lower, _upper, settings, lower, upper);
        if (_workspace.Overflow)
        {
            return false;
        }

        foreach (int id in _table.Needed)
        {
            Take(id, origin);
        }

        return !_cancellation.IsCancellationRequested;
    }

    private unsafe void Take(int id, BoundOrigin origin)
    {
        for (int k = 0; k < _table[id].Count; k++)
        {
            _table[id].Tighten(k, _workspace.Lower(id)[k], _workspace.Upper(id)[k], origin);
        }
    }

    // What the table knows, where the engine keeps inherited bounds.
    private (double[] Lower, double[] Upper) Known()
    {
        double[] lower = new double[_workspace.Tables.PreActivationCount], upper = new double[lower.Length];
        for (int id = 0; id < _table.Model.Operators.Length; id++)
        {
            int offset = _workspace.Tables.PreActivationOffset[id];
            if (offset >= 0)
            {
                _table[id].Lower.CopyTo(lower.AsSpan(offset));
                _table[id].Upper.CopyTo(upper.AsSpan(offset));
            }
        }

        return (lower, upper);
    }
}
