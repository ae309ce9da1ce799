using System.Collections.Concurrent;
using System.Diagnostics;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;

namespace NetCompile.Verification;

/// <summary>Runs the search on several threads: each works on its own boxes, the least bounded first, and hands its next one to a thread that has none.</summary>
/// <remarks>With one thread the order, and so the count of boxes, is deterministic.</remarks>
internal sealed class SearchEngine
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>What the open boxes of all threads together may hold before the search goes depth first.</summary>
    private const long FrontierMemory = 1L << 30;

    private readonly NetworkRunner _runner;
    private readonly VerificationProperty _property;
    private readonly VerificationOptions _options;
    private readonly IProgress<VerificationProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<BoxNode> _shared = new();
    private readonly object _resultLock = new();
    private long _pending;
    private long _boxes;
    private int _waiting;
    private int _depth;
    private double _proved;
    private volatile bool _stop;
    private UnknownReason _reason;
    private Counterexample? _counterexample;
    private Exception? _failure;

    public SearchEngine(
        NetworkRunner runner, VerificationProperty property, VerificationOptions options, IProgress<VerificationProgress>? progress, CancellationToken cancellation)
    {
        _runner = runner;
        _property = property;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
    }

    private int Threads => _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount;

    public VerificationResult Run()
    {
        List<CaseProblem> problems = [];
        for (int i = 0; i < _property.Cases.Length; i++)
        {
            if (InputBox.Create(_property.Cases[i].Region) is { } box)
            {
                problems.Add(new CaseProblem(i, box, Specification.Create(_property.Cases[i].Unsafe)));
            }
        }

        if (problems.Count == 0)
        {
            // No case at all may also mean that the violation contradicts itself, which is no empty region.
            return Result(Verdict.Holds) with { IsVacuous = _property.IsRegionEmpty || _property.Cases.Length > 0 };
        }

        foreach (CaseProblem problem in problems)
        {
            _shared.Enqueue(new BoxNode
            {
                Case = problem,
                Lower = problem.Box.Lower,
                Upper = problem.Box.Upper,
                Open = [.. Enumerable.Range(0, problem.Specification.Conjunctions.Length)],
                Share = 1.0 / problems.Count,
            });
        }

        _pending = problems.Count;
        List<Thread> workers = [];
        try
        {
            for (int index = 1; index < Threads; index++)
            {
                int worker = index;
                Thread thread = new(() => Work(worker)) { IsBackground = true, Name = $"NetCompile {worker}" };
                thread.Start();
                workers.Add(thread);
            }

            Work(0);
        }
        catch
        {
            // A thread could not be started: those that were must not search on behind the caller's back.
            _stop = true;
            throw;
        }
        finally
        {
            workers.ForEach(worker => worker.Join());
        }

        if (_failure is not null)
        {
            throw new InvalidOperationException($"The verification engine failed: {_failure.Message}", _failure);
        }

        _progress?.Report(Progress());
        if (_counterexample is not null)
        {
            return Result(Verdict.Violated) with { Counterexample = _counterexample };
        }

        // Holds only if nothing is left: no box pending, none given up, no stop.
        return _reason == UnknownReason.None && Interlocked.Read(ref _pending) == 0 && !_stop
            ? Result(Verdict.Holds)
            : Result(Verdict.Unknown) with { Reason = _reason };
    }

    private void Work(int index)
    {
        try
        {
            using BoundsWorkspace workspace = new(_runner, _options.Arithmetic), gradients = new(_runner, _options.Arithmetic);
            BoxBounds.Prepare(workspace);
            BoxBounds.Prepare(gradients);
            workspace.ShouldStop = ShouldStop;
            Attack? attack = _options.UseAttacks ? new(_runner, _property, gradients, new Random(_options.Seed + index), ShouldStop) : null;
            BoxSolver solver = new(workspace, attack);
            Search(solver, attack, reports: index == 0);
        }
        catch (Exception e)
        {
            // Reported by Run on the calling thread, once all workers have ended.
            lock (_resultLock)
            {
                _failure ??= e;
            }

            _stop = true;
        }
    }

    private void Search(BoxSolver solver, Attack? attack, bool reports)
    {
        Frontier own = new(FrontierMemory / Threads);
        Action<BoxNode> push = own.Push;
        TimeSpan nextReport = s_progressInterval;
        while (!_stop)
        {
            if (ShouldStop())
            {
                return;
            }

            if (reports && _progress is not null && _clock.Elapsed >= nextReport)
            {
                nextReport = _clock.Elapsed + s_progressInterval;
                _progress.Report(Progress());
            }

            if (!TryTake(own, out BoxNode? node))
            {
                if (Interlocked.Read(ref _pending) == 0)
                {
                    return;
                }

                continue;
            }

            if (!Count(node))
            {
                return;
            }

            NodeOutcome outcome = solver.Examine(node, push);
            switch (outcome)
            {
                case NodeOutcome.Violated:
                    Report(attack!.Found!);
                    return;
                case NodeOutcome.Split:
                    Interlocked.Add(ref _pending, 2);
                    break;
                case NodeOutcome.TooSmall:
                    GiveUp(UnknownReason.Precision);
                    break;
                case NodeOutcome.Overflowed:
                    GiveUp(UnknownReason.NumericalOverflow);
                    break;
                case NodeOutcome.Proved:
                    lock (_resultLock)
                    {
                        _proved += node.Share;
                    }

                    break;
            }

            Interlocked.Decrement(ref _pending);
            if (Volatile.Read(ref _waiting) > 0 && own.Count > 1 && own.TryPop(out BoxNode? given))
            {
                _shared.Enqueue(given);
            }
        }
    }

    private bool TryTake(Frontier own, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out BoxNode? node)
    {
        if (own.TryPop(out node))
        {
            return true;
        }

        if (_shared.TryDequeue(out node))
        {
            return true;
        }

        Interlocked.Increment(ref _waiting);
        SpinWait wait = default;
        while (!_stop && Interlocked.Read(ref _pending) > 0)
        {
            if (_shared.TryDequeue(out node))
            {
                Interlocked.Decrement(ref _waiting);
                return true;
            }

            if (ShouldStop())
            {
                break;
            }

            wait.SpinOnce();
        }

        Interlocked.Decrement(ref _waiting);
        node = null;
        return false;
    }

    /// <summary>Counts a box; false where that would exceed the limit.</summary>
    private bool Count(BoxNode node)
    {
        if (Interlocked.Increment(ref _boxes) > (_options.NodeLimit ?? long.MaxValue))
        {
            Interlocked.Decrement(ref _boxes);
            Stop(UnknownReason.NodeLimit);
            return false;
        }

        int depth = Volatile.Read(ref _depth);
        while (node.Depth > depth)
        {
            int seen = Interlocked.CompareExchange(ref _depth, node.Depth, depth);
            if (seen == depth)
            {
                break;
            }

            depth = seen;
        }

        return true;
    }

    private bool ShouldStop()
    {
        if (_stop)
        {
            return true;
        }

        if (_cancellation.IsCancellationRequested)
        {
            Stop(UnknownReason.Cancelled);
        }
        else if (_options.TimeLimit is { } limit && _clock.Elapsed >= limit)
        {
            Stop(UnknownReason.TimeLimit);
        }

        return _stop;
    }

    /// <summary>Ends the search; what ends it is the reason, whatever single boxes were given up for before.</summary>
    private void Stop(UnknownReason reason)
    {
        lock (_resultLock)
        {
            if (!_stop)
            {
                _reason = reason;
            }

            _stop = true;
        }
    }

    private void GiveUp(UnknownReason reason)
    {
        lock (_resultLock)
        {
            if (_reason == UnknownReason.None)
            {
                _reason = reason;
            }
        }
    }

    private void Report(Counterexample counterexample)
    {
        lock (_resultLock)
        {
            _counterexample ??= counterexample;
        }

        _stop = true;
    }

    private VerificationProgress Progress()
    {
        lock (_resultLock)
        {
            return new VerificationProgress(_clock.Elapsed, Interlocked.Read(ref _boxes), Math.Max(0, Interlocked.Read(ref _pending)), _proved, _depth);
        }
    }

    private VerificationResult Result(Verdict verdict) => new()
    {
        Verdict = verdict,
        PropertyName = _property.Name,
        Arithmetic = _options.Arithmetic,
        Elapsed = _clock.Elapsed,
        Boxes = Interlocked.Read(ref _boxes),
        Depth = _depth,
    };
}
