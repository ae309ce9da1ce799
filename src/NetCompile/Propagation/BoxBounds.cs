using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>Bounds all operators over one box.</summary>
internal static unsafe class BoxBounds
{
    /// <summary>Fills the constant vectors (scale factors, offsets) that the passes find beside the slopes; once per workspace.</summary>
    public static void Prepare(BoundsWorkspace w)
    {
        foreach (NetworkOperator o in w.Runner.Model.Operators)
        {
            switch (o)
            {
                case ScaleOperator s:
                    for (int k = 0; k < o.Count; k++)
                    {
                        w.LowerSlope(o.Id)[k] = s.IsDivision ? 1.0 / s.Factor.Values[k] : s.Factor.Values[k];
                    }

                    break;
                case ShiftOperator s:
                    for (int k = 0; k < o.Count; k++)
                    {
                        w.LowerIntercept(o.Id)[k] = s.Offset.Values[k];
                    }

                    break;
            }
        }
    }

    /// <summary>Bounds every operator's value over the box <c>[lower, upper]</c>.</summary>
    /// <param name="w">The workspace; holds the bounds afterwards.</param>
    /// <param name="lower"><c>[InputCount]</c>.</param>
    /// <param name="upper"><c>[InputCount]</c>.</param>
    /// <param name="settings">Which steps to take.</param>
    /// <param name="inheritedLower">Pre-activation bounds of a box that contains this one, or empty.</param>
    /// <param name="inheritedUpper">The same for the upper ends.</param>
    public static void Compute(
        BoundsWorkspace w, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, BoundsSettings settings,
        ReadOnlySpan<double> inheritedLower = default, ReadOnlySpan<double> inheritedUpper = default)
    {
        w.Overflow = false;
        lower.CopyTo(new Span<double>(w.Lower(0), lower.Length));
        upper.CopyTo(new Span<double>(w.Upper(0), upper.Length));
        double gamma = w.Tables.DoubleGamma;
        for (int j = 0; j < lower.Length; j++)
        {
            double magnitude = Math.Max(Math.Abs(lower[j]), Math.Abs(upper[j]));
            w.Error(0)[j] = gamma * magnitude;
            if (!(magnitude <= Rounding.SingleMax))
            {
                w.Overflow = true;
            }
        }

        if (settings.UseSymbolic)
        {
            SymbolicPropagation.Input(w);
        }

        fixed (double* l = inheritedLower)
        fixed (double* u = inheritedUpper)
        {
            ForwardPass pass = new(w, settings, l, u);
            w.Runner.Propagate(ref pass);
        }
    }

    /// <summary>Copies the pre-activation bounds for the box's children.</summary>
    public static void CopyPreActivations(BoundsWorkspace w, Span<double> lower, Span<double> upper)
    {
        for (int id = 0; id < w.Tables.PreActivationOffset.Length; id++)
        {
            int offset = w.Tables.PreActivationOffset[id];
            if (offset >= 0)
            {
                new ReadOnlySpan<double>(w.Lower(id), w.Tables.Width[id]).CopyTo(lower[offset..]);
                new ReadOnlySpan<double>(w.Upper(id), w.Tables.Width[id]).CopyTo(upper[offset..]);
            }
        }
    }
}
