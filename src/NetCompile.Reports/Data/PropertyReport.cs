using System.Collections.Immutable;
using NetCompile.Reports.Analysis;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Reports;

/// <summary>One property: what was asked, what was found, and what can be seen of the network around it.</summary>
public sealed record PropertyReport
{
    /// <summary>The network's name: a class, <c>Cars.Cruise</c>, or a file.</summary>
    public required string Network { get; init; }

    /// <summary>The property's name.</summary>
    public required string Name { get; init; }

    /// <summary>What its author wrote.</summary>
    public required string Text { get; init; }

    /// <summary>The file that declares it; null where that is not known.</summary>
    public string? File { get; init; }

    /// <summary>The line in <see cref="File"/>, from 1; null where that is not known.</summary>
    public int? Line { get; init; }

    /// <summary>The network in numbers.</summary>
    public required NetworkSummary Model { get; init; }

    /// <summary>The names of the inputs; <c>[InputCount]</c>.</summary>
    public required ImmutableArray<string> InputNames { get; init; }

    /// <summary>The names of the outputs; <c>[OutputCount]</c>.</summary>
    public required ImmutableArray<string> OutputNames { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why the verdict is unknown.</summary>
    public UnknownReason Reason { get; init; }

    /// <summary>True where it holds only because its region is empty.</summary>
    public bool IsVacuous { get; init; }

    /// <summary>What the verdict is about.</summary>
    public Arithmetic Arithmetic { get; init; }

    /// <summary>Wall-clock seconds of the run.</summary>
    public double Seconds { get; init; }

    /// <summary>Boxes examined.</summary>
    public long Boxes { get; init; }

    /// <summary>The depth of the deepest box.</summary>
    public int Depth { get; init; }

    /// <summary>Where the threads spent their time, summed over them; waiting and preparing are in none. Empty where the engine was not asked.</summary>
    public ImmutableArray<PhaseTime> Phases { get; init; } = [];

    /// <summary>How the search grew, oldest first; empty where nobody recorded it.</summary>
    public ImmutableArray<GrowthSample> Growth { get; init; } = [];

    /// <summary>How many cases the property has; <see cref="Cases"/> may hold fewer.</summary>
    public int CaseCount { get; init; }

    /// <summary>The first cases, and <see cref="ShownCase"/>: their input boxes and what must not happen there.</summary>
    public ImmutableArray<CaseReport> Cases { get; init; } = [];

    /// <summary>The case that bounds, slices and pictures are about: the counterexample's, else the first; −1 where there is none.</summary>
    public int ShownCase { get; init; } = -1;

    /// <summary>The counterexample of a violated property.</summary>
    public CounterexampleReport? Counterexample { get; init; }

    /// <summary>Bounds of every layer over the box of <see cref="ShownCase"/>, by one method after the other, the loosest first.</summary>
    public ImmutableArray<BoundsReport> Bounds { get; init; } = [];

    /// <summary>Slices through the box of <see cref="ShownCase"/>, the most telling first.</summary>
    public ImmutableArray<SliceReport> Slices { get; init; } = [];

    /// <summary>How the inputs form a picture; null where they do not.</summary>
    public ImageShape? Image { get; init; }

    /// <summary>Gathers all that a report shows of a property, bounds and slices included: some forward passes and bounded boxes, their number limited by <paramref name="options"/>.</summary>
    /// <param name="property">The property.</param>
    /// <param name="result">What the engine found.</param>
    /// <param name="recorder">What it was given as progress; null: the growth of the search is not shown.</param>
    /// <param name="options">What to gather; null for the defaults.</param>
    /// <param name="cancellation">Ends the gathering early; what is missing then is not shown.</param>
    /// <exception cref="ArgumentException">An option names an input that the network does not have, or a picture of another number of pixels.</exception>
    public static PropertyReport Of(
        NetworkProperty property, VerificationResult result, ProgressRecorder? recorder = null, ReportOptions? options = null, CancellationToken cancellation = default) =>
        new ReportGatherer(property, result, options ?? ReportOptions.Default, cancellation).Gather(recorder);
}
