using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>Carries affine forms through the operators, in order; each operator's interval is intersected with its forms' ranges before the next one uses it.</summary>
/// <remarks>
/// Rounding goes into the radii, as in <see cref="SymbolicPropagation"/> into the deviations: <c>Error</c> for what the operator itself may be off (float32 included), and <c>G</c> times the
/// magnitude of what is added for the arithmetic here. G has a term for each element of the network, and there are no more symbols than those. See ROUNDING.md.
/// </remarks>
internal readonly unsafe struct ZonotopePass(BoundsWorkspace workspace, ZonotopeForms forms, CancellationToken cancellation) : ILayerPass
{
    private readonly ForwardPass _intervals = new(workspace, new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Parallel), null, null);

    private double Gamma => workspace.Tables.DoubleGamma;

    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape
    {
        _intervals.Dense(shape, id, source);
        forms.Allocate(id, forms.Stride(source));
        DenseTable table = workspace.Tables.Dense(id);
        double* magnitudes = workspace.Scratch(0);
        double* error = workspace.Scratch(1);
        new Span<double>(magnitudes, workspace.ScratchStride).Clear();
        for (int k = 0; k < shape.Inputs; k++)
        {
            magnitudes[k] = forms.Radius(source)[k] + (Gamma * forms.Magnitude(source, k));
        }

        table.Magnitude(magnitudes, Gamma, error);
        fixed (int* active = workspace.Active(source))
        {
            // The product W · G has the shape of a backward step whose rows are the outputs.
            BackwardDenseKernel.Multiply(
                table.Rows, table.InputStride, workspace.Tables.Stride[id], forms.Generators(source), forms.Stride(source), active, workspace.ActiveCount[source],
                forms.Generators(id), forms.Stride(id), forms.Stride(source), accumulate: false);
        }

        double[] center = forms.Center(source);
        for (int i = 0; i < shape.Outputs; i++)
        {
            double* row = table.Rows + ((long)i * table.InputStride);
            double sum = table.Bias[i];
            for (int k = 0; k < shape.Inputs; k++)
            {
                sum += row[k] * center[k];
            }

            forms.Center(id)[i] = sum;
            forms.Radius(id)[i] = error[i] + workspace.Error(id)[i];
        }

        Finish(id);
    }

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        _intervals.Scale(width, id, source);
        Affine(id, source, workspace.LowerSlope(id), null);
    }

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        _intervals.Shift(width, id, source);
        Affine(id, source, null, workspace.LowerIntercept(id));
    }

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth
    {
        _intervals.Sum(width, id, left, right, isDifference);
        forms.Allocate(id, Math.Max(forms.Stride(left), forms.Stride(right)));
        for (int k = 0; k < width.Count; k++)
        {
            double magnitude = forms.Magnitude(left, k) + forms.Magnitude(right, k);
            Add(id, k, left, k, 1);
            Add(id, k, right, k, isDifference ? -1 : 1);
            forms.Radius(id)[k] += workspace.Error(id)[k] + (Gamma * magnitude);
        }

        Finish(id);
    }

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth
    {
        _intervals.Gather(width, id);
        GatherOperator gather = (GatherOperator)workspace.Runner.Model.Operators[id];
        int symbols = 0;
        foreach (int source in gather.Sources)
        {
            symbols = Math.Max(symbols, forms.Stride(source));
        }

        forms.Allocate(id, symbols);
        for (int k = 0; k < gather.Indices.Length; k++)
        {
            // A copy: exact.
            Add(id, k, gather.Sources[gather.Indices[k].Source], gather.Indices[k].Element, 1);
        }

        Finish(id);
    }

    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        _intervals.Relu(width, id, source);
        Activation(id, source);
    }

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        _intervals.LeakyRelu(width, id, source);
        Activation(id, source);
    }

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        _intervals.Clip(width, id, source);
        Activation(id, source);
    }

    private void Affine(int id, int source, double* factor, double* offset)
    {
        forms.Allocate(id, forms.Stride(source));
        for (int k = 0; k < workspace.Tables.Width[id]; k++)
        {
            double f = factor == null ? 1 : factor[k], t = offset == null ? 0 : offset[k];
            Add(id, k, source, k, f);
            forms.Center(id)[k] += t;
            forms.Radius(id)[k] += workspace.Error(id)[k] + (Gamma * ((Math.Abs(f) * forms.Magnitude(source, k)) + Math.Abs(t)));
        }

        Finish(id);
    }

    private void Activation(int id, int source)
    {
        NetworkOperator activation = workspace.Runner.Model.Operators[id];
        double* lower = workspace.Lower(source);
        double* upper = workspace.Upper(source);
        int count = workspace.Tables.Width[id], bends = 0;
        for (int k = 0; k < count; k++)
        {
            bends += PiecewiseActivation.Of(activation, k).BendsIn(lower[k], upper[k]) ? 1 : 0;
        }

        forms.Allocate(id, forms.Symbols + bends);
        for (int k = 0; k < count; k++)
        {
            PiecewiseActivation function = PiecewiseActivation.Of(activation, k);
            (double slope, double low, double high) = function.Band(lower[k], upper[k]);
            if (slope > 0)
            {
                Add(id, k, source, k, slope);
            }

            forms.Center(id)[k] += 0.5 * (low + high);
            if (function.BendsIn(lower[k], upper[k]))
            {
                forms.Generators(id)[((long)k * forms.Stride(id)) + forms.Symbols++] = 0.5 * (high - low);
            }
            else
            {
                forms.Radius(id)[k] += 0.5 * (high - low);
            }

            forms.Radius(id)[k] += workspace.Error(id)[k] + (8 * Rounding.DoubleUnit * (forms.Magnitude(id, k) + Math.Abs(low) + Math.Abs(high)));
        }

        Finish(id);
    }

    /// <summary>Adds <paramref name="factor"/> times a form of a source.</summary>
    private void Add(int id, int k, int source, int element, double factor)
    {
        double* from = forms.Generators(source) + ((long)element * forms.Stride(source));
        double* to = forms.Generators(id) + ((long)k * forms.Stride(id));
        for (int g = 0; g < forms.Stride(source); g++)
        {
            to[g] += factor * from[g];
        }

        forms.Center(id)[k] += factor * forms.Center(source)[element];
        forms.Radius(id)[k] += Math.Abs(factor) * forms.Radius(source)[element];
    }

    private void Finish(int id)
    {
        cancellation.ThrowIfCancellationRequested();
        double* lower = workspace.Lower(id);
        double* upper = workspace.Upper(id);
        for (int k = 0; k < workspace.Tables.Width[id]; k++)
        {
            (double l, double u) = forms.Range(id, k);
            // A range that is NaN says nothing.
            lower[k] = l > lower[k] ? l : lower[k];
            upper[k] = u < upper[k] ? u : upper[k];
        }

        forms.Release(workspace.Runner.Model.Operators[id]);
    }
}
