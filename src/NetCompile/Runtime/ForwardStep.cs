using System.Collections.Immutable;
using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Runtime;

/// <summary>One step of the forward pass of a loaded network: reads values, writes one.</summary>
internal abstract class ForwardStep
{
    public abstract void Run(in ForwardValues values);

    /// <summary>The step for an operator.</summary>
    /// <param name="o">The operator; not the input.</param>
    /// <param name="activation">The activation fused into it, where it is a dense layer followed by one.</param>
    /// <param name="sources">Where its sources lie.</param>
    /// <param name="target">Where its value, after the activation, goes.</param>
    public static ForwardStep Create(NetworkOperator o, NetworkOperator? activation, ImmutableArray<ValueSlot> sources, ValueSlot target) => (o, activation) switch
    {
        (DenseOperator d, null) => new DenseStep<IdentityActivation>(d, default, sources[0], target),
        (DenseOperator d, ReluOperator) => new DenseStep<ReluActivation>(d, default, sources[0], target),
        (DenseOperator d, LeakyReluOperator l) => new DenseStep<LeakyReluActivation>(d, new LeakyReluActivation(l.Slope), sources[0], target),
        (ScaleOperator s, null) => new ScaleStep(s, sources[0], target),
        (ShiftOperator s, null) => new ShiftStep(s, sources[0], target),
        (SumOperator s, null) => new SumStep(s.IsDifference, sources[0], sources[1], target),
        (GatherOperator g, null) => new GatherStep(g, sources, target),
        (ReluOperator, null) => new ReluStep(sources[0], target),
        (LeakyReluOperator l, null) => new LeakyReluStep(l.Slope, sources[0], target),
        (ClipOperator c, null) => new ClipStep(c, sources[0], target),
        (StepOperator s, null) => new StepFunctionStep(s, sources[0], target),
        _ => throw new InvalidOperationException($"The forward pass has no step for {o.Kind}{(activation is null ? "" : $" followed by {activation.Kind}")}."),
    };

    private sealed class DenseStep<TActivation>(DenseOperator layer, TActivation activation, ValueSlot source, ValueSlot target) : ForwardStep
        where TActivation : struct, IActivation
    {
        private readonly DenseWeights _weights = DenseWeights.Pack(layer);
        private readonly DynamicDenseShape _shape = new(layer.Inputs, layer.Outputs);

        public override void Run(in ForwardValues values)
        {
            if (values.InLanes)
            {
                DenseKernel.ForwardLanes(_shape, activation, _weights, values.Read(source), values.Write(target));
            }
            else
            {
                DenseKernel.Forward(_shape, activation, _weights, values.Read(source), values.Write(target));
            }
        }
    }

    private sealed class ScaleStep(ScaleOperator scale, ValueSlot source, ValueSlot target) : ForwardStep
    {
        public override void Run(in ForwardValues values)
        {
            ReadOnlySpan<float> x = values.Read(source), factor = scale.Factor.Values.AsSpan();
            Span<float> y = values.Write(target);
            switch (scale.IsDivision, values.InLanes)
            {
                case (true, true):
                    ElementwiseKernel.DivideLanes(x, factor, y);
                    break;
                case (true, false):
                    ElementwiseKernel.Divide(x, factor, y);
                    break;
                case (false, true):
                    ElementwiseKernel.ScaleLanes(x, factor, y);
                    break;
                default:
                    ElementwiseKernel.Scale(x, factor, y);
                    break;
            }
        }
    }

    private sealed class ShiftStep(ShiftOperator shift, ValueSlot source, ValueSlot target) : ForwardStep
    {
        public override void Run(in ForwardValues values)
        {
            if (values.InLanes)
            {
                ElementwiseKernel.ShiftLanes(values.Read(source), shift.Offset.Values.AsSpan(), values.Write(target));
            }
            else
            {
                ElementwiseKernel.Shift(values.Read(source), shift.Offset.Values.AsSpan(), values.Write(target));
            }
        }
    }

    private sealed class SumStep(bool isDifference, ValueSlot left, ValueSlot right, ValueSlot target) : ForwardStep
    {
        public override void Run(in ForwardValues values)
        {
            if (isDifference)
            {
                ElementwiseKernel.Subtract(values.Read(left), values.Read(right), values.Write(target));
            }
            else
            {
                ElementwiseKernel.Add(values.Read(left), values.Read(right), values.Write(target));
            }
        }
    }

    private sealed class GatherStep : ForwardStep
    {
        private readonly ImmutableArray<ValueSlot> _sources;
        private readonly int[][] _indices;
        private readonly ValueSlot _target;

        public GatherStep(GatherOperator gather, ImmutableArray<ValueSlot> sources, ValueSlot target)
        {
            _sources = sources;
            _target = target;
            _indices = [.. sources.Select((_, s) => gather.Indices.Select(i => i.Source == s ? i.Element : -1).ToArray())];
        }

        public override void Run(in ForwardValues values)
        {
            for (int s = 0; s < _sources.Length; s++)
            {
                if (values.InLanes)
                {
                    ElementwiseKernel.GatherLanes(values.Read(_sources[s]), _indices[s], values.Write(_target));
                }
                else
                {
                    ElementwiseKernel.Gather(values.Read(_sources[s]), _indices[s], values.Write(_target));
                }
            }
        }
    }

    private sealed class ReluStep(ValueSlot source, ValueSlot target) : ForwardStep
    {
        public override void Run(in ForwardValues values) => ElementwiseKernel.Relu(values.Read(source), values.Write(target));
    }

    private sealed class LeakyReluStep(float slope, ValueSlot source, ValueSlot target) : ForwardStep
    {
        public override void Run(in ForwardValues values) => ElementwiseKernel.LeakyRelu(values.Read(source), slope, values.Write(target));
    }

    private sealed class ClipStep(ClipOperator clip, ValueSlot source, ValueSlot target) : ForwardStep
    {
        public override void Run(in ForwardValues values)
        {
            ReadOnlySpan<float> lower = clip.Lower.Values.AsSpan(), upper = clip.Upper.Values.AsSpan();
            if (values.InLanes)
            {
                ElementwiseKernel.ClipLanes(values.Read(source), lower, upper, values.Write(target));
            }
            else
            {
                ElementwiseKernel.Clip(values.Read(source), lower, upper, values.Write(target));
            }
        }
    }

    private sealed class StepFunctionStep(StepOperator step, ValueSlot source, ValueSlot target) : ForwardStep
    {
        public override void Run(in ForwardValues values) => ElementwiseKernel.Step(values.Read(source), step.Low, step.AtZero, step.High, values.Write(target));
    }
}
