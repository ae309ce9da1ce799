using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Checker;

/// <summary>Confirms a counterexample: the input lies in a case's region, and the network's output for it meets every constraint of one of the case's conjunctions.</summary>
internal static class CounterexampleCheck
{
    /// <exception cref="CertificateException">It is none.</exception>
    public static void Confirm(CheckedNetwork net, VerificationProperty property, IReadOnlyList<float> input)
    {
        if (input.Count != net.Model.InputCount)
        {
            throw new CertificateException($"the counterexample has {input.Count} inputs; the network has {net.Model.InputCount}");
        }

        bool isInside = false;
        foreach (PropertyCase @case in property.Cases)
        {
            if (Enumerable.Range(0, input.Count).All(j => IsInside(@case.Region[j], input[j])))
            {
                isInside = true;
                if (IsMetForAnyRounding(net, @case, input) || (net.IsFloat32 && IsMetInOrder(net.Model, @case, input)))
                {
                    return;
                }
            }
        }

        throw new CertificateException(isInside ? "the network's output for the counterexample does not meet the violation" : "the counterexample lies in no region of the property");
    }

    /// <summary>Whether a float32 is one of the interval's, or where it has none (a fixed decimal) the one nearest to it, which is what a program would be given.</summary>
    private static bool IsInside(InputInterval interval, float value)
    {
        if (value >= interval.InnerLower && value <= interval.InnerUpper)
        {
            return true;
        }

        float least = (float)interval.InnerLower;
        least = least >= interval.InnerLower ? least : MathF.BitIncrement(least);
        return !(least <= interval.InnerUpper) && !interval.IsEmpty && value == (float)((0.5 * interval.Lower) + (0.5 * interval.Upper));
    }

    /// <summary>Whether bounds of the outputs at the point show it, and so for any order of summation and over the reals.</summary>
    private static bool IsMetForAnyRounding(CheckedNetwork net, PropertyCase @case, IReadOnlyList<float> input)
    {
        PartBounds part = new(net);
        for (int j = 0; j < input.Count; j++)
        {
            part.NarrowInput(j, input[j], input[j]);
        }

        part.Recompute([SlopeRule.Adaptive], [], new PhaseSigns());
        return !part.Overflow && @case.Unsafe.Any(conjunction => conjunction.Constraints.All(IsMet));

        bool IsMet(LinearConstraint constraint)
        {
            // The greatest value of the left-hand side is the negated least one of its negation.
            part.BeginRows(1);
            foreach (LinearTerm term in constraint.Terms)
            {
                part.AddTerm(
                    0, term.Variable.IsOutput ? net.Model.Output : 0, term.Variable.Index, -term.Coefficient.Value, term.Coefficient.IsExact ? 0 : 4.0 / (1L << 53));
            }

            part.Substitute();
            double greatest = -part.RowBound(0), right = constraint.Bound.IsExact ? constraint.Bound.Value : Math.BitDecrement(constraint.Bound.Value);
            return double.IsFinite(greatest) && (greatest < right || (!constraint.IsStrict && greatest <= right));
        }
    }

    /// <summary>Whether a float32 forward pass that sums in the order of the weights shows it, compared in exact arithmetic: for violations smaller than the rounding.</summary>
    private static bool IsMetInOrder(NetworkModel model, PropertyCase @case, IReadOnlyList<float> input)
    {
        float[][] values = new float[model.Operators.Length][];
        foreach (NetworkOperator o in model.Operators)
        {
            values[o.Id] = [.. Enumerable.Range(0, o.Count).Select(i => Element(o, i))];
        }

        return @case.Unsafe.Any(u => PropertyEvaluator.IsSatisfied(u, values[0], values[model.Output]));

        float Element(NetworkOperator o, int i)
        {
            float x = o.Sources.IsEmpty || o is DenseOperator or GatherOperator ? 0 : values[o.Sources[0]][i];
            switch (o)
            {
                case InputOperator:
                    return input[i];
                case DenseOperator d:
                    float[] source = values[o.Sources[0]];
                    float sum = 0;
                    for (int j = 0; j < source.Length; j++)
                    {
                        sum += d.Weights.Values[(i * source.Length) + j] * source[j];
                    }

                    return d.Bias is null ? sum : sum + d.Bias.Values[i];
                case ScaleOperator s:
                    return s.IsDivision ? x / s.Factor.Values[i] : x * s.Factor.Values[i];
                case ShiftOperator s:
                    return x + s.Offset.Values[i];
                case SumOperator s:
                    return s.IsDifference ? x - values[s.Sources[1]][i] : x + values[s.Sources[1]][i];
                case GatherOperator g:
                    return values[g.Sources[g.Indices[i].Source]][g.Indices[i].Element];
                case ReluOperator:
                    return MathF.Max(x, 0);
                case LeakyReluOperator l:
                    return x >= 0 ? x : l.Slope * x;
                case ClipOperator c:
                    return MathF.Min(MathF.Max(x, c.Lower.Values[i]), c.Upper.Values[i]);
                default:
                    throw new NotSupportedException($"The checker knows no operator of kind {o.Kind}.");
            }
        }
    }
}
