using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>Float32 inputs with another label than a centre's: confirmed by the forward pass, moved closer, found by the engine's attack.</summary>
internal sealed class Adversary
{
    // A descent along the line to the centre, to 2⁻³⁰ of the distance: finer than float32.
    private const int Halvings = 30;

    // Radii that the attack is tried at: each halves the interval between one that gave an input and one that did not.
    private const int AttackedRadii = 8;

    private readonly NetworkRunner _runner;
    private readonly float[] _center;
    private readonly double[] _lower, _upper;
    private readonly bool[] _isTarget;
    private readonly InputNorm _norm;

    public Adversary(NetworkRunner runner, float[] center, double[] lower, double[] upper, IReadOnlyList<int>? targets, InputNorm norm)
    {
        (_runner, _center, _lower, _upper, _norm) = (runner, center, lower, upper, norm);
        Scores = Run(center);
        Label = LabelOf(Scores);
        _isTarget = [.. Enumerable.Range(0, Scores.Length).Select(t => t != Label && (targets is null || targets.Contains(t)))];
    }

    /// <summary>The scores of the centre.</summary>
    public float[] Scores { get; }

    /// <summary>The label of the centre.</summary>
    public int Label { get; }

    public bool IsTarget(int label) => _isTarget[label];

    /// <summary>The distance from the centre.</summary>
    public double Distance(ReadOnlySpan<float> point)
    {
        double largest = 0, sum = 0;
        for (int j = 0; j < point.Length; j++)
        {
            double change = Math.Abs((double)point[j] - _center[j]);
            largest = Math.Max(largest, change);
            sum += change;
        }

        return _norm == InputNorm.L1 ? sum : largest;
    }

    /// <summary>The target whose score is the greatest of all and strictly above that of <see cref="Label"/>; −1 where there is none.</summary>
    public int NewLabel(float[] point)
    {
        float[] scores = Run(point);
        int best = -1;
        for (int t = 0; t < scores.Length; t++)
        {
            best = _isTarget[t] && scores[t] > scores[Label] && (best < 0 || scores[t] > scores[best]) ? t : best;
        }

        // Some label that is no target may win; then the point has not become a target.
        return best >= 0 && LabelOf(scores) == best ? best : -1;
    }

    /// <summary>The float32 point at <paramref name="share"/> of the way from the centre to a point and beyond, kept in the box.</summary>
    public float[] OnRay(ReadOnlySpan<double> point, double share)
    {
        float[] moved = new float[point.Length];
        for (int j = 0; j < moved.Length; j++)
        {
            moved[j] = Inside(_center[j] + (share * (point[j] - _center[j])), _lower[j], _upper[j]);
        }

        return moved;
    }

    /// <summary>A nearer point that is still labelled otherwise: along the ray, and for ℓ1 with as many inputs as possible put back.</summary>
    public float[] Shrink(float[] point)
    {
        float[] best = (float[])point.Clone();
        if (_norm == InputNorm.L1)
        {
            foreach (int j in Enumerable.Range(0, best.Length).OrderBy(j => Math.Abs(best[j] - _center[j])).ToArray())
            {
                (float kept, best[j]) = (best[j], _center[j]);
                best[j] = NewLabel(best) >= 0 ? best[j] : kept;
            }
        }

        double[] end = Array.ConvertAll(best, v => (double)v);
        double near = 0, far = 1;
        for (int i = 0; i < Halvings; i++)
        {
            double share = 0.5 * (near + far);
            float[] moved = OnRay(end, share);
            if (NewLabel(moved) >= 0)
            {
                (far, best) = (share, moved);
            }
            else
            {
                near = share;
            }
        }

        return best;
    }

    /// <summary>What the engine's attack finds at smaller and smaller radii, shrunk; null where it finds nothing.</summary>
    public float[]? Attack(CancellationToken cancellation)
    {
        // The engine does not take step functions.
        if (_runner.Model.Operators.Any(o => o is StepOperator) || _isTarget.Where((_, t) => t != Label).Contains(false))
        {
            return null;
        }

        InputInterval[] ranges = [.. _lower.Zip(_upper, InputInterval.Exact)];
        double without = 0, with = Enumerable.Range(0, _center.Length).Max(j => Math.Max(_upper[j] - _center[j], _center[j] - _lower[j]));
        float[]? best = null;
        VerificationOptions options = new() { NodeLimit = 1, Threads = 1 };
        for (int i = 0; i < AttackedRadii && !cancellation.IsCancellationRequested; i++)
        {
            double radius = best is null && i == 0 ? with : 0.5 * (without + with);
            VerificationProperty property = VerificationProperty.Robustness("nearest", _center, radius, [.. ranges], Label, Scores.Length);
            if (Verifier.Verify(_runner, property, options, cancellationToken: cancellation).Counterexample is { } found && NewLabel([.. found.Input]) >= 0)
            {
                float[] shrunk = Shrink([.. found.Input]);
                best = best is null || Distance(shrunk) < Distance(best) ? shrunk : best;
                with = shrunk.Zip(_center, (a, b) => Math.Abs((double)a - b)).Max();
            }
            else
            {
                without = radius;
            }
        }

        return best;
    }

    /// <summary>Moves one input after the other to an end of its range, each time the one that gains a target most on <see cref="Label"/> for each unit moved; null where that leads nowhere. Few inputs change, which suits ℓ1.</summary>
    public float[]? Greedy()
    {
        float[] point = (float[])_center.Clone();
        bool[] isMoved = new bool[point.Length];
        double margin = Margin(point);
        for (int moves = 0; moves < point.Length && NewLabel(point) < 0; moves++)
        {
            (int Input, float Value, double Gain) best = (-1, 0, 0);
            for (int j = 0; j < point.Length; j++)
            {
                float kept = point[j];
                foreach (double end in isMoved[j] ? [] : new[] { _lower[j], _upper[j] })
                {
                    point[j] = Inside(end, _lower[j], _upper[j]);
                    double gain = (Margin(point) - margin) / Math.Abs(point[j] - kept);
                    best = gain > best.Gain ? (j, point[j], gain) : best;
                }

                point[j] = kept;
            }

            if (best.Input < 0)
            {
                return null;
            }

            point[best.Input] = best.Value;
            isMoved[best.Input] = true;
            margin = Margin(point);
        }

        return NewLabel(point) < 0 ? null : point;
    }

    private double Margin(float[] point)
    {
        float[] scores = Run(point);
        return scores.Where((_, t) => _isTarget[t]).Aggregate(double.NegativeInfinity, (m, s) => Math.Max(m, s)) - scores[Label];
    }

    private float[] Run(float[] point)
    {
        float[] scores = new float[_runner.Model.OutputCount];
        _runner.Forward(point, scores);
        return scores;
    }

    private static int LabelOf(float[] scores) => Array.IndexOf(scores, scores.Max());

    // The nearest float32 may lie just outside a bound that is none.
    private static float Inside(double value, double lower, double upper)
    {
        float rounded = (float)Math.Clamp(value, lower, upper);
        return rounded > upper ? MathF.BitDecrement(rounded) : rounded < lower ? MathF.BitIncrement(rounded) : rounded;
    }
}
