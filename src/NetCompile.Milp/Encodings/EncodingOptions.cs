using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>How a network is encoded.</summary>
public sealed record EncodingOptions
{
    /// <summary>Big-M, real arithmetic.</summary>
    public static EncodingOptions Default { get; } = new();

    /// <summary>The formulation of unstable units.</summary>
    public ReluEncoding Encoding { get; init; } = ReluEncoding.BigM;

    /// <summary>
    /// Which forward pass the model contains: the real idealisation, which optimisation wants (default), or every result the float32 forward pass may round to, which a proof
    /// about shipped code wants. The latter gives every pre-activation a slack as wide as its rounding error, and needs bounds that were computed for float32.
    /// </summary>
    public Arithmetic Arithmetic { get; init; } = Arithmetic.Real;

    /// <summary>Whether variables and rows get names (<c>net.relu1[3].z</c>); without, models are built faster and files are harder to read.</summary>
    public bool HasNames { get; init; } = true;
}
