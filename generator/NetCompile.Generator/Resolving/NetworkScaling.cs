using System.Collections.Immutable;
using NetCompile.Generator.Parsing;
using NetCompile.Models;

namespace NetCompile.Generator.Resolving;

/// <summary>Makes the declared scaling part of the model, so that what is verified is the whole float32 function from the user's units to the user's units.</summary>
/// <remarks>Inputs: <c>(x − Mean) / Range</c>. Outputs: <c>y · Scale + Offset</c>. Each is rounded once per operation, as the operators of the IR are.</remarks>
internal static class NetworkScaling
{
    /// <summary>Whether the declaration scales anything.</summary>
    public static bool IsScaled(NetworkDeclaration declaration) => declaration.Inputs.Any(i => i.IsScaled) || declaration.Outputs.Any(o => o.IsScaled);

    /// <summary>The model with its scaling; <paramref name="model"/> itself where there is none.</summary>
    public static NetworkModel Apply(NetworkModel model, NetworkDeclaration declaration)
    {
        if (!IsScaled(declaration))
        {
            return model;
        }

        NetworkModelBuilder builder = new(model.Name, model.InputShape, model.Operators[0].Name);
        int x = builder.Input;

        // Steps that no input asks for are left out; within a step an input without it shifts by 0 or divides by 1, which is exact.
        if (declaration.Inputs.Any(i => i.Mean is not null))
        {
            x = builder.AddShift(x, Elements(declaration.Inputs, i => i.Length, i => -(float)(i.Mean ?? 0), model.InputShape), "mean");
        }

        if (declaration.Inputs.Any(i => i.Range is not null))
        {
            x = builder.AddScale(x, Elements(declaration.Inputs, i => i.Length, i => (float)(i.Range ?? 1), model.InputShape), isDivision: true, "range");
        }

        int y = Copy(model, builder, x);
        if (declaration.Outputs.Any(o => o.Scale is not null))
        {
            y = builder.AddScale(y, Elements(declaration.Outputs, o => o.Length, o => (float)(o.Scale ?? 1), model.OutputShape), isDivision: false, "scale");
        }

        if (declaration.Outputs.Any(o => o.Offset is not null))
        {
            y = builder.AddShift(y, Elements(declaration.Outputs, o => o.Length, o => (float)(o.Offset ?? 0), model.OutputShape), "offset");
        }

        return builder.Build(y);
    }

    private static Tensor Elements<T>(IEnumerable<T> declarations, Func<T, int> length, Func<T, float> value, TensorShape shape) =>
        new(shape, declarations.SelectMany(d => Enumerable.Repeat(value(d), length(d))).ToImmutableArray());

    /// <summary>Copies the model's operators with <paramref name="input"/> in the place of its input; the id of the copy of its output.</summary>
    private static int Copy(NetworkModel model, NetworkModelBuilder builder, int input)
    {
        int[] ids = new int[model.Operators.Length];
        ids[0] = input;
        foreach (NetworkOperator o in model.Operators.Skip(1))
        {
            ids[o.Id] = o switch
            {
                DenseOperator d => builder.AddDense(ids[d.Sources[0]], d.Weights, d.Bias, d.Name, d.Shape),
                ScaleOperator s => builder.AddScale(ids[s.Sources[0]], s.Factor, s.IsDivision, s.Name),
                ShiftOperator s => builder.AddShift(ids[s.Sources[0]], s.Offset, s.Name),
                SumOperator s => builder.AddSum(ids[s.Sources[0]], ids[s.Sources[1]], s.IsDifference, s.Name),
                GatherOperator g => builder.AddGather(g.Sources.Select(s => ids[s]).ToImmutableArray(), g.Indices, g.Shape, g.Name),
                ReluOperator r => builder.AddRelu(ids[r.Sources[0]], r.Name),
                LeakyReluOperator l => builder.AddLeakyRelu(ids[l.Sources[0]], l.Slope, l.Name),
                ClipOperator c => builder.AddClip(ids[c.Sources[0]], c.Lower, c.Upper, c.Name),
                MaximumOperator m => builder.AddMaximum(ids[m.Sources[0]], m.Groups, m.Shape, m.Name),
                StepOperator s => builder.AddStep(ids[s.Sources[0]], s.Low, s.AtZero, s.High, s.Name),
                _ => throw new InvalidOperationException($"No copy of the operator {o.Kind}."),
            };
        }

        return ids[model.Output];
    }
}
