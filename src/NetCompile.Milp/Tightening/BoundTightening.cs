using System.Diagnostics;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>
/// Proves bounds on the pre-activations and outputs of a network over a box: by propagation, by linear programs and by branch and bound over the encoding of the layers before each neuron. Tighter bounds give smaller big-Ms and
/// more stable neurons, which need no binary.
/// </summary>
/// <remarks>Which method to use when, what each costs, and why every bound is sound: README.md beside this file.</remarks>
public static class BoundTightening
{
    /// <inheritdoc cref="Compute(NetworkRunner, ReadOnlySpan{double}, ReadOnlySpan{double}, TighteningOptions, IProgress{TighteningProgress}, CancellationToken)"/>
    /// <param name="model">The network.</param>
    /// <param name="lower">Lower ends of the box, one for each input; finite.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="options">Choices.</param>
    /// <param name="progress">Told after each neuron that a linear program or a search was solved for, and after each method.</param>
    /// <param name="cancellation">Stops; what is proved by then is returned.</param>
    public static TighteningResult Compute(
        NetworkModel model, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, TighteningOptions? options = null, IProgress<TighteningProgress>? progress = null,
        CancellationToken cancellation = default) =>
        Compute(model, null, lower, upper, options ?? TighteningOptions.Default, progress, cancellation);

    /// <summary>Proves bounds over a box.</summary>
    /// <param name="runner">The network; the bounds are of <see cref="NetworkRunner.Model"/>.</param>
    /// <param name="lower">Lower ends of the box, one for each input; finite.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="options">Choices.</param>
    /// <param name="progress">Told after each neuron that a linear program or a search was solved for, and after each method.</param>
    /// <param name="cancellation">Stops; what is proved by then is returned.</param>
    /// <returns>Bounds, sound whatever the reason to stop; and whether the region was proved empty.</returns>
    /// <exception cref="ArgumentException">
    /// The box has another number of inputs, an end is not finite or ends are in the wrong order; constraints or known bounds do not fit; a method needs a solver and there is none; the network has maxima and is to be
    /// bounded for float32, where it runs lowered; or a big-M would be infinite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The network was specialised to a region, which the box leaves.</exception>
    public static TighteningResult Compute(
        NetworkRunner runner, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, TighteningOptions? options = null, IProgress<TighteningProgress>? progress = null,
        CancellationToken cancellation = default) =>
        Compute(runner.Model, runner, lower, upper, options ?? TighteningOptions.Default, progress, cancellation);

    private static TighteningResult Compute(
        NetworkModel model, NetworkRunner? runner, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, TighteningOptions options, IProgress<TighteningProgress>? progress,
        CancellationToken cancellation)
    {
        Check(model, lower, upper, options);
        runner?.Guard?.Require(lower.ToArray(), upper.ToArray());
        long started = Stopwatch.GetTimestamp();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (options.TimeLimit is { } limit)
        {
            stop.CancelAfter(limit);
        }

        TighteningRun run = new(model, runner, lower.ToArray(), upper.ToArray(), options, progress, stop.Token);
        run.Execute();
        return run.Result(cancellation.IsCancellationRequested ? StopReason.Cancelled : StopReason.TimeLimit) with { Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
    }

    private static void Check(NetworkModel model, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, TighteningOptions options)
    {
        if (lower.Length != model.InputCount || upper.Length != model.InputCount)
        {
            throw new ArgumentException($"'{model.Name}' has {model.InputCount} inputs; the box has {lower.Length} lower and {upper.Length} upper ends.", nameof(lower));
        }

        for (int j = 0; j < lower.Length; j++)
        {
            if (!double.IsFinite(lower[j]) || !double.IsFinite(upper[j]) || lower[j] > upper[j])
            {
                throw new ArgumentException($"Input {j} has the range [{lower[j]}, {upper[j]}]; both ends must be finite and the lower one at most the upper one.", nameof(lower));
            }
        }

        if (options.Method >= TighteningMethod.Lp && options.Solver is null)
        {
            throw new ArgumentException($"The method {options.Method} solves linear programs and needs a solver: set {nameof(TighteningOptions.Solver)}.", nameof(options));
        }

        if (options.Method == TighteningMethod.Milp && options.Encoding is { IsExact: false } relaxation)
        {
            throw new ArgumentException($"The encoding '{relaxation.Name}' is a relaxation without phases; the method {options.Method} needs an exact one.", nameof(options));
        }

        if (options.Horizon is < 1)
        {
            throw new ArgumentException($"The horizon is {options.Horizon}; it must be at least 1 layer.", nameof(options));
        }

        if (options.Arithmetic == Arithmetic.Float32 && model.Operators.Any(o => o is MaximumOperator))
        {
            throw new ArgumentException(
                $"'{model.Name}' has maxima, and its float32 forward pass runs with ReLUs in their place ({nameof(LowerMaximumPass)}), rounded otherwise. Bound the model of its {nameof(NetworkRunner)}, or the real network.", nameof(options));
        }

        options.Constraints.Check(model.InputCount);
        if (options.Known is { } known)
        {
            NeuronBoundsCheck.Applies(known, model, lower, upper, options.Arithmetic, options.Constraints, nameof(options));
        }
    }
}
