using NetCompile.Certificates;
using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Where the proof of a ReLU-splitting search begins: the bounds over the whole region, which every later epoch tightens.</summary>
/// <remarks>What an earlier epoch proved stays proved: bounds only become tighter.</remarks>
/// <param name="Root">The node of the region.</param>
/// <param name="Elements">What made each of the bounds.</param>
internal sealed record PhaseProofRoot(ProofNode Root, ProofElements Elements)
{
    /// <summary>Records the bounds that were found so far.</summary>
    public void SetBounds() => Root.Bounds = new ProofBounds([SlopePolicy.Adaptive, SlopePolicy.Zero], Elements.ToArray());
}
