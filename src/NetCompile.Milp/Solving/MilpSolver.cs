using System.Diagnostics;

namespace NetCompile.Milp;

/// <summary>A solver of mixed-integer programs. Adapters override <see cref="SolveCore"/>; what every solve does around it is here.</summary>
/// <remarks>Thread-safe: one solver may solve several models at once, each model on one thread.</remarks>
public abstract class MilpSolver
{
    /// <summary>A name for results and messages, with the version where it is known.</summary>
    public abstract string Name { get; }

    /// <summary>What it takes as it is.</summary>
    public abstract MilpFeatures Features { get; }

    /// <summary>Solves a model. Indicators and SOS1 sets that the solver lacks are reformulated; the solution is checked against the model, and embedded networks are run at it.</summary>
    /// <param name="model">The model; it must not change meanwhile.</param>
    /// <param name="options">Limits, gaps, log.</param>
    /// <param name="cancellation">Stops the solve: the result then has <see cref="StopReason.Cancelled"/> and the best solution so far, if any. Never an exception.</param>
    /// <exception cref="ArgumentException">The model needs integers, which the solver lacks; or an indicator needs a big-M and a variable of it has no bounds.</exception>
    public MilpSolution Solve(MilpModel model, MilpSolveOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= MilpSolveOptions.Default;
        bool needsIntegers = model.IntegerCount > 0 && !options.RelaxIntegrality;
        if (needsIntegers && !Features.HasFlag(MilpFeatures.Integers))
        {
            throw new ArgumentException($"{Name} solves linear programs only; '{model.Name}' has {model.IntegerCount} integer variables. Relax them with RelaxIntegrality, or choose another solver.", nameof(options));
        }

        MilpFeatures kept = options.RelaxIntegrality ? Features & ~(MilpFeatures.Indicators | MilpFeatures.Sos1) : Features;
        MilpModel prepared = Reformulation.For(model, kept, dropSos1: options.RelaxIntegrality);
        Stopwatch watch = Stopwatch.StartNew();
        MilpSolution solution = cancellation.IsCancellationRequested
            ? new MilpSolution { Status = MilpStatus.Unknown, StopReason = StopReason.Cancelled, Solver = Name }
            : SolveCore(prepared, options, cancellation);
        return SolutionReview.Complete(model, options, solution with { Seconds = watch.Elapsed.TotalSeconds });
    }

    /// <summary>Solves a model that has only features of <see cref="Features"/>. <see cref="MilpSolution.Values"/> are needed; objective, violations, discrepancies and seconds are filled in by the caller.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Limits, gaps, log.</param>
    /// <param name="cancellation">Stops the solve.</param>
    protected abstract MilpSolution SolveCore(MilpModel model, MilpSolveOptions options, CancellationToken cancellation);
}
