using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>Writes <c>Propagate</c> and <c>PropagateBack</c>: a call per operator with its constant sizes, in order and in reverse.</summary>
internal static class PropagationEmitter
{
    public static void Write(SourceWriter writer, NetworkModel model, LayerComments comments)
    {
        writer.Separate();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public static void Propagate<TPass>(ref TPass pass) where TPass : struct, global::NetCompile.Propagation.ILayerPass"))
        {
            foreach (NetworkOperator o in model.Operators.Skip(1))
            {
                writer.Line($"pass.{Call(o)}; // {comments.Describe(o)}");
            }
        }

        writer.Separate();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public static void PropagateBack<TPass>(ref TPass pass, int from) where TPass : struct, global::NetCompile.Propagation.ILayerPass"))
        {
            foreach (NetworkOperator o in model.Operators.Skip(1).Reverse())
            {
                writer.Line($"if (from >= {o.Id}) pass.{Call(o)};");
            }
        }
    }

    private static string Call(NetworkOperator o) => o switch
    {
        DenseOperator d => $"Dense(default({ShapeEmitter.Of(d)}), {d.Id}, {d.Sources[0]})",
        SumOperator s => $"Sum(default({ShapeEmitter.Of(s.Count)}), {s.Id}, {s.Sources[0]}, {s.Sources[1]}, {Literal.Bool(s.IsDifference)})",
        GatherOperator => $"Gather(default({ShapeEmitter.Of(o.Count)}), {o.Id})",
        ScaleOperator or ShiftOperator or ReluOperator or LeakyReluOperator or ClipOperator or StepOperator =>
            $"{o.Kind}(default({ShapeEmitter.Of(o.Count)}), {o.Id}, {o.Sources[0]})",
        _ => throw new InvalidOperationException($"No emitter knows the operator {o.Kind}."),
    };
}
