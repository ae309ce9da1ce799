using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>What the comments call a layer.</summary>
internal static class LayerText
{
    /// <summary>For example <c>dense 50 → 50</c>.</summary>
    public static string Describe(NetworkOperator o) => o switch
    {
        InputOperator => $"input {o.Shape}",
        DenseOperator d => $"dense {d.Inputs} → {d.Outputs}",
        ScaleOperator { IsDivision: true } => $"divide {o.Count} elements",
        ScaleOperator => $"scale {o.Count} elements",
        ShiftOperator => $"shift {o.Count} elements",
        SumOperator { IsDifference: true } => $"difference of {o.Count} elements",
        SumOperator => $"sum of {o.Count} elements",
        GatherOperator => $"gather {o.Count} elements",
        ReluOperator => $"ReLU of {o.Count} elements",
        LeakyReluOperator l => $"leaky ReLU (slope {Literal.Plain(l.Slope)}) of {o.Count} elements",
        ClipOperator => $"clip {o.Count} elements",
        StepOperator s => $"step ({Literal.Plain(s.Low)}, {Literal.Plain(s.AtZero)}, {Literal.Plain(s.High)}) of {o.Count} elements",
        _ => throw new InvalidOperationException($"No emitter knows the operator {o.Kind}."),
    };

    /// <summary>For example <c>dense 50 → 50 + ReLU</c>.</summary>
    public static string Describe(ForwardStep step) =>
        Describe(step.Operator) + step.Activation switch { ReluOperator => " + ReLU", LeakyReluOperator l => $" + leaky ReLU (slope {Literal.Plain(l.Slope)})", _ => "" };
}
