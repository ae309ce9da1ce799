using NetCompile.Generator.Parsing;
using NetCompile.Models;

namespace NetCompile.Generator.Milp;

/// <summary>What one unstable unit costs by each encoding, in closed form.</summary>
/// <remarks>
/// The pre-activation <c>a</c> over n terms costs a variable and a row of n + 1, unless it is a variable already. Extended and partition forms keep the big-M rows beside their own where proven bounds are
/// tighter than intervals; they are counted as if they always did, so that these two are upper bounds.
/// </remarks>
internal static class UnitSizes
{
    /// <summary>A ReLU; the copy of its pre-activation included.</summary>
    public static EncodingSize Relu(string encoding, EncodedForm a)
    {
        if (a.IsRounded && UsesTerms(encoding))
        {
            return Rounding + Relu(encoding, Exact(a));
        }

        int n = a.Nonzeros;
        return encoding switch
        {
            EncodingName.BigM or EncodingName.Ideal => PreActivation(a) + new EncodingSize(2, 1, 3, 7),
            EncodingName.Indicator => PreActivation(a) + new EncodingSize(2, 1, 3, 5),
            EncodingName.Sos1 => PreActivation(a) + new EncodingSize(2, 0, 1, 3),
            EncodingName.Triangle or EncodingName.ProjectedHull => PreActivation(a) + new EncodingSize(1, 0, 2, 4),
            EncodingName.Extended => BigMRows(a) + new EncodingSize(2 + n, 1, 2 + (4 * n), (n + 2) + ((2 * n) + 1) + (10 * n)),
            _ => Partition(a, Math.Min(n, EncodingName.GroupsOf(encoding) ?? 1)),
        };
    }

    /// <summary>A leaky ReLU.</summary>
    public static EncodingSize LeakyRelu(string encoding, EncodedForm a)
    {
        if (encoding == EncodingName.BigM)
        {
            return PreActivation(a) + new EncodingSize(2, 1, 4, 10);
        }

        // h = ε a + (1 − ε) ρ(a): a ReLU, its pre-activation and a row; encodings that look at the terms have the pre-activation apart from the ReLU's own.
        if (a.IsRounded && UsesTerms(encoding))
        {
            return Rounding + LeakyRelu(encoding, Exact(a));
        }

        return PreActivation(a) + Relu(encoding, UsesTerms(encoding) || a.IsUnit ? a : EncodedForm.OfVariable(-1)) + new EncodingSize(1, 0, 1, 3);
    }

    /// <summary>A clip between <paramref name="p"/> and <paramref name="q"/>.</summary>
    public static EncodingSize Clip(string encoding, EncodedForm a, double p, double q, double lower, double upper)
    {
        if (lower < p && upper > q)
        {
            EncodedForm shared = a.IsUnit ? a : EncodedForm.OfVariable(-1);
            EncodingSize order = encoding is EncodingName.Sos1 or EncodingName.Triangle or EncodingName.ProjectedHull ? default : new EncodingSize(0, 0, 1, 2);
            return PreActivation(a) + Relu(encoding, Shifted(shared, p, 1)) + Relu(encoding, Shifted(shared, q, 1)) + order + new EncodingSize(1, 0, 1, 3);
        }

        // Above 0 a clip is a ReLU, without another variable for its value.
        bool isLow = lower < p;
        return Relu(encoding, isLow ? Shifted(a, p, 1) : Shifted(a, q, -1)) + (isLow && p == 0 ? default : new EncodingSize(1, 0, 1, 2));
    }

    /// <summary>A step.</summary>
    public static EncodingSize Step(string encoding, EncodedForm a, StepOperator o, double lower, double upper)
    {
        bool hasZero = o.AtZero != o.Low && o.AtZero != o.High;
        int phases = hasZero ? 3 : 2, binaries = encoding is EncodingName.Triangle or EncodingName.ProjectedHull ? 0 : phases;
        int values = 1 + (o.High != 0 ? 1 : 0) + (o.Low != 0 ? 1 : 0) + (hasZero && o.AtZero != 0 ? 1 : 0);
        return PreActivation(a) + new EncodingSize(1 + phases, binaries, 4, phases + values + 2 + (upper > 0 ? 1 : 0) + (lower < 0 ? 1 : 0));
    }

    /// <summary>A variable for a form, and the row that defines it; nothing where it is one.</summary>
    public static EncodingSize PreActivation(EncodedForm a) => a.IsUnit ? default : new EncodingSize(1, 0, 1, 1 + a.Nonzeros);

    private static bool UsesTerms(string encoding) => encoding is EncodingName.Ideal or EncodingName.Extended or EncodingName.ProjectedHull || EncodingName.GroupsOf(encoding) is not null;

    // A rounding radius is one more input where an encoding looks at the terms.
    private static EncodingSize Rounding => new(1, 0, 0, 0);

    private static EncodedForm Exact(EncodedForm a) => a with { Nonzeros = a.Nonzeros + 1, IsRounded = false };

    private static EncodedForm Shifted(EncodedForm a, double end, int sign) => a with { IsUnit = a.IsUnit && sign > 0 && end == 0, IsRounded = a.IsRounded || a.Constant != 0 };

    private static EncodingSize BigMRows(EncodedForm a) => PreActivation(a) + new EncodingSize(0, 0, 3, 7);

    private static EncodingSize Partition(EncodedForm a, int groups) =>
        BigMRows(a) + new EncodingSize(2 + (2 * groups), 1, 2 + (5 * groups), a.Nonzeros + (11 * groups) + (groups + 2) + ((2 * groups) + 1));
}
