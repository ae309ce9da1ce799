namespace NetCompile.Milp;

/// <summary>An open linear program, always a minimisation: <c>min c·x + c₀</c>, <c>lower_i ≤ a_i·x ≤ upper_i</c>, <c>l ≤ x ≤ u</c> (a maximised model is opened with negated objective). Used by one thread.</summary>
/// <remarks>Dual sign: the reduced costs are <c>d = c − Aᵀ y</c>; at an optimum <c>y_i ≥ 0</c> where the row is at its lower end, <c>≤ 0</c> at its upper end.</remarks>
public abstract class LpSession : IDisposable
{
    /// <summary>The number of columns.</summary>
    public abstract int ColumnCount { get; }

    /// <summary>The number of rows, added ones included.</summary>
    public abstract int RowCount { get; }

    /// <summary>Primal values of the last solve, by column.</summary>
    public abstract ReadOnlySpan<double> Values { get; }

    /// <summary>Dual values <c>y</c> of the last solve, by row.</summary>
    public abstract ReadOnlySpan<double> RowDuals { get; }

    /// <summary>After <see cref="LpStatus.Infeasible"/>: multipliers <c>y</c> by row whose combination no point of the column bounds meets, in the sign of <see cref="RowDuals"/> (for <c>c = 0</c>); empty where unknown.</summary>
    public abstract ReadOnlySpan<double> Ray { get; }

    /// <summary>The objective of the last solve, <c>c₀</c> included; NaN where there is none.</summary>
    public abstract double Objective { get; }

    /// <summary>Simplex iterations of the last solve.</summary>
    public abstract long Iterations { get; }

    /// <summary>Changes the bounds of a column; an empty interval is allowed and infeasible.</summary>
    public abstract void SetColumnBounds(int column, double lower, double upper);

    /// <summary>Changes the ends of a row.</summary>
    public abstract void SetRowBounds(int row, double lower, double upper);

    /// <summary>Replaces the objective, to be minimised.</summary>
    /// <param name="coefficients">One for each column.</param>
    /// <param name="constant"><c>c₀</c>.</param>
    public abstract void SetObjective(ReadOnlySpan<double> coefficients, double constant = 0);

    /// <summary>Adds a row and returns its index.</summary>
    /// <param name="lower">The lower end, possibly −∞.</param>
    /// <param name="columns">Columns, each once.</param>
    /// <param name="coefficients">One for each.</param>
    /// <param name="upper">The upper end, possibly +∞.</param>
    public abstract int AddRow(double lower, ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, double upper);

    /// <summary>Adds a column without rows and returns its index; rows added later may use it.</summary>
    public abstract int AddColumn(double lower, double upper, double objective = 0);

    /// <summary>Solves from the last basis.</summary>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Stops the solve with <see cref="LpStatus.Stopped"/>; never an exception.</param>
    public abstract LpStatus Solve(LpOptions? options = null, CancellationToken cancellation = default);

    /// <summary>The basis, to be put back with <see cref="RestoreBasis"/> in this session or another of the same program, also one with more rows (they become basic).</summary>
    public abstract byte[] SaveBasis();

    /// <summary>Starts the next solve from a saved basis.</summary>
    /// <exception cref="ArgumentException">It has more rows or columns than the program.</exception>
    public abstract void RestoreBasis(ReadOnlySpan<byte> basis);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the solver holds.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected abstract void Dispose(bool disposing);
}
