using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// Forward propagation of linear functions of the input: for every element <c>f_l(ε) ≤ v ≤ f_u(ε)</c>, the input written as <c>x_j = c_j + ρ_j ε_j</c>, <c>|ε_j| ≤ 1</c>.
/// Functions are kept as midpoint <c>(f_l + f_u)/2</c> and deviation <c>(f_u − f_l)/2</c>: <c>mid' = W mid</c>, <c>dev' = |W| dev</c>, half the work of two functions.
/// </summary>
/// <remarks>Coefficients stand first, the constant at index <c>n₀</c>. Rounding is charged to the deviation's constant: see ROUNDING.md.</remarks>
internal static unsafe class SymbolicPropagation
{
    public static void Input(BoundsWorkspace w)
    {
        int n = w.Tables.Width[0], stride = w.FunctionStride;
        double* mid = w.Mid(0);
        double* dev = w.Deviation(0);
        new Span<double>(mid, n * stride).Clear();
        new Span<double>(dev, n * stride).Clear();
        for (int j = 0; j < n; j++)
        {
            (double center, double radius) = Split(w.Lower(0)[j], w.Upper(0)[j]);
            mid[(j * stride) + j] = radius;
            mid[(j * stride) + n] = center;
        }
    }

    public static void Dense(BoundsWorkspace w, DenseTable table, int id, int source)
    {
        int stride = w.FunctionStride, n = w.Tables.Width[0];
        fixed (int* active = w.Active(source))
        {
            table.Symbolic(active, w.ActiveCount[source], w.Mid(source), w.Deviation(source), stride, w.Mid(id), w.Deviation(id));
        }

        double* magnitudes = w.Scratch(0);
        double* error = w.Scratch(1);
        double gamma = w.Tables.DoubleGamma;
        new Span<double>(magnitudes, w.ScratchStride).Clear();
        for (int t = 0; t < w.ActiveCount[source]; t++)
        {
            int k = w.Active(source)[t];
            magnitudes[k] = gamma * Magnitude(w.Mid(source) + ((long)k * stride), w.Deviation(source) + ((long)k * stride), n);
        }

        table.Magnitude(magnitudes, gamma, error);
        for (int i = 0; i < table.Outputs; i++)
        {
            w.Mid(id)[((long)i * stride) + n] += table.Bias[i];
            w.Deviation(id)[((long)i * stride) + n] += error[i] + w.Error(id)[i];
        }
    }

    /// <summary><c>y = x ∘ factor</c>, plus <paramref name="offset"/> where it is not null.</summary>
    public static void Affine(BoundsWorkspace w, int id, int source, double* factor, double* offset)
    {
        int stride = w.FunctionStride, n = w.Tables.Width[0], count = w.Tables.Width[id];
        for (int i = 0; i < count; i++)
        {
            double* mid = w.Mid(source) + ((long)i * stride);
            double* dev = w.Deviation(source) + ((long)i * stride);
            double* midOut = w.Mid(id) + ((long)i * stride);
            double* devOut = w.Deviation(id) + ((long)i * stride);
            double f = factor == null ? 1 : factor[i], magnitude = Magnitude(mid, dev, n) * Math.Abs(f);
            for (int j = 0; j <= n; j++)
            {
                midOut[j] = f * mid[j];
                devOut[j] = Math.Abs(f) * dev[j];
            }

            if (offset != null)
            {
                midOut[n] += offset[i];
                magnitude += Math.Abs(offset[i]);
            }

            devOut[n] += w.Error(id)[i] + (w.Tables.DoubleGamma * magnitude);
        }
    }

    public static void Sum(BoundsWorkspace w, int id, int left, int right, bool isDifference)
    {
        int stride = w.FunctionStride, n = w.Tables.Width[0], count = w.Tables.Width[id];
        double sign = isDifference ? -1 : 1;
        for (int i = 0; i < count; i++)
        {
            long at = (long)i * stride;
            double magnitude = Magnitude(w.Mid(left) + at, w.Deviation(left) + at, n) + Magnitude(w.Mid(right) + at, w.Deviation(right) + at, n);
            for (int j = 0; j <= n; j++)
            {
                w.Mid(id)[at + j] = w.Mid(left)[at + j] + (sign * w.Mid(right)[at + j]);
                w.Deviation(id)[at + j] = w.Deviation(left)[at + j] + w.Deviation(right)[at + j];
            }

            w.Deviation(id)[at + n] += w.Error(id)[i] + (w.Tables.DoubleGamma * magnitude);
        }
    }

