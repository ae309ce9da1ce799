namespace NetCompile.Benchmarks.Forward;

/// <summary>The shape of the ACAS Xu networks, 5-50×6-5, with made-up weights.</summary>
[Network("models/acas-shape.onnx.gz")]
[Input("x", -1, 1, Count = 5)]
[Output("y", Count = 5)]
internal static partial class AcasShape;
