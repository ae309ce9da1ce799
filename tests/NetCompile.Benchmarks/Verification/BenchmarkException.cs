namespace NetCompile.Benchmarks.Verification;

/// <summary>The benchmark cannot run as it was asked to; the message says why.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
