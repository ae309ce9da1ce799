namespace NetCompile.Milp;

/// <summary>Choices of one solve.</summary>
public sealed record MilpSolveOptions
{
    /// <summary>The defaults: no limits, a relative gap of 1e-6, one thread, no log.</summary>
    public static MilpSolveOptions Default { get; } = new();

    /// <summary>Wall-clock time; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Branch-and-bound nodes; null for no limit.</summary>
    public long? NodeLimit { get; init; }

    /// <summary>The solver may stop where <c>|objective − bound| ≤ gap · max(1, |objective|)</c>.</summary>
    public double RelativeGap { get; init; } = 1e-6;

    /// <summary>The solver may stop where <c>|objective − bound| ≤ gap</c>.</summary>
    public double AbsoluteGap { get; init; } = 1e-9;

    /// <summary>How far a value may be from whole, and a row from its range.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>Threads, where the solver has them.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Solves the linear relaxation: integers may be fractional. SOS1 sets are dropped, indicators become their big-M rows.</summary>
    public bool RelaxIntegrality { get; init; }

    /// <summary>Receives the solver's log, line by line, on the thread that solves.</summary>
    public Action<string>? Log { get; init; }
}
