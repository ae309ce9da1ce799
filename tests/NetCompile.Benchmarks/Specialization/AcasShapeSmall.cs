namespace NetCompile.Benchmarks.Specialization;

/// <summary>The ACAS Xu shape on a small region, plain.</summary>
[Network("../models/acas-shape.onnx.gz")]
[Input("x", 0.2, 0.21, Count = 5)]
[Output("y", Count = 5)]
internal static partial class AcasShapeSmall;

/// <summary>The same, specialised to that region.</summary>
[Network("../models/acas-shape.onnx.gz", SpecializeToRegion = true)]
[Input("x", 0.2, 0.21, Count = 5)]
[Output("y", Count = 5)]
internal static partial class AcasShapeSpecialized;
