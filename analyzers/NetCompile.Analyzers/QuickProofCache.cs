using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Generator;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.QuickProofs;

namespace NetCompile.Analyzers;

/// <summary>Quick proofs, each done once for a model, a property with its region, and a budget, while it stays in use.</summary>
internal static class QuickProofCache
{
    // A result is a point and some numbers; a project with more properties than this does some again on each edit.
    private const int Capacity = 512;

    private static readonly RecentResults<ProofKey, QuickProof> s_proofs = new(Capacity);
    private static readonly RecentResults<StabilityKey, Stability> s_stabilities = new(Capacity / 8);
    private static int s_computations;

    /// <summary>Proofs and stabilities that were computed since the process started.</summary>
    public static int Computations => Volatile.Read(ref s_computations);

    /// <summary>The quick proof of a property.</summary>
    public static QuickProof ProofOf(NetworkModel model, VerificationProperty property, QuickProofOptions options, CancellationToken cancellationToken) => s_proofs.GetOrAdd(
        new ProofKey(model.ContentHash, property, options),
        token =>
        {
            Interlocked.Increment(ref s_computations);
            return QuickProver.Prove(model, property, options, token);
        },
        cancellationToken);

    /// <summary>The stability of a network's units over a region; null where it is not known.</summary>
    public static ImmutableArray<ActivationStability>? StabilityOf(NetworkModel model, EquatableArray<InputInterval> region, long work, CancellationToken cancellationToken) => s_stabilities.GetOrAdd(
        new StabilityKey(model.ContentHash, region, work),
        _ =>
        {
            Interlocked.Increment(ref s_computations);
            return new Stability(QuickStability.Of(model, region.AsImmutableArray(), work));
        },
        cancellationToken).Layers;

    // Names are no part of the model's key, nor of the result.
    private sealed record ProofKey(string ContentHash, VerificationProperty Property, QuickProofOptions Options);

    private sealed record StabilityKey(string ContentHash, EquatableArray<InputInterval> Region, long Work);

    private sealed record Stability(ImmutableArray<ActivationStability>? Layers);
}
