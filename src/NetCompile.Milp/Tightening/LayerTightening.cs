using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace NetCompile.Milp;

/// <summary>Tightens the bounds of one value's elements by linear programs, and by branch and bound if asked; neurons are shared out to threads.</summary>
internal sealed class LayerTightening
{
    /// <summary>A side is left alone where a point of the relaxation comes within this part of the bound: no linear program can tighten it by more.</summary>
    private const double Attained = 1e-7;

    private readonly BoundTable _table;
    private readonly TighteningOptions _options;
    private readonly int _id;
    private readonly TighteningProgram _program;
    private readonly Action<TighteningMethod, int, int> _report;
    private readonly CancellationToken _cancellation;
    private readonly bool _isSettledBySign, _isOutput;
    private readonly object _gate = new();
    private long _solved, _failures, _nodes;
    private bool _isInfeasible;

    /// <param name="table">The bounds; tightened.</param>
    /// <param name="id">The operator.</param>
    /// <param name="program">The layers before it.</param>
    /// <param name="options">Choices.</param>
    /// <param name="report">Receives the method, the neurons done and their number.</param>
    /// <param name="cancellation">Stops; bounds proved by then stay.</param>
    public LayerTightening(BoundTable table, int id, TighteningProgram program, TighteningOptions options, Action<TighteningMethod, int, int> report, CancellationToken cancellation)
    {
        (_table, _id, _program, _options, _report, _cancellation) = (table, id, program, options, report, cancellation);
        _isOutput = id == table.Model.Output;
        _isSettledBySign = !_isOutput && Array.TrueForAll(table.Readers[id], Stability.IsSettledBySign);
    }

    /// <summary>Linear programs solved.</summary>
    public long Solved => _solved;

    /// <summary>Linear programs that failed.</summary>
    public long Failures => _failures;

    /// <summary>Nodes of all searches.</summary>
    public long Nodes => _nodes;

    /// <summary>Whether a program was proved infeasible: the region is empty.</summary>
    public bool IsInfeasible => _isInfeasible;

    /// <summary>Linear programs for each neuron that is worth it, then branch and bound for those still unstable.</summary>
    public void Run()
    {
        Share(TighteningMethod.Lp);
        if (_options.Method == TighteningMethod.Milp && !_isInfeasible)
        {
            Share(TighteningMethod.Milp);
        }
    }

    private void Share(TighteningMethod method)
    {
        int[] neurons = [.. Enumerable.Range(0, _table[_id].Count).Where(IsWorthIt)];
        if (neurons.Length == 0)
        {
            return;
        }

        int next = -1, done = 0;
        ConcurrentQueue<ExceptionDispatchInfo> exceptions = new();
        void Work()
        {
            try
            {
                NeuronProgram? program = null;
                double[] least = [.. neurons.Select(_ => double.PositiveInfinity)], greatest = [.. neurons.Select(_ => double.NegativeInfinity)];
                int at;
                while (!_isInfeasible && !_cancellation.IsCancellationRequested && (at = Interlocked.Increment(ref next)) < neurons.Length)
                {
                    program ??= new NeuronProgram(_program, _options);
                    if (method == TighteningMethod.Lp)
                    {
                        ByLinearPrograms(program, neurons, at, least, greatest);
                    }
                    else
                    {
                        BySearch(program, neurons[at]);
                    }

                    lock (_gate)
                    {
                        _report(method, ++done, neurons.Length);
                    }
                }

                Count(program);
            }
            catch (Exception e)
            {
                // Handed to the caller below.
                exceptions.Enqueue(ExceptionDispatchInfo.Capture(e));
            }
        }

        int threads = Math.Clamp(_options.Threads, 1, neurons.Length);
        Task[] others = [.. Enumerable.Range(1, threads - 1).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Work();
        Task.WaitAll(others, CancellationToken.None);
        if (exceptions.TryDequeue(out ExceptionDispatchInfo? exception))
        {
            exception.Throw();
        }
    }

    private void Count(NeuronProgram? program)
    {
        if (program is null)
        {
            return;
        }

        using (program)
        {
            lock (_gate)
            {
                (_solved, _failures, _nodes) = (_solved + program.Solved, _failures + program.Failures, _nodes + program.Nodes);
                _isInfeasible |= program.IsInfeasible;
            }
        }
    }

    private bool IsWorthIt(int k) => _table[_id].Lower[k] < _table[_id].Upper[k] && (!_options.IsProgressive || _isOutput || _table.IsUnstable(_id, k));

    private bool IsSettled(int k) => _options.IsProgressive && !_isOutput && !_table.IsUnstable(_id, k);

    private void ByLinearPrograms(NeuronProgram program, int[] neurons, int at, double[] least, double[] greatest)
    {
        int k = neurons[at];
        AffineForm form = _program.Value[k];
        foreach (int sign in Sides(k))
        {
            (double lower, double upper) = (_table[_id].Lower[k], _table[_id].Upper[k]);
            double slack = Attained * Math.Max(1e-9, upper - lower);
            if (sign > 0 ? least[at] <= lower + slack : greatest[at] >= upper - slack)
            {
                continue;
            }

            Take(k, sign, program.Least(form, sign, _cancellation), BoundOrigin.Lp);
            if (program.IsInfeasible)
            {
                _isInfeasible = true;
                return;
            }

            if (program.Point is { } point)
            {
                // Where other neurons stand there: their bounds cannot be tighter than that.
                for (int other = at; other < neurons.Length; other++)
                {
                    double value = _program.Value[neurons[other]].Evaluate(point);
                    (least[other], greatest[other]) = (Math.Min(least[other], value), Math.Max(greatest[other], value));
                }
            }

            if (IsSettled(k))
            {
                return;
            }
        }
    }

    private void BySearch(NeuronProgram program, int k)
    {
        foreach (int sign in Sides(k))
        {
            double enough = _isSettledBySign && _options.IsProgressive ? 0 : double.PositiveInfinity;
            Take(k, sign, program.LeastExact(_program.Value[k], sign, enough, _cancellation), BoundOrigin.Milp);
            if (program.IsInfeasible)
            {
                _isInfeasible = true;
                return;
            }

            if (IsSettled(k) || _cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // First the side that is nearer to zero: it may settle the phase.
    private int[] Sides(int k) => -_table[_id].Lower[k] < _table[_id].Upper[k] ? [1, -1] : [-1, 1];

    private void Take(int k, int sign, double bound, BoundOrigin origin)
    {
        lock (_gate)
        {
            if (sign > 0)
            {
                _table[_id].Tighten(k, bound, double.PositiveInfinity, origin);
            }
            else
            {
                _table[_id].Tighten(k, double.NegativeInfinity, -bound, origin);
            }
        }
    }
}
