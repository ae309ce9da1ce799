using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>The inputs with <c>Σ_j |x_j − c_j| ≤ r</c>.</summary>
/// <param name="Center"><c>c</c>, one for each input; finite.</param>
/// <param name="Radius"><c>r ≥ 0</c>, finite.</param>
public sealed record L1Ball(ImmutableArray<double> Center, double Radius)
{
    /// <inheritdoc/>
    public bool Equals(L1Ball? other) => other is not null && Radius.Equals(other.Radius) && Center.AsSpan().SequenceEqual(other.Center.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Center.Length, Radius);

    internal void Check(int inputs)
    {
        if (Center.Length != inputs || !Center.All(double.IsFinite))
        {
            throw new ArgumentException($"The centre of the ℓ1 ball must be {inputs} finite numbers, one for each input; it has {Center.Length}.");
        }

        if (!(Radius >= 0) || !double.IsFinite(Radius))
        {
            throw new ArgumentException($"The radius of the ℓ1 ball is {Radius}; it must be finite and at least 0.");
        }
    }
}
