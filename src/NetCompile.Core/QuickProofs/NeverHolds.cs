using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.QuickProofs;

/// <summary>Whether bounds show that every input a property is about violates it.</summary>
/// <remarks>
/// A case is violated throughout where one alternative without conditions on the inputs is satisfied on all of it, or where every alternative's constraints on outputs are, so that its
/// conditions on the inputs are all that is left. An input outside all cases, or that meets none of the conditions, is one that the property is not about.
/// </remarks>
internal static class NeverHolds
{
    /// <summary>A constraint on outputs that is met everywhere in the counterexample's case, with the greatest value of its left-hand side there; null where a violation everywhere is not shown.</summary>
    public static (LinearConstraint Constraint, double Upper)? EvidenceOf(
        NetworkModel model, IReadOnlyList<ProofCase> cases, PropertyViolation violation, bool useCrown, long boundsWork, long rowWork, ProofBudget budget)
    {
        (LinearConstraint, double)? evidence = null;
        foreach (ProofCase @case in cases)
        {
            double[] lower = (double[])@case.Lower.Clone(), upper = (double[])@case.Upper.Clone();
            if (@case.Alternatives.Length == 1)
            {
                InputContraction.Run(@case.Alternatives[0].Rows, lower, upper);
            }

            if (!budget.TrySpend(boundsWork))
            {
                return null;
            }

            Float32Bounds bounds = Float32Bounds.Compute(model, lower, upper, useCrown);
            if (bounds.MayOverflow)
            {
                return null;
            }

            bool every = true;
            (LinearConstraint, double)? ofEvery = null, ofOne = null;
            foreach (Alternative alternative in @case.Alternatives)
            {
                bool isCertain = true;
                (LinearConstraint, double)? first = null;
                foreach (ConstraintRow row in alternative.Rows.Where(r => r.HasOutputs))
                {
                    if (!budget.TrySpend(rowWork))
                    {
                        return null;
                    }

                    double surplus = row.Surplus(bounds, byLines: true);
                    isCertain &= row.IsSatisfiedBy(surplus);
                    first ??= (row.Constraint, row.UpperFrom(surplus));
                }

                every &= isCertain;
                ofEvery = violation.Conjunction == alternative.Index ? first : ofEvery;
                ofOne ??= isCertain && alternative.Rows.All(r => r.HasOutputs) ? first : null;
            }

            // What is shown must be certain: the alternative that the counterexample meets need not be, where another one is met everywhere.
            (LinearConstraint, double)? shown = every ? ofEvery ?? ofOne : ofOne;
            if (!every && shown is null)
            {
                return null;
            }

            evidence = violation.Case == @case.Index ? shown : evidence;
        }

        return evidence;
    }
}
