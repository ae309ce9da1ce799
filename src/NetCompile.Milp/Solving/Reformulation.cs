namespace NetCompile.Milp;

/// <summary>Rewrites what a solver does not take: indicators as big-M rows, SOS1 sets with binaries.</summary>
/// <remarks>The columns of the model come first in the rewritten one, so values are read as they are.</remarks>
internal static class Reformulation
{
    /// <summary>The model itself if the solver takes everything in it, else a copy.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">What the solver takes.</param>
    /// <param name="dropSos1">Whether SOS1 sets are left out rather than rewritten.</param>
    public static MilpModel For(MilpModel model, MilpFeatures features, bool dropSos1)
    {
        bool indicators = model.Indicators.Count > 0 && !features.HasFlag(MilpFeatures.Indicators);
        bool sos1 = model.Sos1Sets.Count > 0 && (dropSos1 || !features.HasFlag(MilpFeatures.Sos1));
        if (!indicators && !sos1)
        {
            return model;
        }

        MilpModel copy = ModelCopy.Of(model, indicators: !indicators, sos1: !sos1);
        if (indicators)
        {
            IndicatorReformulation.AddRows(model, copy);
        }

        if (sos1 && !dropSos1)
        {
            Sos1Reformulation.AddRows(model, copy);
        }

        return copy;
    }
}
