using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the forward pass of one sample as a straight sequence of kernel calls over reused buffers.</summary>
internal static class ForwardEmitter
{
    /// <summary>Floats that the stack takes at most; more comes from the thread's scratch memory.</summary>
    public const int MaxStackFloats = 8192;

    private const string Kernels = "global::NetCompile.Kernels.";

    public static void Write(SourceWriter writer, NetworkModel model, ForwardPlan plan, ConstantTable constants, LayerComments comments, bool isGuarded)
    {
        writer.Separate();
        SpecializationEmitter.WriteForwardSummary(writer, isGuarded);
        using (writer.Block($"{SpecializationEmitter.ForwardAccess(isGuarded)} static void {SpecializationEmitter.ForwardName(isGuarded)}(global::System.ReadOnlySpan<float> input, global::System.Span<float> output)"))
        {
            writer.Line($"global::NetCompile.Runtime.ValueSpan.RequireLength(input.Length, {model.InputCount}, nameof(input));");
            writer.Line($"global::NetCompile.Runtime.ValueSpan.RequireLength(output.Length, {model.OutputCount}, nameof(output));");
            WriteBuffers(writer, plan);
            WriteSteps(writer, plan, constants, comments, lanes: false);
        }
    }

    /// <summary>Writes a call per step; <paramref name="lanes"/> for 64 samples side by side.</summary>
    public static void WriteSteps(SourceWriter writer, ForwardPlan plan, ConstantTable constants, LayerComments comments, bool lanes)
    {
        int number = 0;
        foreach (ForwardStep step in plan.Steps)
        {
            writer.Separate();
            writer.Line($"// Layer {++number} · {comments.Describe(step)}");
            foreach (string call in Calls(step, plan, constants, lanes))
            {
                writer.Line(call + ";");
            }
        }
    }

    private static void WriteBuffers(SourceWriter writer, ForwardPlan plan)
    {
        if (plan.BufferSizes.Sum() <= MaxStackFloats)
        {
            for (int i = 0; i < plan.BufferSizes.Length; i++)
            {
                writer.Line($"global::System.Span<float> buffer{i} = stackalloc float[{plan.BufferSizes[i]}];");
            }

            return;
        }

        writer.Line($"using {Kernels}BatchScratch scratch = {Kernels}BatchScratch.Rent({plan.BufferSizes.Sum(BatchEmitter.RoundUp)});");
        for (int i = 0; i < plan.BufferSizes.Length; i++)
        {
            writer.Line($"global::System.Span<float> buffer{i} = scratch.Take({plan.BufferSizes[i]});");
        }
    }

    private static IEnumerable<string> Calls(ForwardStep step, ForwardPlan plan, ConstantTable constants, bool lanes)
    {
        NetworkOperator o = step.Operator;
        string suffix = lanes ? "Lanes" : "";
        string x = step.Sources.Length > 0 ? Slice(step.Sources[0], o.Count, plan, lanes) : "";
        string y = Slice(step.Target, o.Count, plan, lanes);
        string elementwise = Kernels + "ElementwiseKernel.";
        switch (o)
        {
            case InputOperator:
                yield return $"{x}.CopyTo({y})";
                break;
            case DenseOperator d:
                // The dense kernel takes spans that are longer than the layer, so they are not cut here.
                yield return $"{Kernels}DenseKernel.Forward{suffix}(default({ShapeEmitter.Of(d)}), {Activation(step.Activation)}, {constants.Packed(d)}, {step.Sources[0].Name}, {step.Target.Name})";
                break;
            case ScaleOperator s:
                yield return $"{elementwise}{(s.IsDivision ? "Divide" : "Scale")}{suffix}({x}, {Values(constants, s.Factor)}, {y})";
                break;
            case ShiftOperator s:
                yield return $"{elementwise}Shift{suffix}({x}, {Values(constants, s.Offset)}, {y})";
                break;
            case ClipOperator c:
                yield return $"{elementwise}Clip{suffix}({x}, {Values(constants, c.Lower)}, {Values(constants, c.Upper)}, {y})";
                break;
            case SumOperator s:
                yield return $"{elementwise}{(s.IsDifference ? "Subtract" : "Add")}({x}, {Slice(step.Sources[1], o.Count, plan, lanes)}, {y})";
                break;
            case ReluOperator:
                yield return $"{elementwise}Relu({x}, {y})";
                break;
            case LeakyReluOperator l:
                yield return $"{elementwise}LeakyRelu({x}, {Literal.Float(l.Slope)}, {y})";
                break;
            case StepOperator s:
                yield return $"{elementwise}Step({x}, {Literal.Float(s.Low)}, {Literal.Float(s.AtZero)}, {Literal.Float(s.High)}, {y})";
                break;
            case GatherOperator g:
                // One call for each source; the last source's elements complete the value.
                for (int s = 0; s < g.Sources.Length; s++)
                {
                    yield return $"{elementwise}Gather{suffix}({step.Sources[s].Name}, {constants.Packed(g, s)}, {y})";
                }

                break;
            default:
                throw new InvalidOperationException($"No emitter knows the operator {o.Kind}.");
        }
    }

    private static string Activation(NetworkOperator? activation) => activation switch
    {
        null => $"default({Kernels}IdentityActivation)",
        ReluOperator => $"default({Kernels}ReluActivation)",
        LeakyReluOperator l => $"new {Kernels}LeakyReluActivation({Literal.Float(l.Slope)})",
        _ => throw new InvalidOperationException($"No dense kernel computes {activation.Kind}."),
    };

    private static string Values(ConstantTable constants, Tensor tensor) => $"{constants.Reference(tensor)}.Values.AsSpan()";

    // The elementwise kernels compare lengths; a buffer may be longer than the value in it.
    private static string Slice(ValuePlace place, int count, ForwardPlan plan, bool lanes) =>
        place.Kind != PlaceKind.Buffer || plan.BufferSizes[place.Index] == count
            ? place.Name
            : $"{place.Name}.Slice(0, {(lanes ? checked(count * BatchEmitter.Lanes) : count)})";
}
