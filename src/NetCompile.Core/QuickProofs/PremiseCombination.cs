using NetCompile.Bounds;

namespace NetCompile.QuickProofs;

/// <summary>Refutes a constraint on outputs where conditions on the inputs are met: where <c>p(x) ≤ 0</c>, <c>g(x) ≥ g(x) + λ p(x)</c> for every <c>λ ≥ 0</c>.</summary>
/// <remarks>
/// Along the border of a condition no box is small enough to refute it or the constraint alone, if the constraint is met just beyond. Multipliers are chosen on the constraint's linear bound in plain double, one
/// condition after the other; what they give is then bounded rigorously by a substitution of its own. Source: Lagrangian duality, of which any multiplier gives a bound.
/// </remarks>
internal sealed class PremiseCombination
{
    private const double Unit = 1.0 / (1L << 52);

    private readonly ConstraintRow _row;
    private readonly Float32Bounds _bounds;
    private readonly OperatorBounds _input;
    private readonly double[] _coefficients;

    /// <param name="row">The constraint.</param>
    /// <param name="margin">Its margin by lines.</param>
    /// <param name="coefficients">The linear bound's coefficients of the inputs; copied.</param>
    /// <param name="bounds">The bounds on the box.</param>
    public PremiseCombination(ConstraintRow row, double margin, double[] coefficients, Float32Bounds bounds) =>
        (_row, Margin, _coefficients, _bounds, _input) = (row, margin, (double[])coefficients.Clone(), bounds, bounds.Operators[0]);

    public double Margin { get; }

    /// <summary>Whether the constraint is satisfied nowhere on the box where the conditions on the inputs among <paramref name="rows"/> are.</summary>
    public bool Refutes(IReadOnlyList<ConstraintRow> rows)
    {
        double constant = Margin - Enumerable.Range(0, _coefficients.Length).Sum(j => Least(j, _coefficients[j]));
        double best = Margin;
        List<(ConstraintRow Row, double Multiplier)> chosen = new();
        foreach (ConstraintRow condition in rows.Where(r => !r.HasOutputs && r.IsExact))
        {
            double multiplier = BestMultiplier(condition), value = ValueOf(condition, multiplier, constant);
            if (multiplier > 0 && value > best)
            {
                best = value;
                chosen.Add((condition, multiplier));
                constant -= multiplier * condition.Greatest;
                foreach ((_, int j, double p) in condition.Terms)
                {
                    _coefficients[j] += multiplier * p;
                }
            }
        }

        return chosen.Count > 0 && best > 0 && _row.IsRefutedBy(Rigorous(chosen));
    }

    // The minimum over the box is concave in the multiplier λ, and linear between those at which a coefficient c_j + λ p_j changes its sign and x_j its end: the maximum is where the slope stops being positive.
    private double BestMultiplier(ConstraintRow condition)
    {
        double slope = -condition.Greatest;
        List<(double Multiplier, double Drop)> changes = new();
        foreach ((_, int j, double p) in condition.Terms)
        {
            double c = _coefficients[j];
            slope += p * (c > 0 || (c == 0 && p > 0) ? _input.Lower[j] : _input.Upper[j]);
            if (-c / p is var change && change > 0)
            {
                changes.Add((change, Math.Abs(p) * (_input.Upper[j] - _input.Lower[j])));
            }
        }

        changes.Sort((a, b) => a.Multiplier.CompareTo(b.Multiplier));
        double multiplier = 0;
        for (int k = 0; k < changes.Count && slope > 0; k++)
        {
            multiplier = changes[k].Multiplier;
            slope -= changes[k].Drop;
        }

        return multiplier;
    }

    // min over the box of the linear bound and a multiple of a condition.
    private double ValueOf(ConstraintRow condition, double multiplier, double constant)
    {
        double value = constant - (multiplier * condition.Greatest);
        for (int j = 0; j < _coefficients.Length; j++)
        {
            value += Least(j, _coefficients[j]);
        }

        foreach ((_, int j, double p) in condition.Terms)
        {
            value += Least(j, _coefficients[j] + (multiplier * p)) - Least(j, _coefficients[j]);
        }

        return value;
    }

    private double Least(int j, double a) => a == 0 ? 0 : a * (a > 0 ? _input.Lower[j] : _input.Upper[j]);

    // A product fl(λ p) is off by at most one unit in its last place; that acts on a value of the input's magnitude.
    private double Rigorous(List<(ConstraintRow Row, double Multiplier)> chosen)
    {
        List<(int Operator, int Element, double Coefficient)> added = new();
        double constant = 0;
        foreach ((ConstraintRow condition, double multiplier) in chosen)
        {
            constant = Outward.Up(constant + Outward.Up(multiplier * condition.Greatest));
            foreach ((int id, int j, double p) in condition.Terms)
            {
                double product = multiplier * p;
                added.Add((id, j, product));
                constant = Outward.Up(constant + Outward.Up(((Math.Abs(product) * Unit) + double.Epsilon) * _input.Magnitude(j)));
            }
        }

        return _row.MarginWith(_bounds, added, constant);
    }
}
