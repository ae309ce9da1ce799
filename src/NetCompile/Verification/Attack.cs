using System.Collections.Immutable;
using System.Diagnostics;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;

namespace NetCompile.Verification;

/// <summary>Looks for counterexamples among float32 inputs: midpoint, corners, random points, projected gradient descents from many starts. One per thread.</summary>
/// <remarks>Every candidate is run through the forward pass that ships and checked exactly; the search itself may be as rough as it likes.</remarks>
internal sealed class Attack(NetworkRunner runner, VerificationProperty property, BoundsWorkspace workspace, Random random, Func<bool> shouldStop)
{
    private const int GradientSteps = 40;

    /// <summary>Random points tried at the root where the inputs are few; an image's random points are all alike and only start descents.</summary>
    private const int RandomPoints = 512;
    private const int FewInputs = 64;

    /// <summary>Batches of restarts at the root.</summary>
    private const int Rounds = 4;

    /// <summary>First step of a descent, as a share of the box: coarse at the start of the search, fine from a promising leaf.</summary>
    private const double CoarseStep = 0.25;
    private const double FineStep = 0.03;

    private readonly GradientDescent _descent = new(runner, random, shouldStop);
    private readonly float[] _point = new float[runner.Model.InputCount];
    private readonly float[] _output = new float[runner.Model.OutputCount];
    private int _restarts;
    private readonly double[] _real = new double[runner.Model.InputCount];

    /// <summary>Told how long attacks on whole regions take; null for nobody.</summary>
    public SearchClock? Clock { get; init; }

    /// <summary>The counterexample, once one is confirmed.</summary>
    public Counterexample? Found { get; private set; }

    /// <summary>The full attack on a whole region, on every conjunction.</summary>
    /// <returns>Whether a counterexample was found.</returns>
    public bool Root(CaseProblem problem) => Root(problem, [.. Enumerable.Range(0, problem.Specification.Conjunctions.Length)]);

    /// <summary>The full attack on a whole region: descents from the midpoint, random points, and restarts towards each conjunction in turn.</summary>
    /// <param name="problem">The case.</param>
    /// <param name="open">The conjunctions that are not refuted.</param>
    /// <returns>Whether a counterexample was found.</returns>
    public bool Root(CaseProblem problem, ReadOnlySpan<int> open)
    {
        long start = Stopwatch.GetTimestamp();
        bool isFound = AttackRegion(problem, open);
        Clock?.Attacked(start);
        return isFound;
    }

    private bool AttackRegion(CaseProblem problem, ReadOnlySpan<int> open)
    {
        InputBox box = problem.Box;
        Midpoint(box.Lower, box.Upper, problem);
        if (Try(problem, out _))
        {
            return true;
        }

        _descent.Add(_point, -1);
        for (int i = 0; i < open.Length && open.Length > 1 && !_descent.IsFull; i++)
        {
            _descent.Add(_point, open[i]);
        }

        if (Descend(problem, GradientSteps, CoarseStep))
        {
            return true;
        }

        List<(double Margin, float[] Point)> starts = [];
        for (int i = 0; i < RandomPoints && _point.Length <= FewInputs && !shouldStop(); i++)
        {
            // Half of the points are corners: piecewise-linear functions have their extremes at the ends more often than not.
            RandomPoint(problem, corner: i % 2 == 0);
            if (Try(problem, out double margin))
            {
                return true;
            }

            if (!double.IsNaN(margin))
            {
                starts.Add((margin, (float[])_point.Clone()));
            }
        }

        foreach ((_, float[] start) in starts.OrderBy(s => s.Margin).Take(GradientDescent.Size))
        {
            _descent.Add(start, -1);
        }

        return Descend(problem, GradientSteps, CoarseStep) || Restart(problem, open, Rounds);
    }

    /// <summary>Descents from random points, each towards one of the open conjunctions in turn.</summary>
    /// <param name="problem">The case.</param>
    /// <param name="open">The conjunctions that are not refuted.</param>
    /// <param name="rounds">How many times <see cref="GradientDescent.Size"/> points descend.</param>
    /// <returns>Whether a counterexample was found.</returns>
    public bool Restart(CaseProblem problem, ReadOnlySpan<int> open, int rounds)
    {
        for (int round = 0; round < rounds && !open.IsEmpty && !shouldStop(); round++)
        {
            while (!_descent.IsFull)
            {
                // Every conjunction in turn; each time round another kind of start.
                int turn = _restarts / open.Length;
                RandomPoint(problem, corner: turn % 4 < 2);
                _descent.Add(_point, open[_restarts % open.Length], useSurrogate: turn % 2 == 0);
                _restarts++;
            }

            if (Descend(problem, GradientSteps, CoarseStep))
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
        _descent.Add(start, -1);
        return Descend(problem, GradientSteps, FineStep);
    }

    /// <summary>The last point tried.</summary>
    public ReadOnlySpan<float> Point => _point;

    private bool Descend(CaseProblem problem, int steps, double step) =>
        _descent.Run(problem, steps, step, point =>
        {
            point.CopyTo(_point, 0);
            return Try(problem, out _);
        });

    private void RandomPoint(CaseProblem problem, bool corner)
    {
        InputBox box = problem.Box;
        for (int j = 0; j < _point.Length; j++)
        {
            double t = corner ? random.Next(2) : random.NextDouble();
            _point[j] = Clamp(problem, j, box.Lower[j] + (t * (box.Upper[j] - box.Lower[j])));
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
