using NetCompile.Certificates;
using NetCompile.Checker;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Verification;
using CheckerInputSplit = NetCompile.Checker.InputSplit;
using EngineMultiplier = NetCompile.Certificates.PhaseMultiplier;
using Multiplier = NetCompile.Checker.PhaseMultiplier;

namespace NetCompile.Certification;

/// <summary>Puts what a search recorded into the words of a certificate. The result still has to be completed, and checked.</summary>
public static class CertificateDraft
{
    /// <summary>The certificate of a verdict; null where there is nothing to certify.</summary>
    /// <param name="result">The verdict, of a run that recorded its proof.</param>
    /// <param name="model">The network.</param>
    /// <param name="property">The property.</param>
    /// <param name="producer">The tool and its version, for people.</param>
    public static Certificate? Of(VerificationResult result, NetworkModel model, VerificationProperty property, string producer)
    {
        Certificate empty = new(model.ContentHash, PropertyIdentity.Hash(property), result.Arithmetic == Arithmetic.Float32, producer)
        {
            Cases = new Dictionary<int, CertificateNode>(),
        };
        return result switch
        {
            { Verdict: Verdict.Violated, Counterexample: { } found } => empty with { Counterexample = found.Input },
            { Verdict: Verdict.Holds } => empty with { Cases = (result.Proof ?? new Dictionary<int, ProofNode>()).ToDictionary(p => p.Key, p => Node(p.Value, default)) },
            _ => null,
        };
    }

    // Recursive, as deep as the search was: a few hundred levels.
    private static CertificateNode Node(ProofNode node, bool isBounded)
    {
        isBounded |= node.Bounds is not null;
        CertificateNode next = node.Split switch
        {
            ProofSplit.Input => new CheckerInputSplit(node.Index, node.Value, Node(node.Below!, isBounded), Node(node.Above!, isBounded)),
            ProofSplit.Phase => new PhaseSplit(node.Index, node.Neuron, Node(node.Below!, isBounded), Node(node.Above!, isBounded)),
            ProofSplit.Conjunctions => node.Conjunctions.Reverse().Aggregate(
                (CertificateNode)new EndLeaf(), (others, c) => new ConjunctionSplit(c.Conjunction, Node(c.Proof, isBounded), others)),
            // Rows with multipliers need bounds to stand on; a part of the input brings its own.
            _ => isBounded ? new EndLeaf() : new BoxLeaf(Rule(node.Slopes), [.. node.Rows.Select(r => r.Row)]),
        };
        if (isBounded)
        {
            foreach (ProofRow row in node.Rows.Reverse())
            {
                next = new RowStep(row.Row, Slopes(row.Slopes), Rule(node.Slopes), Multipliers(row.Multipliers), next);
            }
        }

        return node.Bounds is { } bounds
            ? new BoundStep(
                [.. bounds.Policies.Select(Rule)],
                [.. bounds.Elements.Select(e => new ElementBound(e.PreActivation, e.Neuron, e.IsUpper, Part(e.Whole)))],
                next)
            : next;
    }

    private static ElementPart Part(ProofElementPart part) => part switch
    {
        ProofElementSplit s => new ElementSplit(s.PreActivation, s.Neuron, Part(s.Inactive), Part(s.Active)),
        ProofElementRow r => new ElementRow(Slopes(r.Slopes)!, Multipliers(r.Multipliers)),
        _ => throw new InvalidOperationException($"A {part.GetType().Name} has no words in a certificate."),
    };

    private static SlopeVector? Slopes(ProofSlopes? slopes) => slopes is null ? null : new SlopeVector(slopes.Neurons, slopes.Values);

    private static IReadOnlyList<Multiplier> Multipliers(IReadOnlyList<EngineMultiplier>? multipliers) =>
        multipliers is null ? [] : [.. multipliers.Select(m => new Multiplier(m.PreActivation, m.Neuron, m.Beta))];

    private static SlopeRule Rule(SlopePolicy policy) => policy switch
    {
        SlopePolicy.Zero => SlopeRule.Zero,
        SlopePolicy.Parallel => SlopeRule.Parallel,
        _ => SlopeRule.Adaptive,
    };
}
