using System.Collections.Immutable;
using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Runtime;

/// <summary>
/// A network whose operators and sizes are known at compile time: what the generator emits for an annotated class and the engine runs.
/// Everything is static, so a generic method over <typeparamref name="TSelf"/> is compiled by the JIT for exactly this network.
/// </summary>
/// <typeparam name="TSelf">The implementing (empty) struct.</typeparam>
public interface INetwork<TSelf> where TSelf : struct, INetwork<TSelf>
{
    /// <summary>The network as an IR graph, weights included; built once.</summary>
    static abstract NetworkModel Model { get; }

    /// <summary>The float32 forward pass of one sample, allocation-free.</summary>
    /// <param name="input"><c>[InputCount]</c>.</param>
    /// <param name="output"><c>[OutputCount]</c>.</param>
    static abstract void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>The float32 forward pass of <paramref name="count"/> samples, allocation-free after the first call on a thread.</summary>
    /// <param name="inputs"><c>[count, InputCount]</c>, row-major.</param>
    /// <param name="outputs"><c>[count, OutputCount]</c>, row-major; must not overlap the inputs.</param>
    /// <param name="count">The number of samples.</param>
    static abstract void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count);

    /// <summary>Hands every operator but the input to <paramref name="pass"/>, in order, with its constant sizes.</summary>
    static abstract void Propagate<TPass>(ref TPass pass) where TPass : struct, ILayerPass;

    /// <summary>Hands the operators from <paramref name="from"/> down to 1 to <paramref name="pass"/>, in reverse order.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="from">The id of the first operator to visit; larger ones are left out.</param>
    static abstract void PropagateBack<TPass>(ref TPass pass, int from) where TPass : struct, ILayerPass;

    /// <summary>What keeps inputs and boxes outside its region from a network that was specialised to one; null for a network that is the model everywhere.</summary>
    static virtual RegionGuard? Guard => null;

    /// <summary>The properties that the class declares, methods first, then those of attributes, as they are written.</summary>
    static virtual ImmutableArray<NetworkProperty> DeclaredProperties => [];
}
