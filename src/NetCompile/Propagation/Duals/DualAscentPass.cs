using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// One ascent step of the multipliers after a <see cref="DualBackwardPass"/>. The dual is concave, and with the inner minimisers <c>v*</c> a supergradient of it at the multiplier of
/// <c>v = f(sources)</c> is <c>f(sources*) − v*</c>: how far the relaxed values break the equation.
/// </summary>
/// <remarks>Runs forward. The coefficients of a dualised operator are spent by now and serve as scratch for <c>f(sources*)</c>.</remarks>
internal readonly unsafe struct DualAscentPass(BoundsWorkspace workspace, DualVariables dual, int rows, int from, DualStep step) : ILayerPass
{
    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape
    {
        if (IsNeeded(id))
        {
            DualValues.Dense(workspace, id, source, rows, dual.Value(source), Target(id));
            Ascend(id);
        }
    }

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (IsNeeded(id))
        {
            DualValues.Scale(workspace, id, rows, dual.Value(source), Target(id));
            Ascend(id);
        }
    }

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (IsNeeded(id))
        {
            DualValues.Shift(workspace, id, rows, dual.Value(source), Target(id));
            Ascend(id);
        }
    }

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth
    {
        if (IsNeeded(id))
        {
            DualValues.Sum(workspace, id, rows, dual.Value(left), dual.Value(right), isDifference, Target(id));
            Ascend(id);
        }
    }

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth
    {
        if (!IsNeeded(id))
        {
            return;
        }

        GatherOperator gather = (GatherOperator)workspace.Runner.Model.Operators[id];
        for (int k = 0; k < gather.Indices.Length; k++)
        {
            int source = gather.Sources[gather.Indices[k].Source];
            DualValues.Gather(workspace, id, k, rows, source, gather.Indices[k], dual.Value(source), Target(id));
        }

        Ascend(id);
    }

    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Activation(id, source);

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Activation(id, source);

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Activation(id, source);

    private bool IsNeeded(int id) => id <= from && workspace.Touched[id];

    private bool IsDualised(int id) => id != from && dual.IsDualised(id);

    private double* Target(int id) => IsDualised(id) ? workspace.Coefficients(id) : dual.Value(id);

    private void Activation(int id, int source)
    {
        if (!IsNeeded(id))
        {
            return;
        }

        int stride = workspace.Tables.Stride[id], count = workspace.Tables.Width[id];
        double* to = Target(id);
        for (int r = 0; r < rows; r++)
        {
            for (int k = 0; k < count; k++)
            {
                to[(r * stride) + k] = dual.Activations[id][k].Value(dual.Value(source)[(r * stride) + k]);
            }
        }

        Ascend(id);
    }

    private void Ascend(int id)
    {
        if (!IsDualised(id))
        {
            return;
        }

        int stride = workspace.Tables.Stride[id];
        // The multipliers of stably inactive neurons stay 0, on which backward substitution relies.
        (int[] active, int count) = workspace.BackwardActive(id);
        for (int r = 0; r < rows; r++)
        {
            int offset = r * stride;
            double unit = dual.Unit(id)[r];
            for (int t = 0; t < count; t++)
            {
                int at = offset + active[t];
                double gradient = workspace.Coefficients(id)[at] - dual.Value(id)[at];
                dual.Multiplier(id)[at] += step.Next(gradient, unit, ref dual.FirstMoment(id)[at], ref dual.SecondMoment(id)[at]);
            }
        }
    }
}
