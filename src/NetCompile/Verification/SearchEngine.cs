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
    /// <summary>Up to this many inputs their box is split; beyond, cutting single inputs gains too little.</summary>
    public const int MaxInputsToSplit = 20;

    private readonly NetworkRunner _runner;
    private readonly VerificationProperty _property;
    private readonly VerificationOptions _options;
    private readonly SearchControl _control;
    private readonly NodePool _pool = new();
    private readonly PhaseProblems _phaseProblems = new();
    private readonly SearchWorker[] _workers;
    private readonly SnapshotPoint? _snapshots;
    private readonly ProgressReporter _progress;
    private readonly HeapGuard _heap;
    private TimeSpan _nextSnapshot;

    public SearchEngine(
        NetworkRunner runner, VerificationProperty property, VerificationOptions options, IProgress<VerificationProgress>? progress, CancellationToken cancellation)
    {
        _runner = runner;
        _property = property;
        _options = options;
        _control = new SearchControl(options, cancellation);
        _snapshots = options.OnCheckpoint is null ? null : new SnapshotPoint(_control.Threads, TakeSnapshot);
        _workers = [.. Enumerable.Range(0, _control.Threads).Select(_ => new SearchWorker(_control, _pool, _snapshots))];
        _progress = new ProgressReporter(_control, _workers, progress);
        _heap = new HeapGuard(_control.Memory.Limit);
        _nextSnapshot = options.CheckpointInterval;
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
        if (_options.ResumeFrom is { } checkpoint)
        {
            Resume(checkpoint, problems);
        }
        else
        {
            foreach (CaseProblem problem in problems)
            {
                _control.Add();
                _pool.Add(Root(problem, 1.0 / problems.Count, proof?[problem.Index]));
            }
        }

        using (_snapshots)
        {
            RunThreads();
        }

        if (_control.Failure is null)
        {
            // Where a thread failed it may have been by this very call, and a counterexample must get through.
            _progress.Report();
        }

        return _control.Conclude() switch
        {
            Verdict.Violated => Result(Verdict.Violated) with { Counterexample = _control.Counterexample },
            Verdict.Holds => Result(Verdict.Holds) with { Proof = proof },
            _ => Result(Verdict.Unknown) with
            {
                Reason = _control.Reason,
                Checkpoint = _options.KeepCheckpoint && _control.Pending > 0 ? FinalCheckpoint() : null,
            },
        };
    }

    private bool SplitsPhases => (_options.ResumeFrom?.Branching ?? _options.Branching) switch
    {
        Branching.Input => false,
        Branching.Relu => true,
        _ when _options.Heuristic.Splits() != Branching.Automatic => _options.Heuristic.Splits() == Branching.Relu,
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
            // A thread could not be started: those that were must not search on behind the caller's back, nor wait for those that were not.
            _control.Abandon();
            _snapshots?.Leave(_control.Threads - workers.Count);
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
            Attack? attack = _options.UseAttacks ? new(_runner, _property, gradients, new Random(Seed(index)), _control.ShouldStop) { Clock = _control.Clock } : null;
            using INodeSolver solver = SplitsPhases ? new PhaseSolver(workspace, attack, _control, _phaseProblems) : new BoxSolver(workspace, attack, AxisChoice.Of(_options.Heuristic));
            _workers[index].Run(solver, index == 0 ? DoDuties : null);
        }
        catch (Exception e)
        {
            // Reported by Run on the calling thread, once all workers have ended.
            _control.Fail(e);
        }
        finally
        {
            _snapshots?.Leave(1);
        }
    }

    /// <summary>What one thread does about ten times a second, more often at first.</summary>
    private void DoDuties()
    {
        _progress.Report();
        switch (_heap.Check(_control.Elapsed))
        {
            case HeapAction.Drop:
                _control.Memory.RequestDrop();
                break;
            case HeapAction.Stop:
                _control.Stop(UnknownReason.MemoryLimit);
                break;
        }

        if (_control.Elapsed >= _nextSnapshot)
        {
            _snapshots?.Request();
        }
    }

    /// <summary>The seed of a thread's attack; that of a resumed run differs, or it would try the same points again.</summary>
    private int Seed(int index) => unchecked(_options.Seed + index + (1_000_003 * (_options.ResumeFrom?.Runs ?? 0)));

    /// <summary>Takes the open nodes of a checkpoint up again, dealt out among the threads.</summary>
    private void Resume(VerificationCheckpoint checkpoint, List<CaseProblem> problems)
    {
        List<SearchNode> nodes = checkpoint.ReadNodes(problems.ToDictionary(p => p.Index), _runner.Model);

        // Last first: of two nodes with equal bounds a frontier takes the later one.
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            _control.Add();
            _workers[i % _workers.Length].Push(nodes[i]);
        }
    }

    /// <summary>Runs on some thread while all others wait.</summary>
    private void TakeSnapshot()
    {
        try
        {
            if (!_control.IsStopped && _control.Pending > 0)
            {
                _options.OnCheckpoint!(Checkpoint());
            }
        }
        catch (Exception e)
        {
            _control.Fail(e);
        }

        _nextSnapshot = _control.Elapsed + _options.CheckpointInterval;
    }

    private VerificationCheckpoint FinalCheckpoint()
    {
        if (_control.Reason == UnknownReason.MemoryLimit)
        {
            // Writing needs memory too, and what is dropped is not written anyway.
            foreach (SearchWorker worker in _workers)
            {
                worker.DropOptional();
            }
        }

        return Checkpoint();
    }

    /// <summary>A checkpoint of all open nodes. Only while no thread examines any.</summary>
    private VerificationCheckpoint Checkpoint()
    {
        CheckpointHeader header = new()
        {
            ModelHash = _runner.Model.ContentHash,
            ModelName = _runner.Model.Name,
            PropertyHash = PropertyFingerprint.Of(_property),
            PropertyName = _property.Name,
            Arithmetic = _options.Arithmetic,
            Branching = SplitsPhases ? Branching.Relu : Branching.Input,
            Seed = _options.Seed,
            Runs = (_options.ResumeFrom?.Runs ?? 0) + 1,
            Boxes = _control.Examined,
            ElapsedSeconds = _control.TotalElapsed.TotalSeconds,
            Depth = _control.Depth,
            ProvedFraction = _control.ProvedShare,
            OpenBoxes = 0,
            GivenUp = _control.GivenUp,
        };
        VerificationCheckpoint checkpoint = VerificationCheckpoint.Create(header, _workers.SelectMany(w => w.OpenNodes).Concat(_pool.Nodes));

        // More is possible where memory ran out between two steps, and harmless: some box is then examined twice.
        return checkpoint.OpenBoxes >= _control.Pending
            ? checkpoint
            : throw new InvalidOperationException($"The checkpoint would hold {checkpoint.OpenBoxes} of {_control.Pending} open boxes.");
    }

    private VerificationResult Result(Verdict verdict) => new()
    {
        Verdict = verdict,
        PropertyName = _property.Name,
        Arithmetic = _options.Arithmetic,
        Elapsed = _control.TotalElapsed,
        Boxes = _control.Examined,
        Depth = _control.Depth,
        Work = _control.Clock.Times,
    };
}
