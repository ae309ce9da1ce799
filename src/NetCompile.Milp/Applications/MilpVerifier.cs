using System.Collections.Immutable;
using System.Diagnostics;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>Decides a property by mixed-integer programs, one for each conjunction of each case: a second opinion beside the engine, and by how much a property holds or fails.</summary>
/// <remarks>
/// A conjunction is refuted where its greatest margin is proved to be below 0, with a bound rebuilt from dual solutions and, for float32, an encoding that contains every rounding. A solver's own bound makes it only
/// <see cref="ConjunctionState.ClaimedRefuted"/>. Bounds given as <see cref="TighteningOptions.Known"/> are taken on trust. A solution counts as a counterexample after the forward pass, run at the nearest float32 input, met the conjunction exactly.
/// </remarks>
public static class MilpVerifier
{
    /// <summary>A solver's bound must be this far below 0 for a claim: within its tolerances the sign says nothing.</summary>
    private const double ClaimTolerance = 1e-6;

    /// <summary>Decides a property.</summary>
    /// <param name="runner">The network.</param>
    /// <param name="property">The property.</param>
    /// <param name="options">Formulation, bounds, solvers, limits.</param>
    /// <param name="progress">Told before each step.</param>
    /// <param name="cancellation">Stops: what is found by then is returned. Never an exception.</param>
    /// <exception cref="ArgumentException">The property is not about this network, an input has no finite range, a float32 overflow cannot be excluded, a solver is missing, or known bounds are not proved.</exception>
    public static MilpVerification Verify(
        NetworkRunner runner, VerificationProperty property, MilpVerificationOptions options, IProgress<MilpVerificationProgress>? progress = null, CancellationToken cancellation = default)
    {
        Stopwatch watch = Stopwatch.StartNew();
        PropertyCheck.Require(runner.Model, property);
        runner.Guard?.Require(property);
        if (options.LinearSolver is null && (options.Solver is null || options.ProvesClaims))
        {
            throw new ArgumentException("A proof needs LinearSolver: the branch and bound solves linear programs with it.", nameof(options));
        }

        if (options.Tightening.Known is { IsProved: false })
        {
            throw new ArgumentException("Some of the known bounds are stated, not proved: nothing proved with them would hold. Leave them out.", nameof(options));
        }

        int total = property.Cases.Sum(c => c.Unsafe.Length);
        ImmutableArray<MilpConjunction>.Builder conjunctions = ImmutableArray.CreateBuilder<MilpConjunction>();
        ImmutableArray<NeuronBounds>.Builder bounds = ImmutableArray.CreateBuilder<NeuronBounds>();
        bool isVacuous = property.IsRegionEmpty || property.Cases.Length > 0;
        for (int c = 0; c < property.Cases.Length; c++)
        {
            if (InputBox.Create(property.Cases[c].Region) is not { } box)
            {
                continue;
            }

            isVacuous = false;
            progress?.Report(new MilpVerificationProgress(conjunctions.Count, total, "bounds of pre-activations", watch.Elapsed.TotalSeconds));
            TighteningResult tightened = Tighten(runner, box, options, Left(options, watch), cancellation);
            bounds.Add(tightened.Bounds);
            if (cancellation.IsCancellationRequested || watch.Elapsed >= options.TimeLimit)
            {
                // Bounds that were not finished may be infinite, and there is no time to use them.
                return new MilpVerification
                {
                    Verdict = Verdict.Unknown, Reason = cancellation.IsCancellationRequested ? "cancelled" : "the time limit ended the bounding of pre-activations",
                    IsCancelled = cancellation.IsCancellationRequested, IsTimeout = !cancellation.IsCancellationRequested, Arithmetic = options.Arithmetic, Conjunctions = conjunctions.ToImmutable(),
                    Bounds = bounds.ToImmutable(), Seconds = watch.Elapsed.TotalSeconds,
                };
            }

            for (int k = 0; k < property.Cases[c].Unsafe.Length; k++)
            {
                progress?.Report(new MilpVerificationProgress(conjunctions.Count, total, $"case {c}, conjunction {k}", watch.Elapsed.TotalSeconds));
                (MilpConjunction conjunction, Counterexample? counterexample) = Decide(runner, property, c, k, box, tightened, options, watch, cancellation);
                conjunctions.Add(conjunction);
                if (counterexample is not null)
                {
                    return new MilpVerification
                    {
                        Verdict = Verdict.Violated, Arithmetic = options.Arithmetic, Counterexample = counterexample, Conjunctions = conjunctions.ToImmutable(), Bounds = bounds.ToImmutable(),
                        Seconds = watch.Elapsed.TotalSeconds,
                    };
                }
            }
        }

        return Conclude(conjunctions.ToImmutable(), options, isVacuous, watch.Elapsed.TotalSeconds) with { Bounds = bounds.ToImmutable() };
    }

