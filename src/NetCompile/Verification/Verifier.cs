using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;

namespace NetCompile.Verification;

/// <summary>The verification engine.</summary>
public static class Verifier
{
    /// <summary>Proves or refutes a property of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="property">The property.</param>
    /// <param name="options">Limits and choices; null for the defaults.</param>
    /// <param name="progress">Told about ten times a second how far the run is, more often at first.</param>
    /// <param name="cancellationToken">Ends the run with <see cref="UnknownReason.Cancelled"/>; no exception is thrown.</param>
    /// <exception cref="CheckpointException"><see cref="VerificationOptions.ResumeFrom"/> is about another network, property, arithmetic or kind of split, or cannot be read.</exception>
    /// <exception cref="ArgumentException">The property is about another number of inputs or outputs than the network has, a region has an end that is NaN or infinite, an option is out of its range, or options contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The network was specialised to a region, and the property speaks of inputs outside.</exception>
    /// <exception cref="UnsupportedOperatorException">The network has a step function.</exception>
    public static VerificationResult Verify(
        NetworkRunner network,
        VerificationProperty property,
        VerificationOptions? options = null,
        IProgress<VerificationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= VerificationOptions.Default;
        UnsupportedOperatorException.RequireNone(network.Model);
        PropertyCheck.Require(network.Model, property);
        network.Guard?.Require(property);
        OptionsCheck.Require(options);
        options.ResumeFrom?.Require(network.Model, property, options);
        return new SearchEngine(network, property, options, progress, cancellationToken).Run();
    }
}
