namespace NetCompile.Milp;

/// <summary>What a simplex solver claims of a linear program.</summary>
public enum LpStatus
{
    /// <summary>Primal and dual values of an optimum are there.</summary>
    Optimal,

    /// <summary>No solution exists; <see cref="LpSession.Ray"/> has the Farkas multipliers of the rows, if the solver gave them.</summary>
    Infeasible,

    /// <summary>The objective can be improved without limit.</summary>
    Unbounded,

    /// <summary>It stopped early: time, iterations or cancellation. The duals at hand may still be used.</summary>
    Stopped,

    /// <summary>It failed.</summary>
    Failed,
}
