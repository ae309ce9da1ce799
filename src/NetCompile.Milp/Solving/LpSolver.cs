namespace NetCompile.Milp;

/// <summary>A simplex solver that keeps a linear program open: for many solves that differ in bounds, objective or added rows, each starting from the last basis.</summary>
/// <remarks>Thread-safe; a session is not.</remarks>
public abstract class LpSolver
{
    /// <summary>A name for results and messages.</summary>
    public abstract string Name { get; }

    /// <summary>Opens the linear relaxation of a model: rows, bounds, objective. Integrality and SOS1 sets are ignored, indicators become their big-M rows where bounds allow, else are left out.</summary>
    /// <param name="model">The model; later changes of it do not reach the session.</param>
    public abstract LpSession Open(MilpModel model);
}
