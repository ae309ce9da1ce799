using System.Collections.Immutable;
using NetCompile.Runtime;

namespace NetCompile.Milp;

/// <summary>Finds the nearest input that a classifier labels otherwise than a given one: the minimum-norm adversarial example, with a lower bound below which there is none.</summary>
/// <remarks>
/// <para>For each target <c>t</c> the program <c>min ‖x − c‖</c> subject to <c>y_t(x) ≥ y_label(x)</c>, <c>x</c> in the box and no further than the best known (the cutoff, which also bounds the neurons), most
/// promising target first; Tjeng, Xiao and Tedrake, <em>Evaluating Robustness of Neural Networks with Mixed Integer Programming</em> (2019). Where only some labels are targets, <c>y_t</c> must reach every other score too. The engine's attack, and for ℓ1 also a greedy
    /// change of few inputs, gives the first cutoff.</para>
/// <para>At the solver's optimum two scores are equal, so the float32 forward pass may still say the old label: the point is moved out along its ray from the centre until it does not, by up to a hundredth of the distance, or
/// solved again with a small margin between the scores. What is returned is always confirmed by the forward pass; the lower bound is about ties too, which count as another label there.</para>
/// <para>Thread-safe where the solver is.</para>
/// </remarks>
public sealed class MinimumNormSearch
{
    // How far beyond the solver's point, in shares of its distance, before a margin is asked for.
    private static readonly double[] s_shares = [1, 1 + 1e-6, 1 + 1e-5, 1 + 1e-4, 1 + 1e-3, 1 + 1e-2];

    // Margins between the two scores, relative to the label's score (at least 1).
    private static readonly double[] s_margins = [0, 1e-5, 1e-4, 1e-3];

    // New bounds of the neurons pay where the cutoff has shrunk by more than this share.
    private const double Shrinkage = 0.02;

    private readonly NetworkRunner _runner;
    private readonly MilpSolver _solver;
    private readonly MinimumNormOptions _options;

    /// <summary>A search.</summary>
    /// <param name="runner">The classifier: the label is the index of the greatest output.</param>
    /// <param name="solver">Solves the programs. With a <see cref="BranchAndBoundSolver"/> lower bounds are proved; with others they are the solver's claim.</param>
    /// <param name="options">The norm, the encoding, limits.</param>
    /// <exception cref="ArgumentException">The network has one output only, the encoding is a relaxation, or a target is no output.</exception>
    public MinimumNormSearch(NetworkRunner runner, MilpSolver solver, MinimumNormOptions? options = null)
    {
        (_runner, _solver, _options) = (runner, solver, options ?? MinimumNormOptions.Default);
        int outputs = runner.Model.OutputCount;
        if (outputs < 2)
        {
            throw new ArgumentException($"'{runner.Model.Name}' has {outputs} output; a classifier has at least two.", nameof(runner));
        }

        if (!_options.Encoding.Encoding.IsExact)
        {
            throw new ArgumentException($"The encoding '{_options.Encoding.Encoding.Name}' is a relaxation: its points are not the network's. Choose an exact one.", nameof(options));
        }

        if (_options.Targets?.Any(t => t < 0 || t >= outputs) == true)
        {
            throw new ArgumentException($"Targets are outputs from 0 to {outputs - 1}; given were {string.Join(", ", _options.Targets)}.", nameof(options));
        }
    }

    /// <summary>Looks for the nearest input with another label.</summary>
    /// <param name="center">The input to start from, in the box.</param>
    /// <param name="lower">Lower ends of the inputs that are allowed; finite.</param>
    /// <param name="upper">Upper ends.</param>
    /// <param name="cancellation">Stops; what is known by then is returned.</param>
    /// <exception cref="ArgumentException">The counts disagree, an end is not finite, the centre is not in the box, its outputs are not finite, or its label is the only target.</exception>
    public MinimumNormResult Find(ReadOnlySpan<float> center, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, CancellationToken cancellation = default)
    {
        Check(center, lower, upper);
        return new Search(this, center.ToArray(), lower.ToArray(), upper.ToArray()).Run(cancellation);
    }

