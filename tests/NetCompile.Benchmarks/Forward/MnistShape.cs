namespace NetCompile.Benchmarks.Forward;

/// <summary>A small digit classifier's shape, 784-256-256-10, with made-up weights.</summary>
[Network("models/mnist-shape.onnx.gz")]
[Input("x", 0, 1, Count = 784)]
[Output("y", Count = 10)]
internal static partial class MnistShape;
