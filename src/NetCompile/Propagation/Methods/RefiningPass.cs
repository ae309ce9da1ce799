using NetCompile.Kernels;

namespace NetCompile.Propagation;

/// <summary>Interval propagation in which the bounds of every value that feeds an activation are improved before the activation is relaxed.</summary>
/// <param name="workspace">Receives the bounds.</param>
/// <param name="intervals">Bounds each operator from its sources.</param>
/// <param name="bounds">The improvement.</param>
internal readonly struct RefiningPass<TBounds>(BoundsWorkspace workspace, ForwardPass intervals, TBounds bounds) : ILayerPass
    where TBounds : struct, IPreActivationBounds
{
    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape
    {
        intervals.Dense(shape, id, source);
        Refine(id);
    }

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        intervals.Scale(width, id, source);
        Refine(id);
    }

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        intervals.Shift(width, id, source);
        Refine(id);
    }

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth
    {
        intervals.Sum(width, id, left, right, isDifference);
        Refine(id);
    }

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth
    {
        intervals.Gather(width, id);
        Refine(id);
    }

    // Activations are not refined, even where another activation reads them: their ranges follow from the bounds of what they read.
    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => intervals.Relu(width, id, source);

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => intervals.LeakyRelu(width, id, source);

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => intervals.Clip(width, id, source);

    private void Refine(int id)
    {
        if (workspace.Tables.FeedsActivation[id] && !workspace.Overflow)
        {
            bounds.Refine(id);
        }
    }
}
