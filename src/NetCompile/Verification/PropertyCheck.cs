using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Verification;

/// <summary>Refuses a property that is not about the given network, or that states no proper region, before anything is computed.</summary>
internal static class PropertyCheck
{
    /// <exception cref="ArgumentException">Counts disagree, an end is NaN, or a constraint names a variable that the network does not have.</exception>
    public static void Require(NetworkModel model, VerificationProperty property)
    {
        if (property.InputCount != model.InputCount || property.OutputCount != model.OutputCount)
        {
            throw new ArgumentException(
                $"The property is about {property.InputCount} inputs and {property.OutputCount} outputs; the network has {model.InputCount} and {model.OutputCount}.",
                nameof(property));
        }

        for (int c = 0; c < property.Cases.Length; c++)
        {
            PropertyCase @case = property.Cases[c];
            if (@case.Region.Length != model.InputCount)
            {
                throw new ArgumentException($"Case {c} has a region of {@case.Region.Length} inputs; the network has {model.InputCount}.", nameof(property));
            }

            for (int j = 0; j < @case.Region.Length; j++)
            {
                InputInterval interval = @case.Region[j];
                // NaN must not pass for an empty interval, which would make the property hold vacuously.
                if (double.IsNaN(interval.Lower) || double.IsNaN(interval.Upper) || double.IsNaN(interval.InnerLower) || double.IsNaN(interval.InnerUpper))
                {
                    throw new ArgumentException($"An end of the range of input {j} in case {c} is NaN.", nameof(property));
                }
            }

            foreach (LinearTerm term in @case.Unsafe.SelectMany(u => u.Constraints).SelectMany(k => k.Terms))
            {
                int count = term.Variable.IsOutput ? model.OutputCount : model.InputCount;
                if ((uint)term.Variable.Index >= (uint)count)
                {
                    throw new ArgumentException($"Case {c} names {term.Variable}; the network has {count}.", nameof(property));
                }
            }
        }
    }
}
