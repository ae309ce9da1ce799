using System.Numerics;
using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// Evaluates the active-set dual: backward substitution in which an unstable ReLU <c>h = ρ(a)</c>, <c>a = w·x + b</c>, with coefficient <c>A</c> is replaced by
/// <c>A h ≥ α a + β₁ (L − a) − Σ_J β_J (Σ_{J} w_j (x_j − L̆_j)) + min_{0≤h≤U} R h + min_{0≤z≤1} ζ z</c>, where <c>R = A − α + β₀ + β₁ + Σβ_J</c> and
/// <c>ζ = −β₀ U − β₁ L − Σ_J β_J (Σ_J w_j L̆_j + b + Σ_{∉J} w_j Ŭ_j)</c>.
/// </summary>
/// <remarks>
/// Sound for any multipliers ≥ 0: each constraint holds with <c>z = 1</c> where <c>a &gt; 0</c> and <c>z = 0</c> elsewhere. The computed <c>a</c> is <c>w·x + b + δ</c>, <c>|δ| ≤ e</c>, and its
/// sign need not be that of <c>w·x + b</c>; with <c>z</c> from <c>a</c> a cut <c>J</c> is then off by at most <c>e</c>, and its arithmetic by at most <c>3 G</c> times the magnitude that
/// <c>Error</c> has one <c>G</c> for: <c>4 β_J Error</c> is charged. The other constraints speak of <c>a</c> itself. Other activations are relaxed with the workspace's lines.
/// </remarks>
internal readonly unsafe struct CutBackwardPass : ILayerPass
{
    private readonly BoundsWorkspace _workspace;
    private readonly CutVariables _variables;
    private readonly BackwardPass _plain;
    private readonly int _rows;
    private readonly DualStart _start;

    /// <param name="workspace">Bounds and relaxations of the box.</param>
    /// <param name="variables">The multipliers.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="start">
    /// Whether to set the multipliers first, to those with which the result is that of backward substitution: <c>α = slope · A</c> where <c>A ≥ 0</c>, else <c>β₁ = s |A|</c>, <c>β₀ = (1 − s)|A|</c>.
    /// </param>
    public CutBackwardPass(BoundsWorkspace workspace, CutVariables variables, int rows, DualStart start)
    {
        _workspace = workspace;
        _variables = variables;
        _rows = rows;
        _start = start;
        _plain = new BackwardPass(workspace, rows);
    }

    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape => _plain.Dense(shape, id, source);

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => _plain.Scale(width, id, source);

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => _plain.Shift(width, id, source);

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth => _plain.Sum(width, id, left, right, isDifference);

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth => _plain.Gather(width, id);

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => _plain.LeakyRelu(width, id, source);

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => _plain.Clip(width, id, source);

    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (!_workspace.Touched[id])
        {
            return;
        }

        if (_start.IsStart)
        {
            Start(id);
        }

        EnsureTouched(source);
        int input = _workspace.Runner.Model.Operators[source] is DenseOperator dense ? dense.Sources[0] : -1;
        for (int r = 0; r < _rows; r++)
        {
            if (input >= 0 && _variables.Cuts(id, r).Count > 0)
            {
                EnsureTouched(input);
            }

            RelaxRow(id, source, input, r);
        }
    }

    private static bool IsUnstable(double lower, double upper) => !(lower >= 0) && !(upper <= 0);

    private static void Subtract(double factor, double[] weights, double* target)
    {
        int j = 0;
        for (; j + Vector<double>.Count <= weights.Length; j += Vector<double>.Count)
        {
            Vector.Store(Vector.Load(target + j) - (factor * new Vector<double>(weights, j)), target + j);
        }

        for (; j < weights.Length; j++)
        {
            target[j] -= factor * weights[j];
        }
    }

    private void EnsureTouched(int id)
    {
        if (!_workspace.Touched[id])
        {
            new Span<double>(_workspace.Coefficients(id), BoundsWorkspace.RowChunk * _workspace.Tables.Stride[id]).Clear();
            _workspace.Touched[id] = true;
        }
    }

    private void RelaxRow(int id, int source, int input, int r)
    {
        BoundsWorkspace w = _workspace;
        int offset = r * w.Tables.Stride[id];
        double* a = w.Coefficients(id) + offset;
        double* c = w.Coefficients(source) + offset;
        double* lower = w.Lower(source);
        double* upper = w.Upper(source);
        double* error = w.Error(id);
        double* alpha = _variables.Vector(id, CutVariables.Kind.Active) + offset;
        double* zero = _variables.Vector(id, CutVariables.Kind.Zero) + offset;
        double* one = _variables.Vector(id, CutVariables.Kind.One) + offset;
        double* phase = _variables.Vector(id, CutVariables.Kind.Phase) + offset;
        double* value = _variables.Value(id) + offset;
        // R in value's place and ζ in phase's until the cuts have been added.
        double constant = 0, magnitude = 0, charge = 0;
        for (int t = 0; t < w.ActiveCount[id]; t++)
        {
            int k = w.Active(id)[t];
            if (!IsUnstable(lower[k], upper[k]))
            {
                // Stably active: h = a.
                c[k] += a[k];
                charge += Math.Abs(a[k]) * error[k];
                continue;
            }

            value[k] = a[k] - alpha[k] + zero[k] + one[k];
            phase[k] = -(zero[k] * upper[k]) - (one[k] * lower[k]);
            c[k] += alpha[k] - one[k];
            constant += one[k] * lower[k];
            magnitude += ((zero[k] + one[k]) * (Math.Abs(lower[k]) + Math.Abs(upper[k]))) + (Math.Abs(a[k]) * Math.Abs(upper[k]));
            charge += (Math.Abs(a[k]) + alpha[k] + zero[k] + one[k]) * error[k];
        }

        foreach (NeuronCut cut in _variables.Cuts(id, r))
        {
            if (cut.Multiplier == 0)
            {
                continue;
            }

            double beta = cut.Multiplier;
            Subtract(beta, cut.Weights, w.Coefficients(input) + (r * w.Tables.Stride[input]));
            value[cut.Neuron] += beta;
            phase[cut.Neuron] -= beta * (cut.Least + cut.Rest);
            constant += beta * cut.Least;
            magnitude += beta * (Math.Abs(cut.Least) + Math.Abs(cut.Rest) + Math.Abs(upper[cut.Neuron]));
            charge += beta * (error[cut.Neuron] + (4 * w.Error(source)[cut.Neuron]));
        }

        for (int t = 0; t < w.ActiveCount[id]; t++)
        {
            int k = w.Active(id)[t];
            if (IsUnstable(lower[k], upper[k]))
            {
                double rest = value[k], zeta = phase[k];
                // Comparisons that NaN fails, so that it stays in the constant.
                value[k] = rest >= 0 ? 0 : upper[k];
                phase[k] = zeta >= 0 ? 0 : 1;
                constant += (rest * value[k]) + (zeta * phase[k]);
            }
        }

        w.RowConstant[r] += constant;
        // Up to three times as many terms as elements.
        w.RowMagnitude[r] += 3 * magnitude;
        w.RowError[r] += charge;
    }

    private void Start(int id)
    {
        BoundsWorkspace w = _workspace;
        int stride = w.Tables.Stride[id], count = w.Tables.Width[id];
        for (int r = 0; r < _rows; r++)
        {
            double* slope = _start.LowerSlope(w, id, r);
            double sum = 0;
            for (int k = 0; k < count; k++)
            {
                double a = w.Coefficients(id)[(r * stride) + k], s = Math.Clamp(w.UpperSlope(id)[k], 0, 1);
                bool isPositive = a >= 0;
                _variables.Vector(id, CutVariables.Kind.Active)[(r * stride) + k] = isPositive ? a * slope[k] : 0;
                _variables.Vector(id, CutVariables.Kind.Zero)[(r * stride) + k] = isPositive ? 0 : (1 - s) * -a;
                _variables.Vector(id, CutVariables.Kind.One)[(r * stride) + k] = isPositive ? 0 : s * -a;
                sum += Math.Abs(a);
            }

            _variables.Unit[id][r] = sum / count;
        }
    }
}
