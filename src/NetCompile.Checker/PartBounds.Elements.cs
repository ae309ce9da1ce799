using System.Runtime.CompilerServices;

namespace NetCompile.Checker;

/// <content>Ends of pre-activations that the certificate bounds with slopes of their own, on the part as it is or divided further by signs.</content>
internal sealed partial class PartBounds
{
    /// <summary>The lower bound of an element, or of its negative for the upper end, on a part of the current part: the least of its parts'. NaN where nothing can be said.</summary>
    private double ElementLower(ElementBound element, ElementPart part, SlopeRule rule, PhaseSigns signs)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (part is ElementSplit split)
        {
            double inactive = Decided(split, -1, split.Inactive), active = Decided(split, 1, split.Active);
            // Keeps a NaN: a part without a bound leaves the whole without one.
            return Math.Min(inactive, active);
        }

        // A multiplier replaces lines: these must not outlive the row, since other rows are about a larger part.
        ElementRow row = (ElementRow)part;
        SavedPart saved = Save();
        SetLinesBefore(element.PreActivation, row.Slopes, rule);
        BeginRows(1);
        AddTerm(0, element.PreActivation, element.Neuron, element.IsUpper ? -1 : 1);
        AddMultipliers(0, row.Multipliers, signs);
        Substitute();
        double bound = RowBound(0);
        Restore(saved);
        return double.IsFinite(bound) ? bound : double.NaN;

        double Decided(ElementSplit s, int sign, ElementPart next)
        {
            // Where bounds show the other sign no input is left, and any bound holds.
            if (sign > 0 ? Upper(s.PreActivation)[s.Neuron] < 0 : Lower(s.PreActivation)[s.Neuron] > 0)
            {
                return double.PositiveInfinity;
            }

            int before = signs.Set(s.PreActivation, s.Neuron, sign);
            double bound = ElementLower(element, next, rule, signs);
            signs.Set(s.PreActivation, s.Neuron, before);
            return bound;
        }
    }
}
