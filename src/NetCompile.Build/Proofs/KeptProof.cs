using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Proofs;

/// <summary>Whether a verdict of an earlier build still answers.</summary>
internal static class KeptProof
{
    /// <summary>Whether <paramref name="record"/>, found under the property's own key, can be used.</summary>
    /// <param name="record">The verdict.</param>
    /// <param name="property">The property.</param>
    /// <param name="options">What the build asks for.</param>
    public static bool Answers(ProofRecord record, NetworkProperty property, ProveOptions options) => record.Verdict switch
    {
        Verdict.Holds => HasCertificate(record, options),
        Verdict.Violated => HasCertificate(record, options) && IsConfirmed(record.Counterexample!.ToCounterexample(), property),
        _ => IsSameBudget(record, options),
    };

    /// <summary>Whether the forward pass, run again, still violates the property at the kept input.</summary>
    public static bool IsConfirmed(Counterexample kept, NetworkProperty property)
    {
        if (kept.Input.Length != property.Property.InputCount || kept.Output.Length != property.Property.OutputCount || (uint)kept.CaseIndex >= (uint)property.Property.Cases.Length)
        {
            return false;
        }

        // In its box first: a network that was specialised to a region does not run outside.
        if (InputBox.Create(property.Property.Cases[kept.CaseIndex].Region) is not { } box || !CounterexampleCheck.IsConfirmed(property.Property, kept, box))
        {
            return false;
        }

        float[] output = new float[property.Property.OutputCount];
        property.Runner.Forward(kept.Input.AsSpan(), output);
        return output.AsSpan().SequenceEqual(kept.Output.AsSpan());
    }

    // What could not be certified is tried again within another budget: the certificate may just have taken too long.
    private static bool HasCertificate(ProofRecord record, ProveOptions options) =>
        !options.WritesCertificates || (record.CertificateProblem is not null && IsSameBudget(record, options)) || (record is { Certificate: { } file, CertificateHash: { } hash } && CertificateFiles.HashOf(Path.Combine(options.OutputFolder, file)) == hash);

    private static bool IsSameBudget(ProofRecord record, ProveOptions options) => record.Budget == options.Budget.ToString();
}
