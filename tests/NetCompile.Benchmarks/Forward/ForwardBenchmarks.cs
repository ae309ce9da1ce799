using BenchmarkDotNet.Attributes;
using NetCompile.Kernels;

namespace NetCompile.Benchmarks.Forward;

/// <summary>The forward pass of the ACAS shape.</summary>
[MemoryDiagnoser]
public class AcasForwardBenchmarks
{
    private readonly ForwardPasses<AcasShape.Network> _passes = new();

    [Benchmark(Baseline = true, Description = "naive loops")]
    public void Naive() => _passes.Naive();

    [Benchmark(Description = "loaded, one sample")]
    public void Loaded() => _passes.Loaded();

    [Benchmark(Description = "generated, one sample")]
    public void Generated() => _passes.Generated();

    [Benchmark(Description = "generated, batch of 64", OperationsPerInvoke = BatchLayout.Lanes)]
    public void Batch() => _passes.Batch();
}

/// <summary>The forward pass of the MNIST shape.</summary>
[MemoryDiagnoser]
public class MnistForwardBenchmarks
{
    private readonly ForwardPasses<MnistShape.Network> _passes = new();

    [Benchmark(Baseline = true, Description = "naive loops")]
    public void Naive() => _passes.Naive();

    [Benchmark(Description = "loaded, one sample")]
    public void Loaded() => _passes.Loaded();

    [Benchmark(Description = "generated, one sample")]
    public void Generated() => _passes.Generated();

    [Benchmark(Description = "generated, batch of 64", OperationsPerInvoke = BatchLayout.Lanes)]
    public void Batch() => _passes.Batch();
}
