using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.QuickProofs;

/// <summary>A constraint <c>Σ c v ≤ b</c> of a violation over the operators of a network, for every number that its decimals may mean.</summary>
internal sealed class ConstraintRow
{
    // A stated decimal that is no double lies strictly between the neighbours of the nearest one: off by less than one unit in the last place, 2⁻⁵² of it at most.
    private const double DecimalError = 1.0 / (1L << 51);

    private readonly (int Operator, int Element, double Coefficient)[] _terms, _negated;
    private readonly (int Operator, int Element, double Error)[] _inexact;
    private readonly double _least, _greatest;

    public ConstraintRow(LinearConstraint constraint, NetworkModel model)
    {
        Constraint = constraint;
        _terms = constraint.Terms.Select(t => (t.Variable.IsOutput ? model.Output : 0, t.Variable.Index, t.Coefficient.Value)).ToArray();
        _negated = _terms.Select(t => (t.Operator, t.Element, -t.Coefficient)).ToArray();
        _inexact = constraint.Terms.Where(t => !t.Coefficient.IsExact)
            .Select(t => (t.Variable.IsOutput ? model.Output : 0, t.Variable.Index, (Math.Abs(t.Coefficient.Value) * DecimalError) + double.Epsilon)).ToArray();
        HasOutputs = constraint.Terms.Any(t => t.Variable.IsOutput);
        StatedNumber bound = constraint.Bound;
        (_least, _greatest) = bound.IsExact ? (bound.Value, bound.Value) : (Outward.Down(bound.Value), Outward.Up(bound.Value));
    }

    public LinearConstraint Constraint { get; }

    /// <summary>Whether it reads an output; else it is a condition on the inputs.</summary>
    public bool HasOutputs { get; }

    /// <summary>Its terms on inputs, for conditions on the inputs.</summary>
    public IReadOnlyList<(int Operator, int Element, double Coefficient)> Terms => _terms;

    /// <summary>At least the stated right-hand side.</summary>
    public double Greatest => _greatest;

    /// <summary>Whether all its coefficients are doubles.</summary>
    public bool IsExact => _inexact.Length == 0;

    /// <summary>A lower bound of <c>Σ c v − b</c>.</summary>
    /// <param name="bounds">The bounds on a box.</param>
    /// <param name="byLines">Whether to substitute backward; else intervals alone.</param>
    /// <param name="inputCoefficients">Takes the linear bound's coefficients of the inputs; null where nobody asks.</param>
    public double Margin(Float32Bounds bounds, bool byLines, double[]? inputCoefficients = null)
    {
        double constant = Outward.Down(-_greatest - Slack(bounds));
        return byLines ? bounds.LowerBoundOf(_terms, constant, inputCoefficients) : bounds.LowerBoundByIntervals(_terms, constant);
    }

    /// <summary>A lower bound of <c>Σ c v − b + Σ d x</c> by backward substitution, less <paramref name="constant"/>.</summary>
    /// <param name="bounds">The bounds on a box.</param>
    /// <param name="added">The coefficients <c>d</c> of the inputs.</param>
    /// <param name="constant">What is subtracted.</param>
    public double MarginWith(Float32Bounds bounds, IEnumerable<(int Operator, int Element, double Coefficient)> added, double constant) =>
        bounds.LowerBoundOf(_terms.Concat(added).ToArray(), Outward.Down(Outward.Down(-_greatest - Slack(bounds)) - constant), null);

    /// <summary>Whether a margin shows that the constraint is satisfied nowhere on the box. False for NaN.</summary>
    public bool IsRefutedBy(double margin) => Constraint.IsStrict ? margin >= 0 : margin > 0;

    /// <summary>A lower bound of <c>b − Σ c v</c>: the constraint is satisfied on the whole box where <see cref="IsSatisfiedBy"/>.</summary>
    public double Surplus(Float32Bounds bounds, bool byLines)
    {
        double constant = Outward.Down(_least - Slack(bounds));
        return byLines ? bounds.LowerBoundOf(_negated, constant, null) : bounds.LowerBoundByIntervals(_negated, constant);
    }

    /// <summary>Whether a surplus shows that the constraint is satisfied on the whole box. False for NaN.</summary>
    public bool IsSatisfiedBy(double surplus) => Constraint.IsStrict ? surplus > 0 : surplus >= 0;

    /// <summary>At least the greatest value of <c>Σ c v</c>, from a surplus.</summary>
    public double UpperFrom(double surplus) => Outward.Up(_greatest - surplus);

    private double Slack(Float32Bounds bounds)
    {
        double slack = 0;
        foreach ((int id, int element, double error) in _inexact)
        {
            slack = Outward.Up(slack + Outward.Up(error * bounds.Operators[id].Magnitude(element)));
        }

        return slack;
    }
}
