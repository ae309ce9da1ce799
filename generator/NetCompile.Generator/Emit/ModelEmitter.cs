using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the code that builds the network's IR graph from the constants, once, when the engine asks for it.</summary>
internal static class ModelEmitter
{
    public static void Write(SourceWriter writer, NetworkModel model, string name, ConstantTable constants)
    {
        writer.Separate();
        writer.Line("/// <inheritdoc/>");
        writer.Line("public static global::NetCompile.Models.NetworkModel Model => LazyModel.Value;");
        writer.Separate();
        writer.Line("// In a class of its own, so that a program which only runs the forward pass never builds the graph.");
        using (writer.Block("private static class LazyModel"))
        {
            writer.Line("internal static readonly global::NetCompile.Models.NetworkModel Value = Build();");
            writer.Separate();
            using (writer.Block("private static global::NetCompile.Models.NetworkModel Build()"))
            {
                WriteBody(writer, model, name, constants);
            }
        }
    }

    private static void WriteBody(SourceWriter writer, NetworkModel model, string name, ConstantTable constants)
    {
        NetworkOperator input = model.Operators[0];
        writer.Line(
            $"global::NetCompile.Models.NetworkModelBuilder builder = new({Literal.String(name)}, {WeightsEmitter.Shape(input.Shape)}, {Literal.String(input.Name)});");
        foreach (NetworkOperator o in model.Operators.Skip(1))
        {
            writer.Line($"builder.{Add(o, constants)};");
        }

        string ranges = model.InputRanges.IsEmpty
            ? ""
            : ", global::System.Collections.Immutable.ImmutableArray.Create(new global::NetCompile.Models.InputRange[] { "
              + string.Join(", ", model.InputRanges.Select(r => $"new({Literal.Float(r.Lower)}, {Literal.Float(r.Upper)})")) + " })";
        writer.Line($"return builder.Build({model.Output}{ranges});");
    }

    // An operator's id is its position, so every call names its sources by number.
    private static string Add(NetworkOperator o, ConstantTable constants)
    {
        string name = Literal.String(o.Name);
        return o switch
        {
            DenseOperator d =>
                $"AddDense({d.Sources[0]}, {constants.Reference(d.Weights)}, {(d.Bias is null ? "null" : constants.Reference(d.Bias))}, {name}, {WeightsEmitter.Shape(d.Shape)})",
            ScaleOperator s => $"AddScale({s.Sources[0]}, {constants.Reference(s.Factor)}, {Literal.Bool(s.IsDivision)}, {name})",
            ShiftOperator s => $"AddShift({s.Sources[0]}, {constants.Reference(s.Offset)}, {name})",
            SumOperator s => $"AddSum({s.Sources[0]}, {s.Sources[1]}, {Literal.Bool(s.IsDifference)}, {name})",
            GatherOperator g =>
                $"AddGather(global::System.Collections.Immutable.ImmutableArray.Create(new int[] {{ {string.Join(", ", g.Sources)} }}), {constants.Reference(g)}, {WeightsEmitter.Shape(g.Shape)}, {name})",
            ReluOperator r => $"AddRelu({r.Sources[0]}, {name})",
            LeakyReluOperator l => $"AddLeakyRelu({l.Sources[0]}, {Literal.Float(l.Slope)}, {name})",
            ClipOperator c => $"AddClip({c.Sources[0]}, {constants.Reference(c.Lower)}, {constants.Reference(c.Upper)}, {name})",
            StepOperator s => $"AddStep({s.Sources[0]}, {Literal.Float(s.Low)}, {Literal.Float(s.AtZero)}, {Literal.Float(s.High)}, {name})",
            _ => throw new InvalidOperationException($"No emitter knows the operator {o.Kind}."),
        };
    }
}
