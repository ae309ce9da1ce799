using NetCompile.Kernels;

namespace NetCompile.Propagation;

/// <summary>
/// Something done operator by operator: interval propagation, symbolic propagation, backward substitution, gradients.
/// Weights are found through the operator's id; sizes come as structs, so that for a generated network they are JIT-time constants.
/// </summary>
/// <remarks>An operator's id, its sources and their meaning are those of <see cref="Models.NetworkModel"/>.</remarks>
public interface ILayerPass
{
    /// <summary><c>y = W x + b</c>.</summary>
    void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape;

    /// <summary><c>y_i = x_i · s_i</c> or <c>x_i / s_i</c>.</summary>
    void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth;

    /// <summary><c>y_i = x_i + t_i</c>.</summary>
    void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth;

    /// <summary><c>y = u ± v</c>.</summary>
    void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth;

    /// <summary>Copies of elements of the sources, which the model lists.</summary>
    void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth;

    /// <summary><c>y_i = max(0, x_i)</c>.</summary>
    void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth;

    /// <summary><c>y_i = max(ε x_i, x_i)</c>.</summary>
    void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth;

    /// <summary><c>y_i = min(max(x_i, p_i), q_i)</c>.</summary>
    void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth;

    /// <summary>A step function. No pass bounds one: it is not continuous, so neither lines nor gradients describe it.</summary>
    /// <exception cref="UnsupportedOperatorException">Always, unless a pass does something of its own.</exception>
    void Step<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => throw UnsupportedOperatorException.Step($"operator {id}");
}
