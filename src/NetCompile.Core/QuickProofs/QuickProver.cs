using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.QuickProofs;

/// <summary>Tries to prove or refute a property at small cost, while somebody types: intervals, linear bounds, a few descents and a short branch and bound on the inputs.</summary>
/// <remarks>
/// The verdict is about the float32 forward pass of the model, for any order of its sums, fused or not. Deterministic: the budget counts boxes and multiplications.
/// The full engine decides much more; this one runs where it cannot, in a compiler on netstandard2.0.
/// </remarks>
public static class QuickProver
{
    /// <summary>Tries to decide a property.</summary>
    /// <param name="model">The network as it runs, with its scaling; without maxima, which what runs does not have either (<see cref="Passes.LowerMaximumPass"/>).</param>
    /// <param name="property">The property, about the model's inputs and outputs.</param>
    /// <param name="options">The budget; the default where null.</param>
    /// <param name="cancellationToken">Ends the search between two boxes, or before it begins.</param>
    /// <exception cref="ArgumentException">The property is about another number of inputs or outputs.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static QuickProof Prove(NetworkModel model, VerificationProperty property, QuickProofOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (property.InputCount != model.InputCount || property.OutputCount != model.OutputCount)
        {
            throw new ArgumentException(
                $"The property is about {property.InputCount} inputs and {property.OutputCount} outputs; the network has {model.InputCount} and {model.OutputCount}.", nameof(property));
        }

        options ??= new QuickProofOptions();
        ProofCase[] cases = property.Cases.Select((c, i) => ProofCase.Of(i, c, model, cancellationToken)).OfType<ProofCase>().Where(c => !c.Alternatives.IsEmpty).ToArray();
        return cases.Length == 0
            ? new QuickProof(QuickVerdict.Vacuous, 0, 0) { ShareProved = 1 }
            : model.Operators.Any(o => o is StepOperator)
                ? new QuickProof(QuickVerdict.Undecided, 0, 0) { Obstacle = QuickObstacle.Step }
                : new QuickSearch(model, cases, property.Cases.Length, options, cancellationToken).Run();
    }
}
