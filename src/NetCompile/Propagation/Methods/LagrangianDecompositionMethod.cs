namespace NetCompile.Propagation;

/// <summary>
/// Lagrangian decomposition (Bunel et al., 2020): variable splitting. Each pre-activation has two copies, <c>a_A</c> of the affine map before it and <c>a_B</c> of the activation after it, and
/// <c>a_B = a_A</c> is dualised with <c>ρ</c>: <c>max_ρ min_x −ρ¹(W¹x + b¹) + Σ_k min_a (ρ^k a − ρ^{k+1}(W^{k+1} σ(a) + b^{k+1}))</c>. [PT] §4.4.3, dual bounds.
/// </summary>
/// <remarks>
/// The survey prints <c>λᵀ(h^k − σ(ĥ^k))</c>, which is not this method. Post-activations are not relaxed, so for the same multipliers the bound is at least that of
/// <see cref="LagrangianMethod"/>, and the ascent has half the unknowns; the optimum is the same.
/// </remarks>
internal sealed class LagrangianDecompositionMethod : IBoundMethod
{
    public void Bound(BoundsWorkspace w, BoundTask box, OutputRange range) => LagrangianMethod.Optimize(w, box, range, splitsActivations: false);
}
