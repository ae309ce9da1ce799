using NetCompile.Models;

namespace NetCompile.Bounds;

/// <summary>Which linear piece of an activation an interval of inputs lies on.</summary>
internal enum ActivationPiece
{
    /// <summary>The identity.</summary>
    Active,

    /// <summary>Another single piece.</summary>
    Inactive,

    /// <summary>More than one.</summary>
    Unstable,
}

/// <summary>The functions of the activation operators of one variable: <c>max(0, x)</c>, <c>max(ε x, x)</c>, <c>min(max(x, p), q)</c> and steps; all increasing.</summary>
/// <remarks>A maximum has several variables; <see cref="MaximumRelaxation"/> is about it.</remarks>
internal static class ActivationShape
{
    /// <summary>Which piece <c>[lower, upper]</c> lies on for unit <paramref name="index"/>.</summary>
    public static ActivationPiece PieceOf(NetworkOperator o, int index, double lower, double upper) => o switch
    {
        ClipOperator c when lower >= c.Lower.Values[index] && upper <= c.Upper.Values[index] => ActivationPiece.Active,
        ClipOperator c when upper <= c.Lower.Values[index] || lower >= c.Upper.Values[index] => ActivationPiece.Inactive,
        ClipOperator => ActivationPiece.Unstable,
        StepOperator s => StepValue(s, lower) == StepValue(s, upper) ? ActivationPiece.Inactive : ActivationPiece.Unstable,
        _ when lower >= 0 => ActivationPiece.Active,
        _ when upper <= 0 => ActivationPiece.Inactive,
        _ => ActivationPiece.Unstable,
    };

    /// <summary>The value at <paramref name="x"/>, rounded down (exact but for a leaky slope).</summary>
    public static double Down(NetworkOperator o, int index, double x) => o switch
    {
        ReluOperator => Math.Max(0, x),
        LeakyReluOperator l => x >= 0 ? x : l.Slope == 0 ? 0 : Outward.Down(l.Slope * x),
        ClipOperator c => Math.Min(Math.Max(x, c.Lower.Values[index]), c.Upper.Values[index]),
        StepOperator s => StepValue(s, x),
        _ => throw NoActivation(o),
    };

    /// <summary>The value at <paramref name="x"/>, rounded up (exact but for a leaky slope).</summary>
    public static double Up(NetworkOperator o, int index, double x) => o switch
    {
        LeakyReluOperator l when x < 0 && l.Slope != 0 => Math.Min(0, Outward.Up(l.Slope * x)),
        _ => Down(o, index, x),
    };

    /// <summary>The slope of the piece on which all of <c>[lower, upper]</c> lies, if it is not the identity.</summary>
    public static double InactiveSlope(NetworkOperator o) => o is LeakyReluOperator l ? l.Slope : 0;

    private static double StepValue(StepOperator s, double x) => x > 0 ? s.High : x < 0 ? s.Low : s.AtZero;

    private static InvalidOperationException NoActivation(NetworkOperator o) => new($"{o} is no activation.");
}
