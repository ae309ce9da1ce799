using NetCompile.Kernels;
using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Runtime;

/// <summary>Runs a network loaded at run time by walking its operators.</summary>
internal sealed class LoadedRunner : NetworkRunner
{
    private readonly LoadedForward _forward;

    public LoadedRunner(NetworkModel model) : base(model) => _forward = new LoadedForward(model);

    public override void Forward(ReadOnlySpan<float> input, Span<float> output) => _forward.Forward(input, output);

    public override void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count) => _forward.ForwardBatch(inputs, outputs, count);

    internal override void Propagate<TPass>(ref TPass pass)
    {
        foreach (NetworkOperator o in Model.Operators)
        {
            Visit(ref pass, o);
        }
    }

    internal override void PropagateBack<TPass>(ref TPass pass, int from)
    {
        for (int id = from; id >= 1; id--)
        {
            Visit(ref pass, Model.Operators[id]);
        }
    }

    private static void Visit<TPass>(ref TPass pass, NetworkOperator o) where TPass : struct, ILayerPass
    {
        switch (o)
        {
            case InputOperator:
                break;
            case DenseOperator d:
                pass.Dense(new DynamicDenseShape(d.Inputs, d.Outputs), d.Id, d.Sources[0]);
                break;
            case ScaleOperator:
                pass.Scale(new DynamicWidth(o.Count), o.Id, o.Sources[0]);
                break;
            case ShiftOperator:
                pass.Shift(new DynamicWidth(o.Count), o.Id, o.Sources[0]);
                break;
            case SumOperator s:
                pass.Sum(new DynamicWidth(o.Count), o.Id, s.Sources[0], s.Sources[1], s.IsDifference);
                break;
            case GatherOperator:
                pass.Gather(new DynamicWidth(o.Count), o.Id);
                break;
            case ReluOperator:
                pass.Relu(new DynamicWidth(o.Count), o.Id, o.Sources[0]);
                break;
            case LeakyReluOperator:
                pass.LeakyRelu(new DynamicWidth(o.Count), o.Id, o.Sources[0]);
                break;
            case ClipOperator:
                pass.Clip(new DynamicWidth(o.Count), o.Id, o.Sources[0]);
                break;
            case StepOperator:
                pass.Step(new DynamicWidth(o.Count), o.Id, o.Sources[0]);
                break;
            default:
                throw new InvalidOperationException($"No pass knows the operator {o.Kind}.");
        }
    }
}
