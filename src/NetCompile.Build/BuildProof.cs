using System.Collections.Immutable;
using NetCompile.Build.Loading;
using NetCompile.Build.Output;
using NetCompile.Build.Proofs;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build;

/// <summary>The proofs of one build: loads the assembly, asks for each property the kept verdict or else the engine, reports, and writes what was found.</summary>
internal static class BuildProof
{
    /// <summary>Does it all.</summary>
    /// <param name="options">What the build asks for.</param>
    /// <param name="messages">Told as it goes.</param>
    /// <param name="cancellationToken">Ends it; what is proved by then is kept.</param>
    /// <exception cref="BuildException">The assembly cannot be read, or results cannot be written.</exception>
    public static void Run(ProveOptions options, BuildMessages messages, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(options.OutputFolder);
            using IDisposable isAlone = FolderLock.Take(options.OutputFolder, messages, cancellationToken);
            Discard(options);
            ImmutableArray<LocatedProperty> declared = UserAssembly.Properties(options.Assembly, options.References);
            ILookup<bool, LocatedProperty> isAsked = declared.ToLookup(p => options.IsForAll || p.Property.ProveAtBuild);
            LocatedProperty[] properties = [.. isAsked[true]];
            Prove(properties, [.. isAsked[false]], options, messages, cancellationToken);
            if (properties.Length == 0 && declared.Length > 0)
            {
                messages.Note(declared.Length == 1
                    ? "the property is not marked with ProveAtBuild = true, so nothing is proved"
                    : $"none of the {declared.Length} properties is marked with ProveAtBuild = true, so nothing is proved");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildException($"cannot write to {options.OutputFolder}: {e.Message}", e);
        }
    }

    /// <summary>Deletes what the last build says about its verdicts: where this one fails, nobody shall take that for it. What it keeps for later builds stays.</summary>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public static void Discard(ProveOptions options)
    {
        File.Delete(options.Stamp);
        File.Delete(SarifOf(options));
        File.Delete(ReportPage.PathOf(options));
    }

    /// <summary>Proves properties that are loaded, after <see cref="Discard"/>.</summary>
    /// <param name="properties">What is asked for.</param>
    /// <param name="others">What the assembly declares besides: verdicts on these are kept, for a build that asks for all of them again.</param>
    /// <param name="options">What the build asks for.</param>
    /// <param name="messages">Told as it goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static IReadOnlyList<ProofOutcome> Prove(
        IReadOnlyList<LocatedProperty> properties, IReadOnlyList<LocatedProperty> others, ProveOptions options, BuildMessages messages, CancellationToken cancellationToken)
    {
        ProofCache cache = ProofCache.Open(Path.Combine(options.OutputFolder, "proofs.json"));
        CertificateFiles certificates = new(options);
        ReportPage report = new(options);
        List<ProofOutcome> outcomes = [];
        (LocatedProperty Located, string Key, ProofRecord? Kept)[] questions = [.. properties.Concat(others).Select(p => Question(p, cache, options))];
        ProofRecord?[] answers = certificates.Keep([.. questions.Select(q => (q.Located.Property, q.Kept))]);
        foreach (ProofRecord? known in answers[properties.Count..])
        {
            if (known is not null)
            {
                cache.Keep(known, isProved: false);
            }
        }

        foreach (((LocatedProperty located, string key, _), ProofRecord? kept) in questions.Zip(answers).Take(properties.Count))
        {
            ProofOutcome outcome = kept is not null
                ? new ProofOutcome(located, kept with { Name = located.Property.ToString() }, IsKept: true)
                : Verify(located, key, options, certificates, report.Recorder(located.Property, messages.ProgressOf(located.Property)), cancellationToken);
            if (cancellationToken.IsCancellationRequested && outcome.Record is null)
            {
                throw new BuildException($"cancelled when {outcomes.Count} of {properties.Count} properties were verified; their verdicts are kept");
            }

            if (outcome.Record is { } record)
            {
                cache.Keep(record, isProved: !outcome.IsKept);
            }

            outcomes.Add(outcome);
            messages.Tell(outcome, options);
        }

        cache.Finish();
        certificates.Finish();
        SarifWriter.Write(SarifOf(options), outcomes);
        bool isShown = report.Write(outcomes, messages, cancellationToken);
        messages.Summarise(outcomes);

        // Without a page that is wanted the next build tries again; the verdicts it keeps.
        if (isShown && outcomes.TrueForAll(o => o.Kind == OutcomeKind.Holds) && !cancellationToken.IsCancellationRequested)
        {
            File.WriteAllText(options.Stamp, options.Question);
        }

        return outcomes;
    }

    private static string SarifOf(ProveOptions options) => Path.Combine(options.OutputFolder, "proofs.sarif");

    private static (LocatedProperty Located, string Key, ProofRecord? Kept) Question(LocatedProperty located, ProofCache cache, ProveOptions options)
    {
        string key = ProofKey.Of(located.Property);
        return (located, key, cache.Find(key) is { } kept && KeptProof.Answers(kept, located.Property, options) ? kept : null);
    }

    private static ProofOutcome Verify(
        LocatedProperty located, string key, ProveOptions options, CertificateFiles certificates, IProgress<VerificationProgress> progress, CancellationToken cancellationToken)
    {
        NetworkProperty property = located.Property;
        VerificationOptions limits = new()
        {
            TimeLimit = options.Budget.TimeLimit,
            NodeLimit = options.Budget.NodeLimit,
            Threads = options.Budget.Threads,
            RecordProof = options.WritesCertificates,
        };
        VerificationResult result;
        try
        {
            result = property.Verify(limits, progress, cancellationToken);
        }
        catch (Exception e)
        {
            // An operator that the engine does not bound, an input without a range, an exception of the user's own method: the others are verified all the same.
            return Failed(e);
        }

        try
        {
            return result is { Verdict: Verdict.Unknown, Reason: UnknownReason.Cancelled }
                ? new ProofOutcome(located, null, IsKept: false) { Failure = "cancelled" }
                : new ProofOutcome(located, certificates.Add(ProofRecord.Of(result, key, property.ToString(), options.Budget), result, property, cancellationToken), IsKept: false)
                {
                    Result = result with { Proof = null },
                };
        }
        catch (Exception e) when (e is not (IOException or UnauthorizedAccessException))
        {
            return Failed(e);
        }

        ProofOutcome Failed(Exception e) => new(located, null, IsKept: false) { Failure = e is TypeInitializationException { InnerException: { } inner } ? inner.Message : e.Message };
    }
}