    private void Check(ReadOnlySpan<float> center, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        int inputs = _runner.Model.InputCount;
        if (center.Length != inputs || lower.Length != inputs || upper.Length != inputs || (_options.Start is { } start && start.Count != inputs))
        {
            throw new ArgumentException($"'{_runner.Model.Name}' has {inputs} inputs; the centre has {center.Length}, the box {lower.Length} and {upper.Length}, the point to start from {_options.Start?.Count ?? inputs}.", nameof(center));
        }

        for (int j = 0; j < inputs; j++)
        {
            if (!double.IsFinite(lower[j]) || !double.IsFinite(upper[j]) || !(lower[j] <= center[j] && center[j] <= upper[j]))
            {
                throw new ArgumentException($"Input {j} of the centre is {center[j]} and its range [{lower[j]}, {upper[j]}]; the range must be finite and contain it.", nameof(center));
            }
        }
    }

    /// <summary>One search: the best so far, and the bounds of the neurons that belong to it.</summary>
    private sealed class Search(MinimumNormSearch owner, float[] center, double[] lower, double[] upper)
    {
        private readonly MinimumNormOptions _options = owner._options;
        private readonly Adversary _adversary = new(owner._runner, center, lower, upper, owner._options.Targets, owner._options.Norm);
        private readonly List<TargetSolve> _solves = [];
        private float[]? _best;
        private double _distance = double.PositiveInfinity, _solved = double.NaN;
        private NeuronBounds? _bounds;
        private double _boundsCutoff;

        public MinimumNormResult Run(CancellationToken cancellation)
        {
            if (!_adversary.Scores.All(float.IsFinite))
            {
                throw new ArgumentException($"At the centre the network gives {string.Join(", ", _adversary.Scores)}: not all are finite, so it has no label.", nameof(center));
            }

            if (Targets().Length == 0)
            {
                throw new ArgumentException($"The centre is labelled {_adversary.Label}, which is the only target: nothing is another label.", nameof(center));
            }

            float[]? start = _options.Start is { } given && Offer([.. given]) ? _best : _adversary.Attack(cancellation);
            foreach (float[]? point in new[] { start, _options.Norm == InputNorm.L1 ? _adversary.Greedy() : null })
            {
                if (point is not null)
                {
                    Offer(_adversary.Shrink(point));
                }
            }

            double bound = double.PositiveInfinity;
            bool isProved = true;
            foreach (int target in Targets())
            {
                TargetSolve solve = Solve(target, cancellation);
                _solves.Add(solve);
                bound = Math.Min(bound, solve.LowerBound);
                isProved &= solve.Solution.IsBoundProved;
            }

            return new MinimumNormResult
            {
                Norm = _options.Norm,
                Label = _adversary.Label,
                Input = _best is null ? [] : [.. _best],
                NewLabel = _best is null ? -1 : _adversary.NewLabel(_best),
                Distance = _distance,
                SolvedDistance = _solved,
                LowerBound = Math.Min(bound, _distance),
                IsBoundProved = isProved,
                Arithmetic = _options.Encoding.Arithmetic,
                Solves = [.. _solves],
            };
        }

        // The label that the best point so far has, then by score: what comes early and is near makes the rest cheap.
        private int[] Targets()
        {
            int first = _best is null ? -1 : _adversary.NewLabel(_best);
            return [.. Enumerable.Range(0, _adversary.Scores.Length).Where(_adversary.IsTarget).OrderBy(t => t == first ? 0 : 1).ThenByDescending(t => _adversary.Scores[t])];
        }