    public static void Gather(BoundsWorkspace w, GatherOperator gather)
    {
        int stride = w.FunctionStride;
        for (int i = 0; i < gather.Indices.Length; i++)
        {
            int source = gather.Sources[gather.Indices[i].Source];
            long from = (long)gather.Indices[i].Element * stride, to = (long)i * stride;
            new ReadOnlySpan<double>(w.Mid(source) + from, stride).CopyTo(new Span<double>(w.Mid(gather.Id) + to, stride));
            new ReadOnlySpan<double>(w.Deviation(source) + from, stride).CopyTo(new Span<double>(w.Deviation(gather.Id) + to, stride));
        }
    }

    /// <summary><c>f_l' = s_l f_l + t_l</c>, <c>f_u' = s_u f_u + t_u</c>; slopes are never negative.</summary>
    public static void Activation(BoundsWorkspace w, int id, int source, bool hasLowerIntercept)
    {
        int stride = w.FunctionStride, n = w.Tables.Width[0];
        double* lowerSlope = w.LowerSlope(id);
        double* upperSlope = w.UpperSlope(id);
        if (w.ActiveCount[id] < w.Tables.Width[id])
        {
            // Stably inactive elements are the zero function; what stands there is from an earlier box.
            new Span<double>(w.Mid(id), w.Tables.Width[id] * stride).Clear();
            new Span<double>(w.Deviation(id), w.Tables.Width[id] * stride).Clear();
        }

        for (int t = 0; t < w.ActiveCount[id]; t++)
        {
            int k = w.Active(id)[t];
            double* mid = w.Mid(source) + ((long)k * stride);
            double* dev = w.Deviation(source) + ((long)k * stride);
            double* midOut = w.Mid(id) + ((long)k * stride);
            double* devOut = w.Deviation(id) + ((long)k * stride);
            double sl = lowerSlope[k], su = upperSlope[k];
            for (int j = 0; j <= n; j++)
            {
                double low = sl * (mid[j] - dev[j]), high = su * (mid[j] + dev[j]);
                midOut[j] = 0.5 * (low + high);
                devOut[j] = 0.5 * (high - low);
            }

            double tl = hasLowerIntercept ? w.LowerIntercept(id)[k] : 0, tu = w.UpperIntercept(id)[k];
            midOut[n] += 0.5 * (tl + tu);
            devOut[n] += (0.5 * (tu - tl)) + w.Error(id)[k] + (8 * Rounding.DoubleUnit * (Magnitude(midOut, devOut, n) + Math.Abs(tl) + Math.Abs(tu)));
        }
    }

    /// <summary>The range of element <paramref name="k"/> over the box, outward.</summary>
    public static (double Lower, double Upper) Range(BoundsWorkspace w, int id, int k)
    {
        int stride = w.FunctionStride, n = w.Tables.Width[0];
        double* mid = w.Mid(id) + ((long)k * stride);
        double* dev = w.Deviation(id) + ((long)k * stride);
        double down = 0, up = 0;
        for (int j = 0; j < n; j++)
        {
            down += Math.Abs(mid[j] - dev[j]);
            up += Math.Abs(mid[j] + dev[j]);
        }

        double error = w.Tables.DoubleGamma * Magnitude(mid, dev, n);
        return (Rounding.Down(mid[n] - dev[n] - down, error), Rounding.Up(mid[n] + dev[n] + up, error));
    }

    /// <summary>The midpoint of an interval and a radius, rounded up, that reaches both ends.</summary>
    public static (double Center, double Radius) Split(double lower, double upper)
    {
        double center = (0.5 * lower) + (0.5 * upper);
        double radius = Math.Max(upper - center, center - lower);
        return (center, radius == 0 ? 0 : Math.BitIncrement(radius));
    }

    private static double Magnitude(double* mid, double* dev, int n)
    {
        double sum = 0;
        for (int j = 0; j <= n; j++)
        {
            sum += Math.Abs(mid[j]) + Math.Abs(dev[j]);
        }

        return sum;
    }
}
