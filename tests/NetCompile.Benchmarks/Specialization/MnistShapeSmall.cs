namespace NetCompile.Benchmarks.Specialization;

/// <summary>The MNIST shape on a small region, specialised to it.</summary>
[Network("../models/mnist-shape.onnx.gz", SpecializeToRegion = true)]
[Input("x", 0.4, 0.401, Count = 784)]
[Output("y", Count = 10)]
internal static partial class MnistShapeSpecialized;

/// <summary>The same region, plain.</summary>
[Network("../models/mnist-shape.onnx.gz")]
[Input("x", 0.4, 0.401, Count = 784)]
[Output("y", Count = 10)]
internal static partial class MnistShapeSmall;
