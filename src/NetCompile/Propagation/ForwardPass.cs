using NetCompile.Kernels;
using NetCompile.Models;
using NetCompile.Verification;

namespace NetCompile.Propagation;

/// <summary>
/// Bounds every operator's value over one box, in order: intervals; linear functions of the input if asked; the parent box's bounds; and for what is still
/// unstable, backward substitution. Each step only tightens.
/// </summary>
internal readonly unsafe struct ForwardPass(BoundsWorkspace workspace, BoundsSettings settings, double* inheritedLower, double* inheritedUpper) : ILayerPass
{
    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape
    {
        DenseTable table = workspace.Tables.Dense(id);
        double* mid = workspace.Scratch(0);
        double* radius = workspace.Scratch(1);
        double* magnitude = workspace.Scratch(2);
        double* c = workspace.Scratch(3);
        double* r = workspace.Scratch(4);
        double* m = workspace.Scratch(5);
        double* sourceLower = workspace.Lower(source);
        double* sourceUpper = workspace.Upper(source);
        for (int k = 0; k < shape.Inputs; k++)
        {
            (c[k], r[k]) = SymbolicPropagation.Split(sourceLower[k], sourceUpper[k]);
            m[k] = Math.Max(Math.Abs(sourceLower[k]), Math.Abs(sourceUpper[k]));
        }

        table.Interval(c, r, m, mid, radius, magnitude);
        double single = Rounding.SingleGamma(shape.Inputs, workspace.Arithmetic);
        double gamma = workspace.Tables.DoubleGamma + single;
        double tiny = single == 0 ? 0 : (shape.Inputs + 1) * Rounding.SingleTiny;
        double* error = workspace.Error(id);
        double* lower = workspace.Lower(id);
        double* upper = workspace.Upper(id);
        double limit = MagnitudeLimit;
        for (int i = 0; i < shape.Outputs; i++)
        {
            double e = (gamma * magnitude[i]) + tiny;
            error[i] = e;
            lower[i] = Rounding.Down(mid[i] - radius[i], e);
            upper[i] = Rounding.Up(mid[i] + radius[i], e);
            // Partial sums carry the rounding too.
            if (!(magnitude[i] + e <= limit))
            {
                workspace.Overflow = true;
            }
        }

        if (settings.UseSymbolic)
        {
            SymbolicPropagation.Dense(workspace, table, id, source);
        }

        Tighten(id);
    }

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        double* factor = workspace.LowerSlope(id);
        double* l = workspace.Lower(source);
        double* u = workspace.Upper(source);
        for (int k = 0; k < width.Count; k++)
        {
            double a = l[k] * factor[k], b = u[k] * factor[k];
            Store(id, k, Math.Min(a, b), Math.Max(a, b), Math.Max(Math.Abs(a), Math.Abs(b)));
        }

        if (settings.UseSymbolic)
        {
            SymbolicPropagation.Affine(workspace, id, source, factor, null);
        }

        Tighten(id);
    }

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        double* offset = workspace.LowerIntercept(id);
        double* l = workspace.Lower(source);
        double* u = workspace.Upper(source);
        for (int k = 0; k < width.Count; k++)
        {
            Store(id, k, l[k] + offset[k], u[k] + offset[k], Math.Max(Math.Abs(l[k]), Math.Abs(u[k])) + Math.Abs(offset[k]));
        }

        if (settings.UseSymbolic)
        {
            SymbolicPropagation.Affine(workspace, id, source, null, offset);
        }

        Tighten(id);
    }

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth
    {
        double* l0 = workspace.Lower(left);
        double* u0 = workspace.Upper(left);
        double* l1 = workspace.Lower(right);
        double* u1 = workspace.Upper(right);
        for (int k = 0; k < width.Count; k++)
        {
            double magnitude = Math.Max(Math.Abs(l0[k]), Math.Abs(u0[k])) + Math.Max(Math.Abs(l1[k]), Math.Abs(u1[k]));
            if (isDifference)
            {
                Store(id, k, l0[k] - u1[k], u0[k] - l1[k], magnitude);
            }
            else
            {
                Store(id, k, l0[k] + l1[k], u0[k] + u1[k], magnitude);
            }
        }

        if (settings.UseSymbolic)
        {
            SymbolicPropagation.Sum(workspace, id, left, right, isDifference);
        }

        Tighten(id);
    }

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth
    {
        GatherOperator gather = (GatherOperator)workspace.Runner.Model.Operators[id];
        for (int k = 0; k < gather.Indices.Length; k++)
        {
            int source = gather.Sources[gather.Indices[k].Source], element = gather.Indices[k].Element;
            workspace.Lower(id)[k] = workspace.Lower(source)[element];
            workspace.Upper(id)[k] = workspace.Upper(source)[element];
            workspace.Error(id)[k] = workspace.Tables.DoubleGamma * Magnitude(id, k);
        }

        if (settings.UseSymbolic)
        {
            SymbolicPropagation.Gather(workspace, gather);
        }

        Tighten(id);
    }

    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        double* lower = workspace.Lower(source);
        double* upper = workspace.Upper(source);
        workspace.ActiveCount[id] = ActivationRelaxation.Relu(
            width.Count, lower, upper, settings.Slopes, workspace.LowerSlope(id), workspace.UpperSlope(id), workspace.UpperIntercept(id), workspace.Active(id));
        for (int k = 0; k < width.Count; k++)
        {
            workspace.Lower(id)[k] = Math.Max(lower[k], 0);
            workspace.Upper(id)[k] = Math.Max(upper[k], 0);
            // Exact in float32; only the double arithmetic of a substitution through it is charged.
            workspace.Error(id)[k] = workspace.Tables.DoubleGamma * Magnitude(source, k);
        }

        FinishActivation(id, source, hasLowerIntercept: false);
    }

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        double epsilon = ((LeakyReluOperator)workspace.Runner.Model.Operators[id]).Slope;
        double* lower = workspace.Lower(source);
        double* upper = workspace.Upper(source);
        ActivationRelaxation.LeakyRelu(
            width.Count, lower, upper, epsilon, settings.Slopes, workspace.LowerSlope(id), workspace.UpperSlope(id), workspace.UpperIntercept(id));
        for (int k = 0; k < width.Count; k++)
        {
            Store(id, k, Math.Max(lower[k], epsilon * lower[k]), Math.Max(upper[k], epsilon * upper[k]), Magnitude(source, k));
        }

        FinishActivation(id, source, hasLowerIntercept: false);
    }

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        ClipOperator clip = (ClipOperator)workspace.Runner.Model.Operators[id];
        ReadOnlySpan<float> p = clip.Lower.Values.AsSpan(), q = clip.Upper.Values.AsSpan();
        double* lower = workspace.Lower(source);
        double* upper = workspace.Upper(source);
        ActivationRelaxation.Clip(
            width.Count, lower, upper, p, q, workspace.LowerSlope(id), workspace.UpperSlope(id), workspace.LowerIntercept(id), workspace.UpperIntercept(id));
        for (int k = 0; k < width.Count; k++)
        {
            workspace.Lower(id)[k] = Math.Min(Math.Max(lower[k], p[k]), q[k]);
            workspace.Upper(id)[k] = Math.Min(Math.Max(upper[k], p[k]), q[k]);
            workspace.Error(id)[k] = workspace.Tables.DoubleGamma * (Magnitude(source, k) + Magnitude(id, k));
        }

        FinishActivation(id, source, hasLowerIntercept: true);
    }

    private double MagnitudeLimit => workspace.Arithmetic == Arithmetic.Float32 ? Rounding.SingleMax * 0.99 : Rounding.MaxMagnitude;

    private double Magnitude(int id, int k) => Math.Max(Math.Abs(workspace.Lower(id)[k]), Math.Abs(workspace.Upper(id)[k]));

    /// <summary>Stores a range whose ends were computed with a few roundings of numbers up to <paramref name="magnitude"/>, by one float32 operation that is rounded once.</summary>
    private void Store(int id, int k, double lower, double upper, double magnitude)
    {
        bool single = workspace.Arithmetic == Arithmetic.Float32;
        double e = ((workspace.Tables.DoubleGamma + (single ? Rounding.SingleUnit : 0)) * magnitude) + (single ? Rounding.SingleTiny : 0);
        workspace.Error(id)[k] = e;
        workspace.Lower(id)[k] = Rounding.Down(lower, e);
        workspace.Upper(id)[k] = Rounding.Up(upper, e);
        if (!(magnitude + e <= MagnitudeLimit))
        {
            workspace.Overflow = true;
        }
    }

    private void FinishActivation(int id, int source, bool hasLowerIntercept)
    {
        if (settings.UseSymbolic)
        {
            SymbolicPropagation.Activation(workspace, id, source, hasLowerIntercept);
        }
    }

    /// <summary>Intersects the value's intervals with the functions' ranges, the parent's bounds and, where it decides, backward substitution.</summary>
    private void Tighten(int id)
    {
        double* lower = workspace.Lower(id);
        double* upper = workspace.Upper(id);
        int count = workspace.Tables.Width[id];
        bool isPreActivation = workspace.Tables.FeedsActivation[id];
        if (settings.UseSymbolic)
        {
            for (int k = 0; k < count; k++)
            {
                (double l, double u) = SymbolicPropagation.Range(workspace, id, k);
                lower[k] = Math.Max(lower[k], l);
                upper[k] = Math.Min(upper[k], u);
            }
        }

        int offset = workspace.Tables.PreActivationOffset[id];
        if (offset >= 0 && inheritedLower != null)
        {
            for (int k = 0; k < count; k++)
            {
                lower[k] = Math.Max(lower[k], inheritedLower[offset + k]);
                upper[k] = Math.Min(upper[k], inheritedUpper[offset + k]);
            }
        }

        if (settings.UseCrown && isPreActivation && !workspace.Overflow)
        {
            if (settings.IsPlain)
            {
                CrownPropagation.BoundAll(workspace, id, intersect: false);
            }
            else
            {
                CrownPropagation.TightenUnstable(workspace, id);
            }
        }
    }
}
