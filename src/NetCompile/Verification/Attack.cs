using System.Collections.Immutable;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;

namespace NetCompile.Verification;

/// <summary>Looks for counterexamples among float32 inputs: midpoint, corners, random points, projected gradient descent. One per thread.</summary>
/// <remarks>Every candidate is run through the forward pass that ships and checked exactly; the search itself may be as rough as it likes.</remarks>
internal sealed unsafe class Attack(NetworkRunner runner, VerificationProperty property, BoundsWorkspace workspace, Random random, Func<bool> shouldStop)
{
    private const int GradientSteps = 40;
    private const int RandomPoints = 512;
    private const int Restarts = 16;

    /// <summary>First step of a descent, as a share of the box: coarse at the start of the search, fine from a promising leaf.</summary>
    private const double CoarseStep = 0.25;
    private const double FineStep = 0.03;

    private readonly float[] _point = new float[runner.Model.InputCount];
    private readonly float[] _output = new float[runner.Model.OutputCount];
    private readonly double[] _gradient = new double[runner.Model.InputCount];
    private readonly double[] _real = new double[runner.Model.InputCount];

    /// <summary>The counterexample, once one is confirmed.</summary>
    public Counterexample? Found { get; private set; }

    /// <summary>The full attack on a whole region.</summary>
    /// <returns>Whether a counterexample was found.</returns>
    public bool Root(CaseProblem problem)
    {
        InputBox box = problem.Box;
        Midpoint(box.Lower, box.Upper, problem);
        if (Try(problem, out _) || Descend(problem, box.Lower, box.Upper, GradientSteps, CoarseStep))
        {
            return true;
        }

        List<(double Margin, float[] Point)> starts = [];
        for (int i = 0; i < RandomPoints && !shouldStop(); i++)
        {
            for (int j = 0; j < _point.Length; j++)
            {
                // Half of the points are corners: piecewise-linear functions have their extremes at the ends more often than not.
                double t = i % 2 == 0 ? random.Next(2) : random.NextDouble();
                _point[j] = Clamp(problem, j, box.Lower[j] + (t * (box.Upper[j] - box.Lower[j])));
            }

            if (Try(problem, out double margin))
            {
                return true;
            }

            if (!double.IsNaN(margin))
            {
                starts.Add((margin, (float[])_point.Clone()));
            }
        }

        foreach ((_, float[] start) in starts.OrderBy(s => s.Margin).Take(Restarts))
        {
            start.CopyTo(_point, 0);
            if (Descend(problem, box.Lower, box.Upper, GradientSteps, CoarseStep))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tries the midpoint of a box.</summary>
    public bool TryMidpoint(CaseProblem problem, double[] lower, double[] upper, out double margin)
    {
        Midpoint(lower, upper, problem);
        return Try(problem, out margin);
    }

    /// <summary>Tries the corner of a box that minimises a linear function with the given coefficients.</summary>
    public bool TryCorner(CaseProblem problem, double[] lower, double[] upper, ReadOnlySpan<double> coefficients, out double margin)
    {
        for (int j = 0; j < _point.Length; j++)
        {
            _point[j] = Clamp(problem, j, coefficients[j] > 0 ? lower[j] : upper[j]);
        }

        return Try(problem, out margin);
    }

    /// <summary>Tries one point, such as the optimum of a relaxation: clamped into the region, rounded to float32, confirmed exactly.</summary>
    /// <param name="problem">The case.</param>
    /// <param name="point"><c>[InputCount]</c>; may lie outside the region. A coordinate that is NaN stands for the lower end.</param>
    /// <param name="margin">How far the outputs there are from violating the property; negative beyond it. NaN where the outputs are.</param>
    /// <returns>Whether it is a counterexample; <see cref="Found"/> is then set.</returns>
    public bool TryPoint(CaseProblem problem, ReadOnlySpan<double> point, out double margin)
    {
        for (int j = 0; j < _point.Length; j++)
        {
            _point[j] = Clamp(problem, j, double.IsNaN(point[j]) ? problem.Box.FloatLower[j] : point[j]);
        }

        return Try(problem, out margin);
    }

    /// <summary>Descends from a promising leaf's point within the whole region.</summary>
    public bool DescendFrom(CaseProblem problem, ReadOnlySpan<float> start)
    {
        start.CopyTo(_point);
        return Descend(problem, problem.Box.Lower, problem.Box.Upper, GradientSteps, FineStep);
    }

    /// <summary>The last point tried.</summary>
    public ReadOnlySpan<float> Point => _point;

    /// <summary>Projected sign-gradient descent on the margin within a box, from the last point tried.</summary>
    private bool Descend(CaseProblem problem, double[] lower, double[] upper, int steps, double step)
    {
        double best = double.PositiveInfinity;
        for (int s = 0; s < steps && !shouldStop(); s++)
        {
            runner.Forward(_point, _output);
            double margin = problem.Specification.Margin(_point, _output, out int conjunction, out int row);
            if (row < 0 || double.IsNaN(margin))
            {
                return false;
            }

            if (margin >= best)
            {
                step *= 0.6;
            }

            best = Math.Min(best, margin);
            Gradient(problem.Specification, conjunction, row, blend: s % 2 == 1);
            for (int j = 0; j < _point.Length; j++)
            {
                // A gradient that overflowed gives no direction.
                double g = double.IsNaN(_gradient[j]) ? 0 : _gradient[j];
                double moved = _point[j] - (step * Math.Sign(g) * (upper[j] - lower[j]));
                _point[j] = Clamp(problem, j, Math.Clamp(moved, lower[j], upper[j]));
            }

            if (Try(problem, out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The gradient of the margin at the current point: backward substitution with every activation fixed in its phase there.</summary>
    /// <remarks>
    /// The margin is the greatest of a conjunction's rows. Its own gradient makes a descent jump between two rows that compete; every other step
    /// therefore goes down all rows at once, those near the greatest weighing most.
    /// </remarks>
    private void Gradient(Specification specification, int conjunction, int worst, bool blend)
    {
        for (int j = 0; j < _point.Length; j++)
        {
            _real[j] = _point[j];
        }

        BoxBounds.Compute(workspace, _real, _real, new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Adaptive));
        CrownPropagation.Begin(workspace);
        int[] rows = specification.Conjunctions[conjunction];
        if (blend && rows.Length > 1)
        {
            double top = specification.Rows[worst].Evaluate(_point, _output);
            double spread = 1e-12;
            foreach (int r in rows)
            {
                spread = Math.Max(spread, top - specification.Rows[r].Evaluate(_point, _output));
            }

            foreach (int r in rows)
            {
                double weight = Math.Exp(4 * (specification.Rows[r].Evaluate(_point, _output) - top) / spread);
                SpecificationBounds.SetRow(workspace, specification.Rows[r], 0, weight);
            }
        }
        else
        {
            SpecificationBounds.SetRow(workspace, specification.Rows[worst], 0);
        }

        CrownPropagation.Run(workspace, 1, runner.Model.Output);
        double* a = workspace.Coefficients(0);
        for (int j = 0; j < _gradient.Length; j++)
        {
            _gradient[j] = workspace.Touched[0] ? a[j] : 0;
        }
    }

    private void Midpoint(double[] lower, double[] upper, CaseProblem problem)
    {
        for (int j = 0; j < _point.Length; j++)
        {
            _point[j] = Clamp(problem, j, 0.5 * (lower[j] + upper[j]));
        }
    }

    private bool Try(CaseProblem problem, out double margin)
    {
        runner.Forward(_point, _output);
        margin = problem.Specification.Margin(_point, _output, out _, out _);
        // Rounding of the margin is far below this; what passes is then checked exactly.
        if (!(margin <= 1e-6 * (1 + Math.Abs(margin))))
        {
            return false;
        }

        Counterexample candidate = new([.. _point], [.. _output], problem.Index, problem.Box.IsRounded.Contains(true));
        if (!CounterexampleCheck.IsConfirmed(property, candidate, problem.Box) || (workspace.Arithmetic == Arithmetic.Real && !IsRealCounterexample(problem)))
        {
            return false;
        }

        Found = candidate;
        return true;
    }

    /// <summary>Whether the real-valued network, too, violates the property at the current point: shown by outward-rounded bounds of its outputs there.</summary>
    private bool IsRealCounterexample(CaseProblem problem)
    {
        for (int j = 0; j < _point.Length; j++)
        {
            _real[j] = _point[j];
        }

        BoxBounds.Compute(workspace, _real, _real, new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Adaptive));
        return !workspace.Overflow
            && problem.Specification.Conjunctions.Any(c => c.All(r => problem.Specification.Rows[r].IsMetBy(SpecificationBounds.DirectUpperBound(workspace, problem.Specification.Rows[r]))));
    }

    private static float Clamp(CaseProblem problem, int j, double value) =>
        Math.Clamp((float)value, problem.Box.FloatLower[j], problem.Box.FloatUpper[j]);
}
