using NetCompile;

namespace Digits;

/// <summary>Reads a handwritten digit: 64 grey levels from 0 (paper) to 16 (ink) in, a score per digit out; the greatest score wins.</summary>
/// <remarks>
/// <c>[Robust]</c> claims: whoever changes every pixel of that image by up to <c>Radius</c> grey levels, each as he likes, the network still reads
/// the same digit. That is a box with 64 dimensions; no amount of trying covers it.
/// </remarks>
[Network("models/digits.onnx")]
[Input("pixel", 0, 16, Count = 64)]
[Output("digit", Count = 10)]
[Robust("ZeroByOne", Radius = 1, Around = "images/0.csv", Label = 0)]
[Robust("OneByOne", Radius = 1, Around = "images/1.csv", Label = 1)]
[Robust("TwoByOne", Radius = 1, Around = "images/2.csv", Label = 2)]
[Robust("ThreeByOne", Radius = 1, Around = "images/3.csv", Label = 3)]
[Robust("FourByOne", Radius = 1, Around = "images/4.csv", Label = 4)]
[Robust("FiveByOne", Radius = 1, Around = "images/5.csv", Label = 5)]
[Robust("SixByOne", Radius = 1, Around = "images/6.csv", Label = 6)]
[Robust("SevenByOne", Radius = 1, Around = "images/7.csv", Label = 7)]
[Robust("EightByOne", Radius = 1, Around = "images/8.csv", Label = 8)]
[Robust("NineByOne", Radius = 1, Around = "images/9.csv", Label = 9)]
[Robust("SevenByTwo", Radius = 2, Around = "images/7.csv", Label = 7)]
#pragma warning disable NC0502 // The last claim is false, and the editor says so with a counterexample. The sample is there to show that, and has to build all the same.
[Robust("SevenByThree", Radius = 3, Around = "images/7.csv", Label = 7)]
#pragma warning restore NC0502
internal static partial class DigitReader
{
}
