using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// Evaluates a Lagrangian dual: like backward substitution, but where an operator's equation <c>v = f(sources)</c> is dualised with multiplier <c>π</c>, the coefficients <c>A</c> that have
/// reached <c>v</c> are split: <c>π</c> is carried on through <c>f</c>, and the rest is minimised where it stands:
/// <c>A·v ≥ π·f(sources) + min_{L ≤ v ≤ U} ((A − π)·v + Σ_r P_r·σ_r(v))</c>, where <c>r</c> are the activations that read <c>v</c>, <c>P_r</c> what has reached them.
/// </summary>
/// <remarks>
/// Any <c>π</c> gives a lower bound, since <c>v = f(sources)</c> holds and <c>v</c> lies in its bounds. The minimum is separable and each part piecewise linear in one variable, so it is
/// at an end or a kink. Rounding: affine operators charge theirs as in <see cref="BackwardPass"/>, which does them; an activation charges <c>|P_r| · Error_r</c>; and each minimum
/// charges <c>G (|A| + |π| + Σ|P_r|)</c> times the magnitude of the values, twice, because a constant here is a sum of up to twice as many terms. See ROUNDING.md.
/// </remarks>
internal readonly unsafe struct DualBackwardPass : ILayerPass
{
    private readonly BoundsWorkspace _workspace;
    private readonly DualVariables _dual;
    private readonly BackwardPass _affine;
    private readonly int _rows;
    private readonly int _from;
    private readonly DualStart _start;

    /// <param name="workspace">Bounds and relaxations of the box.</param>
    /// <param name="dual">The multipliers.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="from">The operator whose elements the rows combine; its own equation is not dualised.</param>
    /// <param name="start">
    /// Whether to set the multipliers first, to those with which the dual gives what backward substitution with given slopes gives:
    /// <c>π = A</c> at an activation, <c>π = A + Σ_r P_r s_r</c> before one, <c>s_r</c> the lower slope where <c>P_r ≥ 0</c>, else the upper.
    /// </param>
    public DualBackwardPass(BoundsWorkspace workspace, DualVariables dual, int rows, int from, DualStart start)
    {
        _workspace = workspace;
        _dual = dual;
        _rows = rows;
        _from = from;
        _start = start;
        _affine = new BackwardPass(workspace, rows);
    }

    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape
    {
        if (Settle(id))
        {
            _affine.Dense(shape, id, source);
        }
    }

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (Settle(id))
        {
            _affine.Scale(width, id, source);
        }
    }

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (Settle(id))
        {
            _affine.Shift(width, id, source);
        }
    }

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth
    {
        if (Settle(id))
        {
            _affine.Sum(width, id, left, right, isDifference);
        }
    }

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth
    {
        if (Settle(id))
        {
            _affine.Gather(width, id);
        }
    }

    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Activation(id, source);

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Activation(id, source);

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Activation(id, source);

    /// <summary>The last minimum, over the input box.</summary>
    public void Finish()
    {
        if (_workspace.Touched[0])
        {
            Minimize(0, null);
        }
    }

    /// <summary>What has reached an activation is kept for the minimum over the value it reads.</summary>
    private void Activation(int id, int source)
    {
        if (!Settle(id))
        {
            return;
        }

        int stride = _workspace.Tables.Stride[id];
        RowKernel.AddDots(_workspace.Coefficients(id), stride, _rows, null, _workspace.Error(id), _workspace.RowConstant, _workspace.RowError);
        if (!_workspace.Touched[source])
        {
            new Span<double>(_workspace.Coefficients(source), BoundsWorkspace.RowChunk * stride).Clear();
            _workspace.Touched[source] = true;
        }
    }

    /// <summary>Splits what has reached an operator, if its equation is dualised: afterwards its coefficients are the multipliers. False where the rows do not depend on it.</summary>
    private bool Settle(int id)
    {
        if (!_workspace.Touched[id])
        {
            return false;
        }

        if (id != _from && _dual.IsDualised(id))
        {
            double* multiplier = _dual.Multiplier(id);
            int length = _rows * _workspace.Tables.Stride[id];
            if (_start.IsStart)
            {
                Start(id, multiplier);
            }

            Minimize(id, multiplier);
            new ReadOnlySpan<double>(multiplier, length).CopyTo(new Span<double>(_workspace.Coefficients(id), length));
        }

        return true;
    }

    private void Start(int id, double* multiplier)
    {
        int stride = _workspace.Tables.Stride[id];
        new ReadOnlySpan<double>(_workspace.Coefficients(id), _rows * stride).CopyTo(new Span<double>(multiplier, _rows * stride));
        foreach (int reader in _dual.Readers[id])
        {
            if (!_workspace.Touched[reader])
            {
                continue;
            }

            double* passed = _workspace.Coefficients(reader);
            for (int r = 0; r < _rows; r++)
            {
                double* lowerSlope = _start.LowerSlope(_workspace, reader, r);
                double* upperSlope = _workspace.UpperSlope(reader);
                for (int k = 0; k < stride; k++)
                {
                    int at = (r * stride) + k;
                    multiplier[at] += passed[at] * (passed[at] >= 0 ? lowerSlope[k] : upperSlope[k]);
                }
            }
        }

        for (int r = 0; r < _rows; r++)
        {
            double sum = 0;
            for (int k = 0; k < _workspace.Tables.Width[id]; k++)
            {
                sum += Math.Abs(multiplier[(r * stride) + k]);
            }

            _dual.Unit(id)[r] = sum / _workspace.Tables.Width[id];
        }

        new Span<double>(_dual.FirstMoment(id), BoundsWorkspace.RowChunk * stride).Clear();
        new Span<double>(_dual.SecondMoment(id), BoundsWorkspace.RowChunk * stride).Clear();
    }

    /// <summary>Adds the inner minimum over an operator's value to the rows' constants and keeps where it is attained.</summary>
    private void Minimize(int id, double* multiplier)
    {
        BoundsWorkspace w = _workspace;
        int stride = w.Tables.Stride[id], count = w.Tables.Width[id];
        double* lower = w.Lower(id);
        double* upper = w.Upper(id);
        for (int r = 0; r < _rows; r++)
        {
            double* a = w.Coefficients(id) + (r * stride);
            double* value = _dual.Value(id) + (r * stride);
            double sum = 0, magnitude = 0;
            for (int k = 0; k < count; k++)
            {
                double pi = multiplier == null ? 0 : multiplier[(r * stride) + k], rest = a[k] - pi, l = lower[k], u = upper[k];
                double best = rest * l, point = l, other = rest * u, size = (Math.Abs(a[k]) + Math.Abs(pi)) * Math.Max(Math.Abs(l), Math.Abs(u));
                if (_dual.Readers[id].Length == 0)
                {
                    if (other < best)
                    {
                        (best, point) = (other, u);
                    }
                }
                else
                {
                    best += AtReaders(id, r, k, l);
                    Try(id, r, k, u, rest, ref best, ref point);
                    foreach (int reader in _dual.Readers[id])
                    {
                        if (!w.Touched[reader])
                        {
                            continue;
                        }

                        PiecewiseActivation function = _dual.Activations[reader][k];
                        size += Math.Abs(w.Coefficients(reader)[(r * stride) + k]) * Math.Max(Math.Abs(function.Value(l)), Math.Abs(function.Value(u)));
                        if (function.Low > l && function.Low < u)
                        {
                            Try(id, r, k, function.Low, rest, ref best, ref point);
                        }

                        if (function.High > l && function.High < u)
                        {
                            Try(id, r, k, function.High, rest, ref best, ref point);
                        }
                    }
                }

                value[k] = point;
                sum += best;
                magnitude += size;
            }

            w.RowConstant[r] += sum;
            w.RowMagnitude[r] += 2 * magnitude;
        }
    }

    private void Try(int id, int r, int k, double v, double rest, ref double best, ref double point)
    {
        double value = (rest * v) + AtReaders(id, r, k, v);
        if (value < best)
        {
            (best, point) = (value, v);
        }
    }

    /// <summary><c>Σ_r P_r σ_r(v)</c>.</summary>
    private double AtReaders(int id, int r, int k, double v)
    {
        double sum = 0;
        foreach (int reader in _dual.Readers[id])
        {
            if (_workspace.Touched[reader])
            {
                sum += _workspace.Coefficients(reader)[(r * _workspace.Tables.Stride[id]) + k] * _dual.Activations[reader][k].Value(v);
            }
        }

        return sum;
    }
}
