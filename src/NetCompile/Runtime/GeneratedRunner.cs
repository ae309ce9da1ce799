using NetCompile.Propagation;

namespace NetCompile.Runtime;

/// <summary>Runs an emitted network through its static members.</summary>
internal sealed class GeneratedRunner<TNetwork> : NetworkRunner where TNetwork : struct, INetwork<TNetwork>
{
    public static readonly GeneratedRunner<TNetwork> Instance = new();

    private GeneratedRunner() : base(TNetwork.Model) { }

    internal override RegionGuard? Guard => TNetwork.Guard;

    public override void Forward(ReadOnlySpan<float> input, Span<float> output) => TNetwork.Forward(input, output);

    public override void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count) => TNetwork.ForwardBatch(inputs, outputs, count);

    internal override void Propagate<TPass>(ref TPass pass) => TNetwork.Propagate(ref pass);

    internal override void PropagateBack<TPass>(ref TPass pass, int from) => TNetwork.PropagateBack(ref pass, from);
}
