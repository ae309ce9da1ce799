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
            CertificateChecker.Check(certificate, property.Runner.Model, property.Property, options.Budget.Threads, cancellationToken: limit.Token);
            string name = NameOf(property);
            File.WriteAllBytes(Path.Combine(options.OutputFolder, name), CertificateWriter.Write(certificate, isCompressed: false));
            return record with { Certificate = name };
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

    /// <summary>Notes that a certificate of an earlier build stays.</summary>
    public void Keep(ProofRecord? record)
    {
        if (record?.Certificate is { } name)
        {
            _names.Add(name);
        }
    }

    /// <summary>Deletes what belongs to no verdict of this build: a stale certificate would be taken for one of it.</summary>
    public void Finish()
    {
        foreach (string file in Directory.EnumerateFiles(options.OutputFolder, "*" + Extension))
        {
            if (!_names.Contains(Path.GetFileName(file)))
            {
                File.Delete(file);
            }
        }
    }

    private string NameOf(NetworkProperty property)
    {
        string name = property + Extension;
        for (int i = 2; !_names.Add(name); i++)
        {
            name = $"{property}~{i}{Extension}";
        }

        return name;
    }
}
