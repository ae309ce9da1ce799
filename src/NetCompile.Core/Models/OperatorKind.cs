namespace NetCompile.Models;

/// <summary>The operators of the IR. Every one is affine, piecewise linear or (a step) piecewise constant; a reader refuses what is none of these.</summary>
public enum OperatorKind
{
    /// <summary>The network's input; always operator 0.</summary>
    Input,

    /// <summary><c>y = W x + b</c>.</summary>
    Dense,

    /// <summary><c>y_i = x_i · s_i</c> or <c>y_i = x_i / s_i</c>.</summary>
    Scale,

    /// <summary><c>y_i = x_i + t_i</c>.</summary>
    Shift,

    /// <summary><c>y = u + v</c> or <c>y = u − v</c> of two earlier values.</summary>
    Sum,

    /// <summary>Every output element copies one element of one of the sources: transpose, slice, concatenation, broadcast.</summary>
    Gather,

    /// <summary><c>y_i = max(0, x_i)</c>.</summary>
    Relu,

    /// <summary><c>y_i = max(ε x_i, x_i)</c>, <c>0 ≤ ε ≤ 1</c>.</summary>
    LeakyRelu,

    /// <summary><c>y_i = min(max(x_i, p_i), q_i)</c>.</summary>
    Clip,

    /// <summary><c>y_i = max_{j ∈ G_i} x_j</c>: maxout, max-pooling.</summary>
    Maximum,

    /// <summary>One constant below zero, one at zero, one above: the sign function, a linear threshold unit. The only operator that is not continuous.</summary>
    Step,
}
