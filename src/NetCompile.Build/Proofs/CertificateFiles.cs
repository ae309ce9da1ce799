using System.Security.Cryptography;
using System.Text;
using NetCompile.Certification;
using NetCompile.Checker;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Proofs;

/// <summary>Writes the certificates of verdicts. The independent checker accepts each before it is written.</summary>
/// <param name="options">What the build asks for.</param>
internal sealed class CertificateFiles(ProveOptions options)
{
    private const string Extension = ".nccert";

    // Most file systems hold names of 255 bytes, or of 255 characters.
    private const int MostBytes = 200;

    // File systems that ignore case hold one of two classes whose names differ in it alone.
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes the certificate of a verdict; returns the verdict with the file's name or the reason why there is none.</summary>
    public ProofRecord Add(ProofRecord record, VerificationResult result, NetworkProperty property, CancellationToken cancellationToken)
    {
        if (!options.WritesCertificates || CertificateDraft.Of(result, property.Runner.Model, property.Property, $"NetCompile.Build {ProofKey.Engine}") is not { } draft)
        {
            return record;
        }

        // Completing a proof may take longer than finding it: it gets as much time again.
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Budget.TimeLimit);
        try
        {
            Certificate certificate = CertificateCompleter.Complete(draft, property.Runner.Model, property.Property, options.Budget.Threads, cancellationToken: limit.Token);
            Check(certificate, result, property, limit.Token);
            string name = NameOf(property);
            byte[] content = CertificateWriter.Write(certificate, isCompressed: false);
            File.WriteAllBytes(Path.Combine(options.OutputFolder, name), content);
            return record with { Certificate = name, CertificateHash = Hex(SHA256.HashData(content)) };
        }
        catch (CertificateException e)
        {
            return record with { CertificateProblem = e.Message };
        }
        catch (OperationCanceledException)
        {
            // Without a reason where the build was cancelled: the next one shall try again.
            return cancellationToken.IsCancellationRequested ? record : record with { CertificateProblem = "it was not complete within the time that the property may take" };
        }
    }

    /// <summary>Keeps the certificates of verdicts of an earlier build, under the names that their properties have now; returns the verdicts with those names.</summary>
    /// <param name="kept">Verdicts whose certificates are as they were written, or that have none; null where there is no verdict.</param>
    public ProofRecord?[] Keep(IReadOnlyList<(NetworkProperty Property, ProofRecord? Record)> kept)
    {
        const string Draft = ".new";
        ProofRecord?[] renamed = [.. kept.Select(k => k.Record?.Certificate is null ? k.Record : k.Record with { Certificate = NameOf(k.Property) })];

        // Two properties may have exchanged their names: every file is copied before any is replaced.
        string[] moved = [.. kept.Zip(renamed).Where(p => p.Second?.Certificate is { } name && HashOf(PathOf(name)) != p.Second.CertificateHash).Select(p =>
        {
            File.Copy(PathOf(p.First.Record!.Certificate!), PathOf(p.Second!.Certificate! + Draft), overwrite: true);
            return PathOf(p.Second.Certificate!);
        })];
        foreach (string path in moved)
        {
            File.Move(path + Draft, path, overwrite: true);
        }

        return renamed;
    }

    /// <summary>The hash by which <see cref="ProofRecord.CertificateHash"/> knows a file; null where there is no such file.</summary>
    public static string? HashOf(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream stream = File.OpenRead(path);
        return Hex(SHA256.HashData(stream));
    }

    /// <summary>Deletes what belongs to no verdict of this build: a stale certificate would be taken for one of it.</summary>
    public void Finish()
    {
        HashSet<string> files = [.. Directory.EnumerateFiles(options.OutputFolder, "*" + Extension).Select(f => Path.GetFileName(f))];
        foreach (string file in files)
        {
            // Where letter case makes another file, one that differs from a kept certificate's name by it alone is stale; elsewhere it is that certificate.
            if (!_names.TryGetValue(file, out string? kept) || (kept != file && files.Contains(kept)))
            {
                File.Delete(PathOf(file));
            }
        }
    }

    // A completed proof that the checker refuses means that one of the two is wrong, and then nothing is proved.
    private void Check(Certificate certificate, VerificationResult result, NetworkProperty property, CancellationToken cancellationToken)
    {
        try
        {
            CertificateChecker.Check(certificate, property.Runner.Model, property.Property, options.Budget.Threads, cancellationToken: cancellationToken);
        }
        catch (CertificateException e) when (result.Verdict == Verdict.Holds)
        {
            throw new InvalidOperationException($"the engine found that it holds, but the independent checker refuses the certificate: {e.Message}; please report it", e);
        }
    }

    private string NameOf(NetworkProperty property)
    {
        string stem = property.ToString();
        stem = Encoding.UTF8.GetByteCount(stem) <= MostBytes ? stem : "property-" + Hex(SHA256.HashData(Encoding.UTF8.GetBytes(stem)));
        string name = stem + Extension;
        for (int i = 2; !_names.Add(name); i++)
        {
            name = $"{stem}~{i}{Extension}";
        }

        return name;
    }

    private string PathOf(string name) => Path.Combine(options.OutputFolder, name);

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
