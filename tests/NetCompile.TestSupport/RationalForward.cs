using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.TestSupport;

/// <summary>The forward pass in exact rational arithmetic: the truth that every bound is tested against. Small networks only.</summary>
public static class RationalForward
{
    /// <summary>The network's exact output.</summary>
    public static Rational[] Evaluate(NetworkModel model, IReadOnlyList<Rational> input) => EvaluateAll(model, input)[model.Output];

    /// <summary>The exact value of every operator, by operator id.</summary>
    public static Rational[][] EvaluateAll(NetworkModel model, IReadOnlyList<Rational> input)
    {
        Rational[][] values = new Rational[model.Operators.Length][];
        foreach (NetworkOperator o in model.Operators)
        {
            values[o.Id] = [.. Enumerable.Range(0, o.Count).Select(i => Element(o, values, input, i))];
        }

        return values;
    }

    private static Rational Element(NetworkOperator o, Rational[][] values, IReadOnlyList<Rational> input, int i)
    {
        Rational Source(int position = 0) => values[o.Sources[position]][i];
        switch (o)
        {
            case InputOperator:
                return input[i];
            case DenseOperator d:
                Rational sum = d.Bias is null ? Rational.Zero : Rational.FromDouble(d.Bias.Values[i]);
                for (int k = 0; k < d.Inputs; k++)
                {
                    sum += Rational.FromDouble(d.Weights.Values[(i * d.Inputs) + k]) * values[o.Sources[0]][k];
                }

                return sum;
            case ScaleOperator s:
                return s.IsDivision ? Source() / Rational.FromDouble(s.Factor.Values[i]) : Source() * Rational.FromDouble(s.Factor.Values[i]);
            case ShiftOperator s:
                return Source() + Rational.FromDouble(s.Offset.Values[i]);
            case SumOperator s:
                return s.IsDifference ? Source() - Source(1) : Source() + Source(1);
            case GatherOperator g:
                return values[o.Sources[g.Indices[i].Source]][g.Indices[i].Element];
            case MaximumOperator m:
                return m.Groups[i].Select(j => values[o.Sources[0]][j]).Aggregate((a, b) => a >= b ? a : b);
            case StepOperator s:
                return Rational.FromDouble(Source().Sign < 0 ? s.Low : Source().Sign > 0 ? s.High : s.AtZero);
            case ReluOperator:
                return Source().Sign < 0 ? Rational.Zero : Source();
            case LeakyReluOperator l:
                return Source().Sign < 0 ? Source() * Rational.FromDouble(l.Slope) : Source();
            case ClipOperator c:
                Rational v = Source();
                if (!float.IsInfinity(c.Lower.Values[i]) && v < Rational.FromDouble(c.Lower.Values[i]))
                {
                    return Rational.FromDouble(c.Lower.Values[i]);
                }

                return !float.IsInfinity(c.Upper.Values[i]) && v > Rational.FromDouble(c.Upper.Values[i]) ? Rational.FromDouble(c.Upper.Values[i]) : v;
            default:
                throw new InvalidOperationException($"No exact forward pass for {o.Kind}.");
        }
    }
}
