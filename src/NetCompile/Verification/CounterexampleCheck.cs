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

        foreach (Conjunction conjunction in property.Cases[candidate.CaseIndex].Unsafe)
        {
            if (PropertyEvaluator.IsSatisfied(conjunction, candidate.Input.AsSpan(), candidate.Output.AsSpan()))
            {
                return true;
            }
        }

        return false;
    }
}
