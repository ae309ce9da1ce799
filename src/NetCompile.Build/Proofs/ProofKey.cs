using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using NetCompile.Certification;
using NetCompile.Checker;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Proofs;

/// <summary>What a kept verdict is an answer to: the network, the property with its region, the arithmetic and the engine.</summary>
internal static class ProofKey
{
    /// <summary>The engine that runs: its version, and the build of each of its assemblies and of the checker's, which change with their code.</summary>
    public static string Engine { get; } = $"{VersionOf(typeof(Verifier).Assembly)} {string.Join(' ', Assemblies.Select(a => a.ManifestModule.ModuleVersionId.ToString("N")))}";

    /// <summary>The key of a property; 64 hexadecimal digits. Names and budgets are not part of it: a proof stays one whatever it was called and cost.</summary>
    public static string Of(NetworkProperty property) => Of(property.Fingerprint, Arithmetic.Float32, Engine);

    /// <summary>The key of its parts.</summary>
    public static string Of(string fingerprint, Arithmetic arithmetic, string engine) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{fingerprint}\n{arithmetic}\n{engine}"))).ToLowerInvariant();

    // A changed method of one leaves the others' builds as they were.
    private static Assembly[] Assemblies => [typeof(Verifier).Assembly, typeof(VerificationProperty).Assembly, typeof(CertificateChecker).Assembly, typeof(CertificateDraft).Assembly];

    private static string? VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString();
}
