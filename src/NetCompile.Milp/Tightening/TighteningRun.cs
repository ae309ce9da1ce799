using System.Globalization;
using NetCompile.Models;
using NetCompile.Runtime;

namespace NetCompile.Milp;

/// <summary>One computation of bounds: propagation over all layers, then layer by layer what is dearer.</summary>
internal sealed class TighteningRun
{
    private readonly NetworkModel _model;
    private readonly NetworkRunner? _runner;
    private readonly double[] _lower, _upper;
    private readonly TighteningOptions _options;
    private readonly IProgress<TighteningProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly BoundTable _table;
    private readonly InputForms _affine;
    private long _solved, _failures, _nodes;
    private bool _isStopped;
    private string? _empty;

    public TighteningRun(
        NetworkModel model, NetworkRunner? runner, double[] lower, double[] upper, TighteningOptions options, IProgress<TighteningProgress>? progress, CancellationToken cancellation)
    {
        (_model, _runner, _lower, _upper, _options, _progress, _cancellation) = (model, runner, lower, upper, options, progress, cancellation);
        _table = new BoundTable(model);
        _affine = new InputForms(model, lower, upper, options.Arithmetic);
    }

    /// <summary>Runs every method up to the one that was asked for.</summary>
    public void Execute()
    {
        TakeKnown();
        bool isEngine = !_model.Operators.Any(o => o is StepOperator or MaximumOperator);
        using EngineBounds? engine = isEngine ? new EngineBounds(_table, _runner ?? NetworkRunner.Create(_model), _lower, _upper, _options, _cancellation) : null;
        Propagate(engine);
        if (!IsOver() && _options.Method >= TighteningMethod.Lp)
        {
            Layers(engine);
        }

        IsOver();
    }

    /// <summary>What came of it.</summary>
    /// <param name="stopped">The reason, if it was stopped.</param>
    public TighteningResult Result(StopReason stopped) => new()
    {
        Bounds = new NeuronBounds(_model, _lower, _upper, _options.Arithmetic, _table.Values, _options.Constraints),
        IsRegionEmpty = _empty is not null,
        Message = _empty ?? (_failures > 0 ? $"{_failures} of {_solved} linear programs failed; their neurons kept the bounds they had." : ""),
        StopReason = _isStopped && _empty is null ? stopped : StopReason.Completed,
        LinearPrograms = _solved,
        Nodes = _nodes,
        Failures = _failures,
        Unstable = [.. _model.Operators.Where(o => o.IsActivation).Select(o => (o.Id, UnstableOf(o)))],
    };

    private void TakeKnown()
    {
        foreach (int id in _options.Known is null ? [] : _table.Needed)
        {
            ValueBounds known = _options.Known![id];
            for (int k = 0; k < known.Count; k++)
            {
                _table[id].Tighten(k, known.Lower[k], double.PositiveInfinity, known.LowerOrigin[k]);
                _table[id].Tighten(k, double.NegativeInfinity, known.Upper[k], known.UpperOrigin[k]);
            }
        }
    }

    private void Propagate(EngineBounds? engine)
    {
        // Without the engine, from the reference: all methods at once.
        ReferenceBounds? reference = engine is null ? new ReferenceBounds(_table, _lower, _upper, _options.Arithmetic) : null;
        reference?.Tighten(_options.Method);
        for (TighteningMethod method = TighteningMethod.Interval; method <= TighteningMethod.AlphaCrown && method <= _options.Method && !IsOver(); method++)
        {
            engine?.Tighten(method);
            if (method == TighteningMethod.Interval && FirstLayers())
            {
                engine?.Tighten(method);
            }

            Report(method, -1, 0, 0, 0);
        }
    }

    /// <summary>Values that are affine in the inputs have their exact range, over the box or over box and ball, in closed form.</summary>
    /// <returns>Whether a ball made them tighter than what follows from the box.</returns>
    private bool FirstLayers()
    {
        L1Ball? ball = _options.Constraints.Ball;
        L1BallRange range = new(ball, _lower, _upper);
        if (range.IsEmpty)
        {
            _empty = "No input of the box meets the constraints: the ℓ1 ball and the box have no point in common.";
            return false;
        }

        bool isTighter = false;
        foreach (int id in _table.Needed.Where(_affine.Has))
        {
            for (int k = 0; k < _table[id].Count; k++)
            {
                InputForms.Form form = _affine[id, k];
                double least = OutwardRounding.Down(OutwardRounding.Down(form.Constant - range.Maximum(form.Inputs, form.Coefficients, -1)) - form.Radius);
                double greatest = OutwardRounding.Up(OutwardRounding.Up(form.Constant + range.Maximum(form.Inputs, form.Coefficients, 1)) + form.Radius);
                isTighter |= _table[id].Tighten(k, least, greatest, ball is null ? BoundOrigin.Interval : BoundOrigin.L1Ball) && ball is not null;
            }
        }

        return isTighter;
    }

    private void Layers(EngineBounds? engine)
    {
        TighteningPrograms programs = new(_table, _lower, _upper, _options);
        for (int layer = 0; layer < _table.Needed.Length && !IsOver(); layer++)
        {
            int id = _table.Needed[layer];
            if (_affine.Has(id) && _options.Constraints.Linear.IsDefaultOrEmpty)
            {
                // Exact already.
                continue;
            }

            // What was gained before makes substitution, and ranges over the columns, tighter here at little cost.
            engine?.Crown();
            TighteningProgram program = programs.For(id);
            for (int k = 0; k < _table[id].Count; k++)
            {
                (double lower, double upper) = program.Value[k].Range(program.Model);
                _table[id].Tighten(k, lower, upper, BoundOrigin.Interval);
            }

            if (!IsOver())
            {
                ByPrograms(layer, id, program);
            }
        }
    }

    private void ByPrograms(int layer, int id, TighteningProgram program)
    {
        LayerTightening tightening = new(_table, id, program, _options, (method, done, count) => Report(method, id, layer, done, count), _cancellation);
        tightening.Run();
        (_solved, _failures, _nodes) = (_solved + tightening.Solved, _failures + tightening.Failures, _nodes + tightening.Nodes);
        if (tightening.IsInfeasible)
        {
            _empty = $"No input of the box meets the constraints: the programs for {_model.Operators[id]} have no solution, which their multipliers prove.";
        }
    }

    private bool IsOver()
    {
        if (_empty is null && _table.Crossing() is var (id, k))
        {
            string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
            _empty = $"No input of the box meets the constraints: element {k} of {_model.Operators[id]} is proved to be at least {Text(_table[id].Lower[k])} and at most {Text(_table[id].Upper[k])}.";
        }

        if (_cancellation.IsCancellationRequested)
        {
            _isStopped = true;
        }

        return _empty is not null || _isStopped;
    }

    private int UnstableOf(NetworkOperator activation)
    {
        ValueBounds source = _table[activation.Sources[0]];
        int count = 0;
        for (int k = 0; k < source.Count; k++)
        {
            count += Stability.IsUnstable(activation, k, source.Lower, source.Upper) ? 1 : 0;
        }

        return count;
    }

    private void Report(TighteningMethod method, int id, int layer, int done, int count) =>
        _progress?.Report(new TighteningProgress(method, id, layer, _table.Needed.Length, done, count, _table.Needed.Sum(_table.UnstableCount)));
}