    /// <summary>Builds the models without solving them, to be written to files or solved elsewhere.</summary>
    /// <inheritdoc cref="Verify"/>
    public static IEnumerable<MilpQuestion> Questions(NetworkRunner runner, VerificationProperty property, MilpVerificationOptions options, CancellationToken cancellation = default)
    {
        PropertyCheck.Require(runner.Model, property);
        for (int c = 0; c < property.Cases.Length; c++)
        {
            if (InputBox.Create(property.Cases[c].Region) is { } box)
            {
                TighteningResult tightened = Tighten(runner, box, options, options.TimeLimit, cancellation);
                cancellation.ThrowIfCancellationRequested();
                for (int k = 0; k < property.Cases[c].Unsafe.Length; k++)
                {
                    yield return MilpQuestion.Build(runner, property, c, k, tightened.Bounds, Encoding(options));
                }
            }
        }
    }

    private static EncodingOptions Encoding(MilpVerificationOptions options) => new() { Encoding = options.Encoding, Arithmetic = options.Arithmetic };

    private static TimeSpan? Left(MilpVerificationOptions options, Stopwatch watch) =>
        options.TimeLimit is not { } limit ? null : limit > watch.Elapsed ? limit - watch.Elapsed : TimeSpan.FromMilliseconds(1);

    private static TighteningResult Tighten(NetworkRunner runner, InputBox box, MilpVerificationOptions options, TimeSpan? left, CancellationToken cancellation)
    {
        TighteningOptions tightening = options.Tightening with { Arithmetic = options.Arithmetic, Solver = options.Tightening.Solver ?? options.LinearSolver };
        tightening = left is { } limit && !(tightening.TimeLimit < limit) ? tightening with { TimeLimit = limit } : tightening;
        return BoundTightening.Compute(runner, box.Lower, box.Upper, tightening, cancellation: cancellation);
    }

    private static (MilpConjunction Conjunction, Counterexample? Counterexample) Decide(
        NetworkRunner runner, VerificationProperty property, int @case, int index, InputBox box, TighteningResult tightened, MilpVerificationOptions options, Stopwatch watch,
        CancellationToken cancellation)
    {
        MilpQuestion question = MilpQuestion.Build(runner, property, @case, index, tightened.Bounds, Encoding(options));
        if (options.LinearSolver is { } linear)
        {
            CutRounds.Add(question.Model, question.Network.Separators, linear, cancellation: cancellation);
        }

        MilpSolution solution = Solve(question, options.Solver ?? Proving(question, options), options, watch, cancellation);
        Counterexample? counterexample = Confirm(runner, property, question, solution, box);
        ConjunctionState state = counterexample is null ? StateOf(question, solution) : ConjunctionState.Met;
        if (state == ConjunctionState.ClaimedRefuted && options.ProvesClaims)
        {
            solution = Solve(question, Proving(question, options), options, watch, cancellation);
            counterexample = Confirm(runner, property, question, solution, box);
            ConjunctionState proved = counterexample is null ? StateOf(question, solution) : ConjunctionState.Met;
            state = proved == ConjunctionState.Open ? ConjunctionState.ClaimedRefuted : proved;
        }

        MilpModel model = question.Model;
        EncodedNetwork network = question.Network;
        return (new MilpConjunction(
            @case, index, state, solution, model.RowCount, model.ColumnCount, model.IntegerCount, network.UnstableCount, network.StablyActiveCount, network.StablyInactiveCount,
            tightened.Seconds, question.BuildSeconds, state == ConjunctionState.Open ? ReasonOf(question, solution) : ""), counterexample);
    }

