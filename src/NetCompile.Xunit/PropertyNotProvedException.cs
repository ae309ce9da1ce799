using NetCompile.Verification;

namespace NetCompile.Xunit;

/// <summary>A property is violated, undecided or vacuous; the message says which, and shows the counterexample.</summary>
/// <param name="message">For people.</param>
/// <param name="result">What the engine found.</param>
public sealed class PropertyNotProvedException(string message, VerificationResult result) : Exception(message)
{
    /// <summary>What the engine found.</summary>
    public VerificationResult Result { get; } = result;
}