        private TargetSolve Solve(int target, CancellationToken cancellation)
        {
            bool isWhole = double.IsPositiveInfinity(_distance);
            double cutoff = isWhole ? Reach() : _distance;
            NeuronBounds? bounds = cancellation.IsCancellationRequested ? null : Bounds(cutoff, cancellation);
            if (bounds is null || cancellation.IsCancellationRequested)
            {
                // Bounds that were cut short may be infinite, which no big-M is.
                return new TargetSolve(target, cutoff, 0, new MilpSolution { Status = MilpStatus.Unknown, StopReason = StopReason.Cancelled, Solver = owner._solver.Name });
            }

            // Any other label is as good as the target, so it has to beat the centre's only, unless some labels do not count.
            IEnumerable<int> rivals = _options.Targets is null ? [_adversary.Label] : Enumerable.Range(0, _adversary.Scores.Length).Where(k => k != target);
            NormProgram program = new(owner._runner, bounds, center, _options.Norm, cutoff, rivals, target, _options.Encoding);
            if (_best is not null && _adversary.NewLabel(_best) == target)
            {
                program.SetHint(_best);
            }

            MilpSolution first = owner._solver.Solve(program.Model, _options.Solve, cancellation);
            Confirm(program, first, cancellation);
            double bound = first.Status == MilpStatus.Infeasible ? (isWhole ? double.PositiveInfinity : cutoff) : Math.Clamp(first.Bound, 0, cutoff);
            return new TargetSolve(target, cutoff, double.IsNaN(bound) ? 0 : bound, first);
        }

        private void Confirm(NormProgram program, MilpSolution solution, CancellationToken cancellation)
        {
            double scale = Math.Max(1, Math.Abs(_adversary.Scores[_adversary.Label]));
            foreach (double margin in s_margins)
            {
                if (margin > 0)
                {
                    program.SetMargin(margin * scale);
                    solution = owner._solver.Solve(program.Model, _options.Solve, cancellation);
                }

                if (!solution.HasSolution)
                {
                    return;
                }

                _solved = margin == 0 && !(_solved <= solution.Objective) ? solution.Objective : _solved;
                double[] point = program.Point(solution);
                foreach (double share in s_shares)
                {
                    float[] moved = _adversary.OnRay(point, share);
                    if (Offer(moved))
                    {
                        // The share that was enough may be far more than was needed.
                        Offer(_adversary.Shrink(moved));
                        return;
                    }
                }
            }
        }

        // Whether a point has another label; it becomes the best where it is nearer.
        private bool Offer(float[] point)
        {
            for (int j = 0; j < point.Length; j++)
            {
                if (!(lower[j] <= point[j] && point[j] <= upper[j]))
                {
                    return false;
                }
            }

            if (_adversary.NewLabel(point) < 0)
            {
                return false;
            }

            double distance = _adversary.Distance(point);
            (_best, _distance) = distance < _distance ? (point, distance) : (_best, _distance);
            return true;
        }

        // The distance of the farthest corner.
        private double Reach()
        {
            IEnumerable<double> changes = Enumerable.Range(0, center.Length).Select(j => Math.BitIncrement(Math.Max(upper[j] - center[j], center[j] - lower[j])));
            return _options.Norm == InputNorm.L1 ? changes.Sum() * (1 + 1e-12) : changes.Max();
        }

        private NeuronBounds Bounds(double cutoff, CancellationToken cancellation)
        {
            if (_bounds is not null && cutoff > (1 - Shrinkage) * _boundsCutoff)
            {
                return _bounds;
            }

            double[] low = new double[center.Length], high = new double[center.Length];
            for (int j = 0; j < low.Length; j++)
            {
                low[j] = Math.Max(lower[j], Math.BitDecrement(center[j] - cutoff));
                high[j] = Math.Min(upper[j], Math.BitIncrement(center[j] + cutoff));
            }

            InputConstraints ball = _options.Norm == InputNorm.L1 ? new InputConstraints([], new L1Ball([.. center.Select(v => (double)v)], cutoff)) : InputConstraints.None;
            TighteningResult result = BoundTightening.Compute(
                owner._runner, low, high, _options.Tightening with { Arithmetic = _options.Encoding.Arithmetic, Constraints = ball, Known = null }, cancellation: cancellation);
            (_bounds, _boundsCutoff) = (result.Bounds, cutoff);
            return _bounds;
        }
    }
}
