using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NetCompile.Certificates;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;

namespace NetCompile.Verification;

/// <summary>Runs the search on several threads: each works on its own nodes, the least bounded first, and hands its next ones to a thread that has none.</summary>
/// <remarks>With one thread the order, and so the count of nodes, is deterministic.</remarks>
internal sealed class SearchEngine
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>What the open nodes of all threads together may hold before the search goes depth first.</summary>
    private const long FrontierMemory = 1L << 30;

    /// <summary>Up to this many inputs their box is split; beyond, cutting single inputs gains too little.</summary>
    private const int MaxInputsToSplit = 20;

    private readonly NetworkRunner _runner;
    private readonly VerificationProperty _property;
    private readonly VerificationOptions _options;
    private readonly SearchControl _control;
    private readonly ConcurrentQueue<SearchNode> _shared = new();
    private readonly PhaseProblems _phaseProblems = new();
    private int _waiting;

    public SearchEngine(
        NetworkRunner runner, VerificationProperty property, VerificationOptions options, IProgress<VerificationProgress>? progress, CancellationToken cancellation)
    {
        _runner = runner;
        _property = property;
        _options = options;
        _control = new SearchControl(options, progress, cancellation);
    }

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

        Dictionary<int, ProofNode>? proof = _options.RecordProof ? problems.ToDictionary(p => p.Index, _ => new ProofNode()) : null;
        foreach (CaseProblem problem in problems)
        {
            _control.Add();
            _shared.Enqueue(Root(problem, 1.0 / problems.Count, proof?[problem.Index]));
        }

        RunThreads();
        if (_control.Failure is { } failure)
        {
            throw new InvalidOperationException($"The verification engine failed: {failure.Message}", failure);
        }

        _control.ReportProgress();
        if (_control.Counterexample is { } counterexample)
        {
            return Result(Verdict.Violated) with { Counterexample = counterexample };
        }

        // Holds only if nothing is left: no node pending, none given up, no stop.
        return _control.Reason == UnknownReason.None && _control.Pending == 0 && !_control.IsStopped
            ? Result(Verdict.Holds) with { Proof = proof }
            : Result(Verdict.Unknown) with { Reason = _control.Reason };
    }

    private bool SplitsPhases => _options.Branching switch
    {
        Branching.Input => false,
        Branching.Relu => true,
        _ => _runner.Model.InputCount > MaxInputsToSplit && _runner.Model.Operators.Any(o => o is ReluOperator or LeakyReluOperator),
    };

    private SearchNode Root(CaseProblem problem, double share, ProofNode? proof) => SplitsPhases
        ? new PhaseNode { Case = problem, Lower = problem.Box.Lower, Upper = problem.Box.Upper, Share = share, Proof = proof }
        : new BoxNode
        {
            Case = problem,
            Lower = problem.Box.Lower,
            Upper = problem.Box.Upper,
            Open = [.. Enumerable.Range(0, problem.Specification.Conjunctions.Length)],
            Share = share,
            Proof = proof,
        };

    private void RunThreads()
    {
        List<Thread> workers = [];
        try
        {
            for (int index = 1; index < _control.Threads; index++)
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
            _control.Abandon();
            throw;
        }
        finally
        {
            workers.ForEach(worker => worker.Join());
        }
    }

    private void Work(int index)
    {
        try
        {
            using BoundsWorkspace workspace = new(_runner, _options.Arithmetic), gradients = new(_runner, _options.Arithmetic);
            BoxBounds.Prepare(workspace);
            BoxBounds.Prepare(gradients);
            workspace.ShouldStop = _control.ShouldStop;
            Attack? attack = _options.UseAttacks ? new(_runner, _property, gradients, new Random(_options.Seed + index), _control.ShouldStop) : null;
            using INodeSolver solver = SplitsPhases ? new PhaseSolver(workspace, attack, _control, _phaseProblems) : new BoxSolver(workspace, attack);
            Search(solver, reports: index == 0);
        }
        catch (Exception e)
        {
            // Reported by Run on the calling thread, once all workers have ended.
            _control.Fail(e);
        }
    }

    private void Search(INodeSolver solver, bool reports)
    {
        Frontier own = new(FrontierMemory / _control.Threads);
        List<SearchNode> batch = [];
        NodeOutcome[] outcomes = new NodeOutcome[solver.BatchSize];
        TimeSpan nextReport = s_progressInterval;
        while (!_control.ShouldStop())
        {
            if (reports && _control.Elapsed >= nextReport)
            {
                nextReport = _control.Elapsed + s_progressInterval;
                _control.ReportProgress();
            }

            if (!TryTake(own, out SearchNode? node))
            {
                if (_control.Pending == 0)
                {
                    return;
                }

                continue;
            }

            batch.Clear();
            batch.Add(node);
            while (batch.Count < solver.BatchSize && own.TryPop(out node))
            {
                batch.Add(node);
            }

            if (!batch.TrueForAll(_control.Count))
            {
                return;
            }

            solver.Examine(batch, outcomes, Push);
            for (int i = 0; i < batch.Count; i++)
            {
                if (!Settle(batch[i], outcomes[i], solver))
                {
                    return;
                }
            }

            Share(own, solver.BatchSize);
        }

        void Push(SearchNode child)
        {
            _control.Add();
            own.Push(child);
        }
    }

    /// <summary>Books an outcome; false where it ends the search.</summary>
    private bool Settle(SearchNode node, NodeOutcome outcome, INodeSolver solver)
    {
        switch (outcome)
        {
            case NodeOutcome.Violated:
                _control.Report(solver.Found!);
                return false;
            case NodeOutcome.TooSmall:
                _control.GiveUp(UnknownReason.Precision);
                break;
            case NodeOutcome.Overflowed:
                _control.GiveUp(UnknownReason.NumericalOverflow);
                break;
            case NodeOutcome.Proved:
                _control.Proved(node.Share);
                break;
        }

        _control.Settle();
        return true;
    }

    /// <summary>Hands over nodes while a thread waits for some: at most a batch, and at most half of what this thread has.</summary>
    private void Share(Frontier own, int batchSize)
    {
        if (Volatile.Read(ref _waiting) == 0)
        {
            return;
        }

        for (int given = 0; given < batchSize && own.Count > 1 && given <= own.Count && own.TryPop(out SearchNode? node); given++)
        {
            _shared.Enqueue(node);
        }
    }

    private bool TryTake(Frontier own, [NotNullWhen(true)] out SearchNode? node)
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
        while (!_control.IsStopped && _control.Pending > 0)
        {
            if (_shared.TryDequeue(out node))
            {
                Interlocked.Decrement(ref _waiting);
                return true;
            }

            if (_control.ShouldStop())
            {
                break;
            }

            wait.SpinOnce();
        }

        Interlocked.Decrement(ref _waiting);
        node = null;
        return false;
    }

    private VerificationResult Result(Verdict verdict) => new()
    {
        Verdict = verdict,
        PropertyName = _property.Name,
        Arithmetic = _options.Arithmetic,
        Elapsed = _control.Elapsed,
        Boxes = _control.Examined,
        Depth = _control.Depth,
    };
}
