using NetCompile.Propagation;
using NetCompile.Runtime;

namespace NetCompile.Verification;

/// <summary>Projected sign-gradient descent from several points at once, each towards a conjunction of its own. One per thread.</summary>
/// <remarks>
/// A step goes a share of each input's range against the sign of the gradient: steepest in the maximum norm, in which regions are boxes. The step is cut, and the
/// descent goes on from its best point, when it no longer improves. A network most of whose neurons are off in the region has a flat gradient that leads nowhere;
/// a surrogate gradient, which gives inactive ReLUs a random slope above zero, sees what they would do once on.
/// </remarks>
internal sealed unsafe class GradientDescent(NetworkRunner runner, Random random, Func<bool> shouldStop)
{
    /// <summary>Points that descend together.</summary>
    public const int Size = PointBatch.Size;

    /// <summary>The share of the steps that follow the surrogate gradient, for points that ask for it.</summary>
    private const double SurrogateShare = 0.5;

    /// <summary>Steps without a new best value after which the step is cut.</summary>
    private const int Patience = 3;
    private const double StepCut = 0.5;

    /// <summary>Below this relative margin the float32 forward pass is asked; rounding is far smaller in all but ill-conditioned networks, whose ends are asked anyway.</summary>
    private const double Near = 1e-4;

    private readonly PointBatch _batch = new(runner);
    private readonly Descent[] _descents = [.. Enumerable.Range(0, Size).Select(_ => new Descent(runner.Model.InputCount))];
    private int _count;

    /// <summary>Whether no further point can be added before the next <see cref="Run"/>.</summary>
    public bool IsFull => _count == Size;

    /// <summary>Adds a starting point for the next run.</summary>
    /// <param name="point"><c>[InputCount]</c>, in the region.</param>
    /// <param name="conjunction">The conjunction to meet; −1: at each step the one that is nearest.</param>
    /// <param name="useSurrogate">Whether the first half of the steps follows the surrogate gradient.</param>
    public void Add(ReadOnlySpan<float> point, int conjunction, bool useSurrogate = false) =>
        _descents[_count++].Start(point, conjunction, useSurrogate ? random.NextDouble() : 0);

    /// <summary>Descends from the added points within the case's region and forgets them.</summary>
    /// <param name="problem">The case.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="step">The first step, as a share of each input's range.</param>
    /// <param name="isCounterexample">Decides about a point; asked wherever a counterexample is likely, and where each descent was best.</param>
    /// <returns>Whether a point was a counterexample.</returns>
    public bool Run(CaseProblem problem, int steps, double step, Func<float[], bool> isCounterexample)
    {
        int count = _count;
        _count = 0;
        for (int i = 0; i < count; i++)
        {
            _descents[i].Step = step;
            _batch.InactiveSlope[i] = _descents[i].SurrogateSlope;
        }

        for (int s = 0; s <= steps && count > 0 && !shouldStop(); s++)
        {
            Evaluate(count);
            _batch.BeginGradients();
            for (int i = 0; i < count; i++)
            {
                Descent descent = _descents[i];
                double margin = Target(problem.Specification, i, descent.Conjunction, out int conjunction, out int row, out double magnitude);
                if (margin <= Near * magnitude && isCounterexample(descent.Point))
                {
                    return true;
                }

                descent.Record(margin);
                if (row >= 0)
                {
                    Seed(problem.Specification, i, conjunction, row, s);
                }
            }

            if (s == steps)
            {
                break;
            }

            if (s == (int)(SurrogateShare * steps))
            {
                for (int i = 0; i < count; i++)
                {
                    _descents[i].EndSurrogate();
                    _batch.InactiveSlope[i] = 0;
                }
            }

            _batch.Differentiate(count);
            for (int i = 0; i < count; i++)
            {
                _descents[i].Move(problem.Box, _batch.Gradients(0) + ((long)i * _batch.Tables.Stride[0]));
            }
        }

        for (int i = 0; i < count; i++)
        {
            if (isCounterexample(_descents[i].Best))
            {
                return true;
            }
        }

        return false;
    }

    private void Evaluate(int count)
    {
        int stride = _batch.Tables.Stride[0];
        for (int i = 0; i < count; i++)
        {
            double* x = _batch.Values(0) + ((long)i * stride);
            float[] point = _descents[i].Point;
            for (int j = 0; j < point.Length; j++)
            {
                x[j] = point[j];
            }
        }

        _batch.Evaluate(count);
    }

    /// <summary>How far point <paramref name="i"/> is from meeting its conjunction, the row that is farthest from it, and the magnitude of that row's terms.</summary>
    private double Target(Specification specification, int i, int wanted, out int conjunction, out int row, out double magnitude)
    {
        double best = double.PositiveInfinity;
        conjunction = row = -1;
        magnitude = 0;
        int first = Math.Max(wanted, 0), end = wanted < 0 ? specification.Conjunctions.Length : wanted + 1;
        for (int c = first; c < end; c++)
        {
            double worst = double.NegativeInfinity, worstMagnitude = 0;
            int worstRow = -1;
            foreach (int r in specification.Conjunctions[c])
            {
                double slack = Evaluate(specification.Rows[r], i, out double size);
                // NaN is never nearer.
                if (!(slack <= worst))
                {
                    (worst, worstMagnitude, worstRow) = (slack, size, r);
                }
            }

            if (worst < best)
            {
                (best, magnitude, conjunction, row) = (worst, worstMagnitude, c, worstRow);
            }
        }

        return best;
    }

