using NetCompile.Properties;

namespace NetCompile.Verification;

/// <summary>Checks exactly, in rational arithmetic, that a counterexample meets the violation as the property states it.</summary>
internal static class CounterexampleCheck
{
    /// <summary>Whether the input lies in the region and the output meets every constraint of one of the case's conjunctions.</summary>
    public static bool IsConfirmed(VerificationProperty property, Counterexample candidate, InputBox box)
    {
        for (int j = 0; j < candidate.Input.Length; j++)
        {
            if (!(candidate.Input[j] >= box.FloatLower[j] && candidate.Input[j] <= box.FloatUpper[j]))
            {
                return false;
            }
        }

        if (candidate.Output.Any(v => !float.IsFinite(v)))
        {
            return false;
        }

        return property.Cases[candidate.CaseIndex].Unsafe.Any(c => c.Constraints.All(constraint => IsMet(constraint, candidate)));
    }

    private static bool IsMet(LinearConstraint constraint, Counterexample candidate)
    {
        Rational sum = Rational.Zero, slack = Rational.Zero;
        foreach (LinearTerm term in constraint.Terms)
        {
            Rational value = Rational.FromDouble(term.Variable.IsOutput ? candidate.Output[term.Variable.Index] : candidate.Input[term.Variable.Index]);
            sum += Rational.FromDouble(term.Coefficient.Value) * value;
            slack += Uncertainty(term.Coefficient) * (value.Sign < 0 ? -value : value);
        }

        slack += Uncertainty(constraint.Bound);
        int sign = (sum + slack - Rational.FromDouble(constraint.Bound.Value)).Sign;
        return sign < 0 || (sign == 0 && !constraint.IsStrict);
    }

    /// <summary>How far a stated number may be from the double that stands for it.</summary>
    private static Rational Uncertainty(StatedNumber number) =>
        number.IsExact ? Rational.Zero : Rational.FromDouble(Math.BitIncrement(Math.Abs(number.Value))) - Rational.FromDouble(Math.Abs(number.Value));
}