    private static BranchAndBoundSolver Proving(MilpQuestion question, MilpVerificationOptions options) =>
        new(options.LinearSolver!, new BranchAndBoundOptions { Completion = question.Complete });

    private static MilpSolution Solve(MilpQuestion question, MilpSolver solver, MilpVerificationOptions options, Stopwatch watch, CancellationToken cancellation) => solver.Solve(
        question.Model,
        new MilpSolveOptions { TimeLimit = Left(options, watch), Threads = options.Threads, Log = options.Log },
        cancellation);

    // The bound decides, and who gave it. That nothing is feasible is never true: every input of the box is a point of the model.
    private static ConjunctionState StateOf(MilpQuestion question, MilpSolution solution)
    {
        bool isBelow = question.IsStrict ? solution.Bound <= 0 : solution.Bound < 0;
        if (solution.Status is MilpStatus.Infeasible or MilpStatus.Unbounded)
        {
            return ConjunctionState.Open;
        }

        return !isBelow ? ConjunctionState.Open
            : solution.IsBoundProved ? ConjunctionState.Refuted
            : solution.StopReason == StopReason.Completed && solution.Bound < -ClaimTolerance ? ConjunctionState.ClaimedRefuted
            : ConjunctionState.Open;
    }

    private static string ReasonOf(MilpQuestion question, MilpSolution solution) => solution.StopReason switch
    {
        StopReason.TimeLimit => "the time limit ended the search",
        StopReason.NodeLimit => "the limit on nodes ended the search",
        StopReason.Cancelled => "cancelled",
        StopReason.Failure => solution.Message,
        _ when solution.Status is MilpStatus.Infeasible or MilpStatus.Unbounded => $"{solution.Solver} calls the model {solution.Status.ToString().ToLowerInvariant()}, which it cannot be: numerical trouble",
        _ when !question.Network.IsExact => "the encoding is a relaxation, and its optimum is no counterexample",
        _ when solution.Bound < 0 => $"the bound {solution.Bound:G6} is below 0 by no more than the solver's tolerances",
        _ => $"the solver's optimum {solution.Objective:G6} is not confirmed by the forward pass: the property holds or fails by rounding only",
    };

    private static Counterexample? Confirm(NetworkRunner runner, VerificationProperty property, MilpQuestion question, MilpSolution solution, InputBox box)
    {
        if (!solution.HasSolution || solution[question.Margin] < -ClaimTolerance * Math.Max(1, Math.Abs(question.Margin.Lower)))
        {
            return null;
        }

        float[] input = new float[question.Network.Inputs.Count], output = new float[question.Network.Outputs.Count];
        for (int j = 0; j < input.Length; j++)
        {
            input[j] = Math.Clamp((float)solution[question.Network.Inputs[j]], box.FloatLower[j], box.FloatUpper[j]);
        }

        runner.Forward(input, output);
        Counterexample candidate = new([.. input], [.. output], question.Case, box.IsRounded.Any(r => r));
        return CounterexampleCheck.IsConfirmed(property, candidate, box) ? candidate : null;
    }

    private static MilpVerification Conclude(ImmutableArray<MilpConjunction> conjunctions, MilpVerificationOptions options, bool isVacuous, double seconds)
    {
        MilpConjunction? open = conjunctions.FirstOrDefault(c => c.State == ConjunctionState.Open), claimed = conjunctions.FirstOrDefault(c => c.State == ConjunctionState.ClaimedRefuted);
        return new MilpVerification
        {
            Verdict = open is null && claimed is null ? Verdict.Holds : Verdict.Unknown,
            Claimant = open is null ? claimed?.Solution.Solver : null,
            Reason = open is not null ? open.Reason : claimed is not null ? $"{claimed.Solution.Solver} says that it holds, which is not proved" : "",
            IsVacuous = isVacuous,
            IsTimeout = conjunctions.Any(c => c.State == ConjunctionState.Open && c.Solution.StopReason == StopReason.TimeLimit),
            IsCancelled = conjunctions.Any(c => c.State == ConjunctionState.Open && c.Solution.StopReason == StopReason.Cancelled),
            Arithmetic = options.Arithmetic,
            Conjunctions = conjunctions,
            Seconds = seconds,
        };
    }
}
