using System.Collections.Immutable;
using System.Text;
using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the forward pass of a tiny network as straight-line scalar code with its weights as literals, to be read like a formula.</summary>
internal static class UnrolledForwardEmitter
{
    /// <summary>Terms that a method holds at most: beyond about a thousand the JIT takes long, and far beyond it stops optimising.</summary>
    public const int MaxTerms = 400;

    private const int TermsInLine = 6;

    /// <summary>Whether the network is small enough.</summary>
    public static bool Accepts(NetworkModel model) => model.Operators.Sum(Terms) <= MaxTerms;

    public static void Write(SourceWriter writer, NetworkModel model, ForwardPlan plan, LayerComments comments, bool isGuarded)
    {
        writer.Separate();
        SpecializationEmitter.WriteForwardSummary(writer, isGuarded);
        using (writer.Block($"{SpecializationEmitter.ForwardAccess(isGuarded)} static void {SpecializationEmitter.ForwardName(isGuarded)}(global::System.ReadOnlySpan<float> input, global::System.Span<float> output)"))
        {
            writer.Line($"global::NetCompile.Runtime.ValueSpan.RequireLength(input.Length, {model.InputCount}, nameof(input));");
            writer.Line($"global::NetCompile.Runtime.ValueSpan.RequireLength(output.Length, {model.OutputCount}, nameof(output));");
            string[][] values = new string[model.Operators.Length][];
            values[0] = Enumerable.Range(0, model.InputCount).Select(i => $"x{i}").ToArray();
            for (int i = 0; i < model.InputCount; i++)
            {
                writer.Line($"float x{i} = input[{i}];");
            }

            int number = 0;
            foreach (ForwardStep step in plan.Steps.Where(s => s.Operator is not InputOperator))
            {
                writer.Separate();
                writer.Line($"// Layer {++number} · {comments.Describe(step)}");
                values[(step.Activation ?? step.Operator).Id] = WriteStep(writer, step, values);
            }

            writer.Separate();
            for (int i = 0; i < model.OutputCount; i++)
            {
                writer.Line($"output[{i}] = {values[model.Output][i]};");
            }
        }
    }

    // Every operator counts at least its elements, so that a network of many elementwise steps is not unrolled either.
    private static long Terms(NetworkOperator o) => o is DenseOperator d ? (long)d.Inputs * d.Outputs : o.Count;

    private static string[] WriteStep(SourceWriter writer, ForwardStep step, string[][] values)
    {
        NetworkOperator o = step.Operator;
        if (o is GatherOperator gather)
        {
            // Elements only change their order: later steps name them where they are.
            return gather.Indices.Select(i => values[gather.Sources[i.Source]][i.Element]).ToArray();
        }

        string[] names = new string[o.Count];
        for (int i = 0; i < names.Length; i++)
        {
            string expression = Expression(o, i, values);
            if (step.Activation is null && o is not DenseOperator && expression == values[o.Sources[0]][i])
            {
                names[i] = expression;
                continue;
            }

            names[i] = $"v{(step.Activation ?? o).Id}_{i}";
            switch (step.Activation)
            {
                case ReluOperator:
                    expression = $"global::System.MathF.Max(0f, {expression})";
                    break;
                case LeakyReluOperator l:
                    writer.Line($"float p{o.Id}_{i} = {expression};");
                    expression = LeakyRelu(l, $"p{o.Id}_{i}");
                    break;
            }

            writer.Line($"float {names[i]} = {expression};");
        }

        return names;
    }

    private static string Expression(NetworkOperator o, int i, string[][] values)
    {
        string[] x = values[o.Sources[0]];
        return o switch
        {
            DenseOperator d => Affine(d, i, x),
            ScaleOperator s => s.Factor.Values[i] == 1 ? x[i] : $"{x[i]} {(s.IsDivision ? "/" : "*")} {Literal.Float(s.Factor.Values[i])}",
            ShiftOperator s => s.Offset.Values[i] == 0 ? x[i] : x[i] + Term(s.Offset.Values[i]),
            SumOperator s => $"{x[i]} {(s.IsDifference ? "-" : "+")} {values[s.Sources[1]][i]}",
            ReluOperator => $"global::System.MathF.Max(0f, {x[i]})",
            LeakyReluOperator l => LeakyRelu(l, x[i]),
            ClipOperator c => Clip(c, i, x[i]),
            StepOperator s => Step(s, x[i]),
            _ => throw new InvalidOperationException($"No emitter knows the operator {o.Kind}."),
        };
    }

    private static string Clip(ClipOperator clip, int i, string x)
    {
        float lower = clip.Lower.Values[i], upper = clip.Upper.Values[i];
        string above = float.IsInfinity(lower) ? x : $"global::System.MathF.Max({x}, {Literal.Float(lower)})";
        return float.IsInfinity(upper) ? above : $"global::System.MathF.Min({above}, {Literal.Float(upper)})";
    }

    // A NaN is none of the three, and passes through.
    private static string Step(StepOperator step, string x) =>
        $"{x} > 0f ? {Literal.Float(step.High)} : {x} < 0f ? {Literal.Float(step.Low)} : {x} == 0f ? {Literal.Float(step.AtZero)} : {x}";

    private static string Affine(DenseOperator d, int row, string[] x)
    {
        ImmutableArray<float> weights = d.Weights.Values;
        float bias = d.Bias?.Values[row] ?? 0;
        StringBuilder sum = new();
        int terms = 0;
        if (bias != 0)
        {
            sum.Append(Literal.Float(bias));
            terms++;
        }

        for (int k = 0; k < d.Inputs; k++)
        {
            float weight = weights[(row * d.Inputs) + k];
            if (weight == 0)
            {
                continue;
            }

            if (terms > 0)
            {
                sum.Append(terms % TermsInLine == 0 ? "\n    " : " ").Append(weight < 0 ? "- " : "+ ");
            }
            else if (weight < 0)
            {
                sum.Append('-');
            }

            sum.Append(Math.Abs(weight) == 1 ? "" : Literal.Float(Math.Abs(weight)) + " * ").Append(x[k]);
            terms++;
        }

        return terms == 0 ? "0f" : sum.ToString();
    }

    private static string Term(float offset) => (offset < 0 ? " - " : " + ") + Literal.Float(Math.Abs(offset));

    // The slope is at most 1, so the greater of both is the leaky ReLU.
    private static string LeakyRelu(LeakyReluOperator l, string x) => $"global::System.MathF.Max({Literal.Float(l.Slope)} * {x}, {x})";
}
