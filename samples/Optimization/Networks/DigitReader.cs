using NetCompile;

namespace Optimization;

/// <summary>The reader of handwritten digits of samples/Digits: 64 grey levels in, a score per digit out.</summary>
[Network("../../Digits/models/digits.onnx")]
[Input("pixel", 0, 16, Count = 64)]
[Output("digit", Count = 10)]
internal static partial class DigitReader
{
}
