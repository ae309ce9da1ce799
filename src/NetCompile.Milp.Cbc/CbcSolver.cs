using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using NetCompile.Milp.Cbc.Native;

namespace NetCompile.Milp.Cbc;

/// <summary>CBC, the branch-and-cut solver of COIN-OR. A model without integers is solved by CLP.</summary>
/// <remarks>
/// <para>Thread-safe, but CBC 2.10 has global state: solves with integers run one after the other in a process, and a solve that waits for another one counts that time against its limit and can be cancelled meanwhile.</para>
/// <para>Cancellation: the C interface has no interruption. A cut generator looks at the token wherever CBC asks for cuts and, once cancelled, answers with an infeasible cut, so the remaining tree empties at once. The status is
/// then <see cref="MilpStatus.Feasible"/> or <see cref="MilpStatus.Unknown"/>, never optimal or infeasible, and there is no bound. Until CBC first asks for cuts (the first linear relaxation) and within its heuristics it does not
/// react, which on large models is many seconds: give a time limit too, or use <see cref="BranchAndBoundSolver"/> over <see cref="ClpSolver"/>, which stops within a fraction of a second.</para>
/// </remarks>
public sealed class CbcSolver : MilpSolver
{
    // CBC's command parser and its signal handling are global.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    private readonly ClpSolver _clp;

    /// <summary>CBC.</summary>
    /// <exception cref="SolverLibraryException">The library of CBC or CLP is missing; the message says what to install.</exception>
    public CbcSolver()
    {
        // CBC itself needs CLP: loaded first, so that a private folder of both works.
        _clp = new ClpSolver();
        CoinLibraries.Load(CoinLibraries.Cbc);
        Name = "CBC " + Marshal.PtrToStringUTF8(CbcNative.Cbc_getVersion());
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override MilpFeatures Features => MilpFeatures.Integers | MilpFeatures.Hints;

    /// <summary>Whether CBC's preprocessing of integers is used, for solves that cannot be cancelled. Off by default.</summary>
    /// <remarks>The preprocessing of CBC 2.10.8 calls some feasible models infeasible, which other solvers solve and CBC too without it. It pays for models with much redundancy.</remarks>
    public bool UsesPreprocessing { get; init; }

    /// <summary>Whether the libraries are there.</summary>
    /// <param name="reason">Why not, and what to install; empty where they are.</param>
    public static bool IsAvailable(out string reason) => CoinLibraries.IsAvailable(CoinLibraries.Clp, out reason) && CoinLibraries.IsAvailable(CoinLibraries.Cbc, out reason);

    /// <inheritdoc/>
    protected override MilpSolution SolveCore(MilpModel model, MilpSolveOptions options, CancellationToken cancellation)
    {
        if (options.RelaxIntegrality || model.IntegerCount == 0)
        {
            return LinearSolver.Solve(_clp, Name, model, options, cancellation);
        }

        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            if (!OneAtATime.Wait(Milliseconds(options.TimeLimit), cancellation))
            {
                return Nothing(StopReason.TimeLimit);
            }
        }
        catch (OperationCanceledException)
        {
            return Nothing(StopReason.Cancelled);
        }

        try
        {
            return SolveAlone(model, options, watch, cancellation);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private MilpSolution SolveAlone(MilpModel model, MilpSolveOptions options, Stopwatch watch, CancellationToken cancellation)
    {
        ImmutableArray<double> start = HintCompletion.Of(_clp, model, options, options.TimeLimit - watch.Elapsed, cancellation);
        CbcOutcome outcome = Run(model, options, watch, start, ignoreObjective: false, cancellation);
        if (outcome.Status == MilpStatus.Unbounded)
        {
            // The relaxation is unbounded. Whether the program is too depends on whether an integer point exists at all.
            CbcOutcome feasibility = start.IsEmpty ? Run(model, options, watch, start, ignoreObjective: true, cancellation) : outcome;
            outcome = feasibility.Status is MilpStatus.Infeasible or MilpStatus.Unknown ? feasibility with { Bound = double.NaN } : outcome with { Values = [] };
        }

        return new MilpSolution
        {
            Status = outcome.Status,
            StopReason = outcome.Reason,
            Solver = Name,
            Values = outcome.Values,
            Bound = model.IsMaximization ? -outcome.Bound : outcome.Bound,
            Nodes = outcome.Nodes,
            Iterations = outcome.Iterations,
            Message = outcome.Message,
        };
    }

    private CbcOutcome Run(
        MilpModel model, MilpSolveOptions options, Stopwatch watch, ImmutableArray<double> start, bool ignoreObjective, CancellationToken cancellation)
    {
        StopReason? stopped = cancellation.IsCancellationRequested ? StopReason.Cancelled : watch.Elapsed >= options.TimeLimit ? StopReason.TimeLimit : null;
        if (stopped is { } reason)
        {
            return CbcOutcome.Nothing(reason) with { Status = start.IsEmpty ? MilpStatus.Unknown : MilpStatus.Feasible, Values = start };
        }

        using CbcRun run = new(model, options, options.TimeLimit - watch.Elapsed, start, UsesPreprocessing, ignoreObjective, cancellation);
        return run.Solve();
    }

    private MilpSolution Nothing(StopReason reason) => new() { Status = MilpStatus.Unknown, StopReason = reason, Solver = Name };

    private static int Milliseconds(TimeSpan? limit) => limit is { } time && time.TotalMilliseconds < int.MaxValue ? (int)Math.Max(0, time.TotalMilliseconds) : Timeout.Infinite;
}
