using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.QuickProofs;

namespace NetCompile.Analyzers;

/// <summary>Reports the quick proof of every property, at its method's name or its attribute.</summary>
internal static class QuickProofCheck
{
    public static void Run(Check check, ResolvedNetwork network, QuickProofOptions options)
    {
        for (int i = 0; i < check.Declaration.Properties.Count; i++)
        {
            PropertyDeclaration declaration = check.Declaration.Properties[i];
            if (network.Properties.FirstOrDefault(p => p.Declaration.Equals(declaration)) is not { } property || LocationOf(check, i) is not { } location)
            {
                continue; // It cannot be built, which has its own message.
            }

            check.CancellationToken.ThrowIfCancellationRequested();
            NetworkModel model = property.IsUnscaled ? network.Unscaled ?? network.Model : network.Model;
            if (property.Property.Cases.All(c => c.Region.Any(r => r.IsEmpty)))
            {
                continue; // Without any input, or without a case at all, it is vacuous: PropertyCheck says so.
            }

            Report(check, location, network, property, model, QuickProofCache.ProofOf(model, property.Property, options, check.CancellationToken), options);
        }
    }

    private static void Report(Check check, Location location, ResolvedNetwork network, ResolvedProperty property, NetworkModel model, QuickProof proof, QuickProofOptions options)
    {
        ProofText text = new(check.Declaration, property, model, options);
        string name = property.Declaration.Name, reservation = property.IsUnscaled && network.Unscaled is not null
            ? " (in the model's own values, without the declared scaling)"
            : "";
        switch (proof.Verdict)
        {
            case QuickVerdict.Holds:
                check.Add(ProofRules.Holds, location, name, text.Region, text.Method(proof));
                break;

            case QuickVerdict.Violated:
                check.Add(ProofRules.Violated, location, name, text.Counterexample(proof.Counterexample!), reservation);
                break;

            case QuickVerdict.NeverHolds:
                check.Add(ProofRules.NeverHolds, location, name, text.Evidence(proof.Evidence!.Value), text.Counterexample(proof.Counterexample!), reservation);
                break;

            case QuickVerdict.Vacuous:
                check.Add(PropertyRules.Vacuous, location, name, PropertyRules.NoInputViolates);
                break;

            default:
                check.Add(ProofRules.Undecided, location, name, text.Obstacle(proof), text.Remedy(proof));
                break;
        }
    }

    private static Location? LocationOf(Check check, int index) =>
        check.Attributes.Properties[index]?.Location ?? check.MethodOf(check.Declaration.Properties[index])?.Locations.FirstOrDefault();
}
