using System.Text.Json.Serialization;
using NetCompile.Verification;

namespace NetCompile.Build.Proofs;

/// <summary>A verdict as it is kept between builds.</summary>
internal sealed record ProofRecord
{
    /// <summary>The question that it answers: <see cref="ProofKey"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The property's full name, for people who read the file.</summary>
    public required string Name { get; init; }

    /// <summary>The verdict.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Verdict Verdict { get; init; }

    /// <summary>Why it is unknown.</summary>
    public UnknownReason Reason { get; init; }

    /// <summary>Whether it holds only because no input meets its conditions.</summary>
    public bool IsVacuous { get; init; }

    /// <summary>Boxes examined.</summary>
    public long Boxes { get; init; }

    /// <summary>The depth of the deepest box.</summary>
    public int Depth { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>The budget that it was found within.</summary>
    public required string Budget { get; init; }

    /// <summary>What violates the property.</summary>
    public CounterexampleRecord? Counterexample { get; init; }

    /// <summary>The certificate's file name; null where there is none.</summary>
    public string? Certificate { get; init; }

    /// <summary>SHA-256 of the certificate, in lower-case hexadecimal digits: a file of that name may have become another property's.</summary>
    public string? CertificateHash { get; init; }

    /// <summary>Why there is no certificate although one was asked for.</summary>
    public string? CertificateProblem { get; init; }

    /// <summary>A result of the engine as it is kept.</summary>
    public static ProofRecord Of(VerificationResult result, string key, string name, Budget budget) => new()
    {
        Key = key,
        Name = name,
        Verdict = result.Verdict,
        Reason = result.Reason,
        IsVacuous = result.IsVacuous,
        Boxes = result.Boxes,
        Depth = result.Depth,
        Seconds = result.Elapsed.TotalSeconds,
        Budget = budget.ToString(),
        Counterexample = result.Counterexample is { } c ? new CounterexampleRecord([.. c.Input], [.. c.Output], c.CaseIndex, c.IsInputRounded, c.IsWithinRounding) : null,
    };

    /// <summary>The result as the engine gave it, without what is not kept: how it was proved, and what was left to do.</summary>
    public VerificationResult ToResult(string propertyName) => new()
    {
        Verdict = Verdict,
        Reason = Reason,
        IsVacuous = IsVacuous,
        PropertyName = propertyName,
        Boxes = Boxes,
        Depth = Depth,
        Elapsed = TimeSpan.FromTicks((long)Math.Round(Seconds * TimeSpan.TicksPerSecond)), // FromSeconds cuts off, a tick too few
        Counterexample = Counterexample?.ToCounterexample(),
    };
}

/// <summary>A counterexample as it is kept; see <see cref="Counterexample"/>.</summary>
internal sealed record CounterexampleRecord(IReadOnlyList<float> Input, IReadOnlyList<float> Output, int CaseIndex, bool IsInputRounded, bool IsWithinRounding)
{
    /// <summary>The counterexample.</summary>
    public Counterexample ToCounterexample() => new([.. Input], [.. Output], CaseIndex, IsInputRounded) { IsWithinRounding = IsWithinRounding };
}
