using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Propagation;

namespace NetCompile.Runtime;

/// <summary>A network the engine can run: one that the generator emitted, or one loaded at run time.</summary>
/// <remarks>Thread-safe; create it once per network and share it.</remarks>
public abstract class NetworkRunner
{
    private readonly Lazy<PropagationTables> _tables;

    private protected NetworkRunner(NetworkModel model)
    {
        Model = model;
        _tables = new Lazy<PropagationTables>(() => new PropagationTables(model));
    }

    /// <summary>The network as it runs: one that was given maxima has ReLUs in their place (<see cref="LowerMaximumPass"/>).</summary>
    public NetworkModel Model { get; }

    /// <summary>The guard of a network that was specialised to a region; null for others. Whoever makes a statement about a box asks it first.</summary>
    internal virtual RegionGuard? Guard => null;

    /// <summary>The constants of bound propagation, built at first use.</summary>
    internal PropagationTables Tables => _tables.Value;

    /// <summary>A runner for an emitted network.</summary>
    public static NetworkRunner Create<TNetwork>() where TNetwork : struct, INetwork<TNetwork> => GeneratedRunner<TNetwork>.Instance;

    /// <summary>A runner for a network loaded at run time; it packs the weights once.</summary>
    /// <param name="model">The network. Its maxima are rewritten into ReLUs, and it is that network which runs and is verified, roundings included.</param>
    public static NetworkRunner Create(NetworkModel model) => new LoadedRunner(LowerMaximumPass.Run(model));

    /// <summary>The float32 forward pass of one sample.</summary>
    /// <param name="input"><c>[InputCount]</c>.</param>
    /// <param name="output"><c>[OutputCount]</c>.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The network was specialised to a region and the input is outside.</exception>
    public abstract void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>The float32 forward pass of <paramref name="count"/> samples.</summary>
    /// <param name="inputs"><c>[count, InputCount]</c>, row-major.</param>
    /// <param name="outputs"><c>[count, OutputCount]</c>, row-major.</param>
    /// <param name="count">The number of samples.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The network was specialised to a region and the input is outside.</exception>
    public abstract void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count);

    /// <summary>Hands every operator but the input to <paramref name="pass"/>, in order.</summary>
    internal abstract void Propagate<TPass>(ref TPass pass) where TPass : struct, ILayerPass;

    /// <summary>Hands the operators from <paramref name="from"/> down to 1 to <paramref name="pass"/>.</summary>
    internal abstract void PropagateBack<TPass>(ref TPass pass, int from) where TPass : struct, ILayerPass;
}
