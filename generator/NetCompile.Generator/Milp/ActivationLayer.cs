namespace NetCompile.Generator.Milp;

/// <summary>The bounds on the pre-activations of one activation operator that its encoding uses.</summary>
/// <param name="OperatorId">The activation.</param>
/// <param name="Index">Its place among the activations, from 0: what <c>[BigM(…, Layer = …)]</c> says.</param>
/// <param name="Units">One for each unit.</param>
internal sealed record ActivationLayer(int OperatorId, int Index, IReadOnlyList<UnitBounds> Units)
{
    public int Count(UnitState state) => Units.Count(u => u.State == state);
}

/// <summary>The bounds of one pre-activation.</summary>
/// <param name="Lower">At most every value, if proved.</param>
/// <param name="LowerSource">Where it comes from.</param>
/// <param name="Upper">At least every value, if proved.</param>
/// <param name="UpperSource">Where it comes from.</param>
/// <param name="State">What proved bounds make of the unit.</param>
internal readonly record struct UnitBounds(double Lower, BoundSource LowerSource, double Upper, BoundSource UpperSource, UnitState State);
