using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Bounds;

/// <summary>Interval bound propagation, operator by operator in the order of the graph; sound: every end is rounded outward.</summary>
/// <remarks>The plain reference: used at compile time and to test what is faster. Source: [PT] §4.4.3, the row "IBP".</remarks>
public static class IntervalBounds
{
    /// <summary>Bounds on every operator's value for real inputs in a region.</summary>
    /// <param name="model">The network.</param>
    /// <param name="region">One interval per input; its outer ends count.</param>
    /// <exception cref="ArgumentException">The region has another number of inputs, or one of its intervals is empty.</exception>
    public static NetworkBounds Compute(NetworkModel model, ImmutableArray<InputInterval> region)
    {
        ImmutableArray<OperatorBounds>.Builder bounds = ImmutableArray.CreateBuilder<OperatorBounds>(model.Operators.Length);
        bounds.Add(OfInput(model, region));
        foreach (NetworkOperator o in model.Operators.Skip(1))
        {
            bounds.Add(Step(o, bounds));
        }

        return new NetworkBounds(model, bounds.MoveToImmutable());
    }

    /// <summary>The bounds of the input operator.</summary>
    internal static OperatorBounds OfInput(NetworkModel model, ImmutableArray<InputInterval> region)
    {
        if (region.Length != model.InputCount)
        {
            throw new ArgumentException($"The region has {region.Length} inputs but the network has {model.InputCount}.", nameof(region));
        }

        for (int i = 0; i < region.Length; i++)
        {
            if (region[i].IsEmpty)
            {
                throw new ArgumentException($"The interval of input {i} is empty: {region[i].Lower} to {region[i].Upper}.", nameof(region));
            }
        }

        return new OperatorBounds(region.Select(r => r.Lower).ToArray(), region.Select(r => r.Upper).ToArray());
    }

    /// <summary>The bounds of one operator from those of its sources, by operator id.</summary>
    internal static OperatorBounds Step(NetworkOperator o, IReadOnlyList<OperatorBounds> bounds)
    {
        OperatorBounds x = bounds[o.Sources[0]];
        double[] lower = new double[o.Count], upper = new double[o.Count];
        switch (o)
        {
            case DenseOperator d:
                Dense(d, x, lower, upper);
                break;

            case ScaleOperator s:
                for (int i = 0; i < lower.Length; i++)
                {
                    double factor = s.Factor.Values[i];
                    double atLower = s.IsDivision ? x.Lower[i] / factor : x.Lower[i] * factor, atUpper = s.IsDivision ? x.Upper[i] / factor : x.Upper[i] * factor;
                    lower[i] = Outward.Down(Math.Min(atLower, atUpper));
                    upper[i] = Outward.Up(Math.Max(atLower, atUpper));
                }

                break;

            case ShiftOperator t:
                for (int i = 0; i < lower.Length; i++)
                {
                    lower[i] = Outward.Down(x.Lower[i] + t.Offset.Values[i]);
                    upper[i] = Outward.Up(x.Upper[i] + t.Offset.Values[i]);
                }

                break;

            case SumOperator s:
                OperatorBounds y = bounds[s.Sources[1]];
                for (int i = 0; i < lower.Length; i++)
                {
                    lower[i] = Outward.Down(s.IsDifference ? x.Lower[i] - y.Upper[i] : x.Lower[i] + y.Lower[i]);
                    upper[i] = Outward.Up(s.IsDifference ? x.Upper[i] - y.Lower[i] : x.Upper[i] + y.Upper[i]);
                }

                break;

            case GatherOperator g:
                for (int i = 0; i < lower.Length; i++)
                {
                    OperatorBounds source = bounds[g.Sources[g.Indices[i].Source]];
                    lower[i] = source.Lower[g.Indices[i].Element];
                    upper[i] = source.Upper[g.Indices[i].Element];
                }

                break;

            case MaximumOperator m:
                for (int i = 0; i < lower.Length; i++)
                {
                    // Exact: the maximum is increasing in every element, and takes no rounding.
                    lower[i] = upper[i] = double.NegativeInfinity;
                    foreach (int j in m.Groups[i])
                    {
                        lower[i] = Math.Max(lower[i], x.Lower[j]);
                        upper[i] = Math.Max(upper[i], x.Upper[j]);
                    }
                }

                break;

            case { IsActivation: true }:
                for (int i = 0; i < lower.Length; i++)
                {
                    lower[i] = ActivationShape.Down(o, i, x.Lower[i]);
                    upper[i] = ActivationShape.Up(o, i, x.Upper[i]);
                }

                break;

            default:
                throw new InvalidOperationException($"No interval rule for {o}.");
        }

        return new OperatorBounds(lower, upper);
    }

    private static void Dense(DenseOperator d, OperatorBounds x, double[] lower, double[] upper)
    {
        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan();
        ReadOnlySpan<double> xLower = x.Lower, xUpper = x.Upper;
        for (int i = 0; i < lower.Length; i++)
        {
            double bias = d.Bias is null ? 0 : d.Bias.Values[i];
            double low = bias, high = bias, lowMagnitude = Math.Abs(bias), highMagnitude = lowMagnitude;
            ReadOnlySpan<float> row = weights.Slice(i * xLower.Length, xLower.Length);
            for (int j = 0; j < row.Length; j++)
            {
                double w = row[j];
                if (w == 0)
                {
                    // Also where the bound is infinite: the exact product is zero.
                    continue;
                }

                double toLow = w * (w > 0 ? xLower[j] : xUpper[j]), toHigh = w * (w > 0 ? xUpper[j] : xLower[j]);
                low += toLow;
                high += toHigh;
                lowMagnitude += Math.Abs(toLow);
                highMagnitude += Math.Abs(toHigh);
            }

            lower[i] = Outward.Down(low - Outward.SumError(lowMagnitude, row.Length + 1));
            upper[i] = Outward.Up(high + Outward.SumError(highMagnitude, row.Length + 1));
        }
    }
}
