using NetCompile.Models;

namespace NetCompile.Generator.Milp;

/// <summary>What bounds on a pre-activation make of a unit: the states that <c>NetworkEncoding</c> tells apart.</summary>
internal enum UnitState
{
    /// <summary>Affine in the pre-activation and not constant: no binary.</summary>
    StablyActive,

    /// <summary>Constant: nothing in the model.</summary>
    StablyInactive,

    /// <summary>More than one piece: a binary.</summary>
    Unstable,
}

/// <summary>The state of a unit.</summary>
internal static class UnitStates
{
    public static UnitState Of(NetworkOperator o, int index, double lower, double upper) => o switch
    {
        LeakyReluOperator { Slope: 1 } => UnitState.StablyActive,
        LeakyReluOperator l when upper <= 0 && l.Slope != 0 => UnitState.StablyActive,
        ReluOperator or LeakyReluOperator => upper <= 0 ? UnitState.StablyInactive : lower >= 0 ? UnitState.StablyActive : UnitState.Unstable,
        ClipOperator c => upper <= c.Lower.Values[index] || lower >= c.Upper.Values[index] ? UnitState.StablyInactive
            : lower >= c.Lower.Values[index] && upper <= c.Upper.Values[index] ? UnitState.StablyActive
            : UnitState.Unstable,
        StepOperator s => lower > 0 || upper < 0 || (s.Low == s.High && s.Low == s.AtZero) ? UnitState.StablyInactive : UnitState.Unstable,
        _ => throw new InvalidOperationException($"{o} has no units of one pre-activation."),
    };
}