    private double Evaluate(SpecificationRow row, int i, out double magnitude)
    {
        double* y = Output(i);
        double* x = _batch.Values(0) + ((long)i * _batch.Tables.Stride[0]);
        double sum = -row.Constraint.Bound.Value;
        magnitude = Math.Abs(sum);
        for (int t = 0; t < row.OutputIndices.Length; t++)
        {
            double term = row.OutputCoefficients[t] * y[row.OutputIndices[t]];
            sum += term;
            magnitude += Math.Abs(term);
        }

        for (int t = 0; t < row.InputIndices.Length; t++)
        {
            double term = row.InputCoefficients[t] * x[row.InputIndices[t]];
            sum += term;
            magnitude += Math.Abs(term);
        }

        return sum;
    }

    /// <summary>Sets the gradient, at output and input, of what point <paramref name="i"/> descends on.</summary>
    /// <remarks>
    /// The margin is the greatest of a conjunction's rows. Its own gradient makes a descent jump between two rows that compete; every other step
    /// therefore goes down all rows at once, those near the greatest weighing most.
    /// </remarks>
    private void Seed(Specification specification, int i, int conjunction, int worst, int step)
    {
        int[] rows = specification.Conjunctions[conjunction];
        if (step % 2 == 0 || rows.Length == 1)
        {
            Add(specification.Rows[worst], i, 1);
            return;
        }

        double top = Evaluate(specification.Rows[worst], i, out _), spread = 1e-12;
        foreach (int r in rows)
        {
            spread = Math.Max(spread, top - Evaluate(specification.Rows[r], i, out _));
        }

        foreach (int r in rows)
        {
            Add(specification.Rows[r], i, Math.Exp(4 * (Evaluate(specification.Rows[r], i, out _) - top) / spread));
        }
    }

    private void Add(SpecificationRow row, int i, double weight)
    {
        double* dy = _batch.Touch(runner.Model.Output) + ((long)i * _batch.Tables.Stride[runner.Model.Output]);
        for (int t = 0; t < row.OutputIndices.Length; t++)
        {
            dy[row.OutputIndices[t]] += weight * row.OutputCoefficients[t];
        }

        double* dx = _batch.Touch(0) + ((long)i * _batch.Tables.Stride[0]);
        for (int t = 0; t < row.InputIndices.Length; t++)
        {
            dx[row.InputIndices[t]] += weight * row.InputCoefficients[t];
        }
    }

    private double* Output(int i) => _batch.Values(runner.Model.Output) + ((long)i * _batch.Tables.Stride[runner.Model.Output]);

    /// <summary>One point on its way.</summary>
    private sealed class Descent(int inputs)
    {
        private double _bestMargin;
        private int _stale;

        public float[] Point { get; } = new float[inputs];

        public float[] Best { get; } = new float[inputs];

        public int Conjunction { get; private set; }

        /// <summary>The slope that inactive ReLUs are given; 0 where the gradient is the true one.</summary>
        public double SurrogateSlope { get; private set; }

        public double Step { get; set; }

        public void Start(ReadOnlySpan<float> point, int conjunction, double surrogateSlope)
        {
            point.CopyTo(Point);
            point.CopyTo(Best);
            _bestMargin = double.PositiveInfinity;
            _stale = 0;
            Conjunction = conjunction;
            SurrogateSlope = surrogateSlope;
        }

        /// <summary>Goes on from the current point with the true gradient. The best so far may lie on the plateau that was left.</summary>
        public void EndSurrogate()
        {
            if (SurrogateSlope > 0)
            {
                SurrogateSlope = 0;
                _bestMargin = double.PositiveInfinity;
                _stale = 0;
            }
        }

        /// <summary>Keeps the point if it is the best so far.</summary>
        public void Record(double margin)
        {
            if (margin < _bestMargin)
            {
                _bestMargin = margin;
                _stale = 0;
                Point.CopyTo(Best, 0);
            }
            else
            {
                _stale++;
            }
        }

        /// <summary>A step against the gradient, or back to the best point where steps of this length no longer improve.</summary>
        public void Move(InputBox box, double* gradient)
        {
            if (_stale >= Patience && SurrogateSlope == 0)
            {
                // The gradient belongs to the point that is left: the next step starts from the best one.
                _stale = 0;
                Step *= StepCut;
                Best.CopyTo(Point, 0);
                return;
            }

            ReadOnlySpan<double> lower = box.Lower, upper = box.Upper;
            ReadOnlySpan<float> least = box.FloatLower, greatest = box.FloatUpper;
            Span<float> point = Point;
            for (int j = 0; j < point.Length; j++)
            {
                // A gradient that is NaN gives no direction.
                double g = gradient[j], sign = g > 0 ? 1 : g < 0 ? -1 : 0;
                float moved = (float)(point[j] - (Step * sign * (upper[j] - lower[j])));
                point[j] = moved > least[j] ? Math.Min(moved, greatest[j]) : least[j];
            }
        }
    }
}
