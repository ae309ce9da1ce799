using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>The outcome of one solve, with what was checked of it.</summary>
/// <remarks>
/// Status, objective and bound are what the solver says. <see cref="RowViolation"/>, <see cref="IntegralityViolation"/>, <see cref="Objective"/> and <see cref="Discrepancies"/> are recomputed here from <see cref="Values"/>.
/// A bound counts as proved only where <see cref="IsBoundProved"/>.
/// </remarks>
public sealed record MilpSolution
{
    /// <summary>What the solver claims.</summary>
    public required MilpStatus Status { get; init; }

    /// <summary>Why it stopped.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>The solver's name.</summary>
    public required string Solver { get; init; }

    /// <summary>The values by column; empty where there is no solution.</summary>
    public ImmutableArray<double> Values { get; init; } = [];

    /// <summary>The objective at <see cref="Values"/>, recomputed; NaN without a solution.</summary>
    public double Objective { get; init; } = double.NaN;

    /// <summary>What the solver says no solution is better than; −∞ (minimising) or +∞ (maximising) where it says nothing.</summary>
    public double Bound { get; init; } = double.NaN;

    /// <summary>Whether <see cref="Bound"/>, or that nothing is feasible, was rebuilt from dual solutions with outward rounding rather than taken from the solver.</summary>
    public bool IsBoundProved { get; init; }

    /// <summary>Nodes of the branch and bound.</summary>
    public long Nodes { get; init; }

    /// <summary>Simplex iterations, where known.</summary>
    public long Iterations { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>More about a failure; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>How far the values leave a row's range or a variable's bounds, an indicator or an SOS1 set, at most, relative to the row's largest term (at least 1); NaN without a solution.</summary>
    public double RowViolation { get; init; } = double.NaN;

    /// <summary>How far an integer variable is from whole, at most; NaN without a solution.</summary>
    public double IntegralityViolation { get; init; } = double.NaN;

    /// <summary>Each embedded network, run at the solution.</summary>
    public ImmutableArray<Discrepancy> Discrepancies { get; init; } = [];

    /// <summary>Whether there is a solution.</summary>
    public bool HasSolution => !Values.IsDefaultOrEmpty;

    /// <summary><c>|objective − bound| / max(1, |objective|)</c>; NaN without both.</summary>
    public double Gap => double.IsFinite(Objective) && double.IsFinite(Bound) ? Math.Abs(Objective - Bound) / Math.Max(1, Math.Abs(Objective)) : double.NaN;

    /// <summary>The value of a variable.</summary>
    /// <exception cref="InvalidOperationException">There is no solution.</exception>
    public double this[MilpVariable variable] => HasSolution ? Values[variable.Index] : throw NoSolution();

    /// <summary>The value of an expression.</summary>
    /// <exception cref="InvalidOperationException">There is no solution.</exception>
    public double this[MilpExpression expression] => HasSolution ? expression.Evaluate(Values.AsSpan()) : throw NoSolution();

    private InvalidOperationException NoSolution() => new($"{Solver} has no solution to read: {Status}, {StopReason}. {Message}");
}
