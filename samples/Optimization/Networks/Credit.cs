using NetCompile;

namespace Optimization;

/// <summary>Grants a loan where the score is above 0. Money in thousands of euros. Learned from an invented rule book, no data of people.</summary>
[Network("../models/credit.onnx")]
[Input("age", 18, 80, Mean = 49, Range = 62)]
[Input("income", 1, 10, Mean = 5.5, Range = 9)]
[Input("debt", 0, 50, Mean = 25, Range = 50)]
[Input("savings", 0, 50, Mean = 25, Range = 50)]
[Input("yearsInJob", 0, 30, Mean = 15, Range = 30)]
[Input("openCredits", 0, 6, Mean = 3, Range = 6)]
[Output("score")]
internal static partial class Credit
{
}
