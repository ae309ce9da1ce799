namespace NetCompile.Milp;

/// <summary>A simplex solver that keeps a linear program open: for many solves that differ in bounds, objective or added rows, each starting from the last basis. Adapters override <see cref="OpenCore"/>.</summary>
/// <remarks>Thread-safe; a session is not.</remarks>
public abstract class LpSolver
{
    /// <summary>A name for results and messages.</summary>
    public abstract string Name { get; }

    /// <summary>Opens the linear relaxation of a model: rows, bounds, objective. Integrality and SOS1 sets are ignored, indicators become their big-M rows where bounds allow, else are left out.</summary>
    /// <param name="model">The model; later changes of it do not reach the session. Columns and rows keep their indices; rows of indicators come after them.</param>
    public LpSession Open(MilpModel model)
    {
        if (model.Indicators.Count == 0)
        {
            return OpenCore(model);
        }

        MilpModel copy = ModelCopy.Of(model, indicators: false, sos1: false);
        IndicatorReformulation.AddRows(model, copy, skipUnbounded: true);
        return OpenCore(copy);
    }

    /// <summary>Opens the columns, rows and objective of a model; it has no indicators.</summary>
    /// <param name="model">The model.</param>
    protected abstract LpSession OpenCore(MilpModel model);
}
