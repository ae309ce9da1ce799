using NetCompile.Kernels;
using NetCompile.Models;
using NetCompile.Runtime;

namespace NetCompile.Benchmarks.Forward;

/// <summary>The forward passes of one network on random inputs, all writing to the same output.</summary>
internal sealed class ForwardPasses<TNetwork> where TNetwork : struct, INetwork<TNetwork>
{
    private readonly NaiveForward _naive = new(TNetwork.Model);
    private readonly LoadedForward _loaded = new(TNetwork.Model);
    private readonly float[] _input, _inputs, _output, _outputs;

    public ForwardPasses()
    {
        Random random = new(1);
        _input = [.. Enumerable.Range(0, TNetwork.Model.InputCount).Select(_ => random.NextSingle())];
        _inputs = [.. Enumerable.Range(0, Samples * TNetwork.Model.InputCount).Select(_ => random.NextSingle())];
        _output = new float[TNetwork.Model.OutputCount];
        _outputs = new float[Samples * TNetwork.Model.OutputCount];
    }

    /// <summary>Samples in a batch.</summary>
    public static int Samples => BatchLayout.Lanes;

    /// <summary>Floating-point operations for one sample.</summary>
    public static long Operations => TNetwork.Model.Operators.OfType<DenseOperator>().Sum(d => 2L * d.Inputs * d.Outputs);

    public void Naive() => _naive.Forward(_input, _output);

    public void Loaded() => _loaded.Forward(_input, _output);

    public void Generated() => TNetwork.Forward(_input, _output);

    public void LoadedBatch() => _loaded.ForwardBatch(_inputs, _outputs, Samples);

    public void Batch() => TNetwork.ForwardBatch(_inputs, _outputs, Samples);
}
