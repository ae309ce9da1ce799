namespace NetCompile.Xunit.Tests;

/// <summary><c>brake = |gap| − |size|</c>, with one property of every verdict.</summary>
[Network]
[Input("gap", -1, 1), Input("size", -1, 1)]
[Output("brake")]
[Dense(4, Weights = new[] { 1.0, 0, -1, 0, 0, 1, 0, -1 }), Relu, Dense(1, Weights = new[] { 1.0, 1, -1, -1 })]
internal static partial class Mixed
{
    [Property(ProveAtBuild = true)]
    internal static bool Fine(Output y) => y.brake <= 1.5;

    [Property]
    internal static bool Wrong(Output y) => y.brake <= 0.5;

    [Property]
    internal static bool Open(Input x, Output y) => x.gap != x.size || y.brake >= 0;

    [Property]
    internal static bool Empty(Input x, Output y) => x.gap <= 2 || y.brake >= 0;
}

/// <summary>Whose properties all hold.</summary>
[Network]
[Input("pixel", 0, 1, Count = 30)]
[Output("bright", "dark")]
[Dense(2, Weights = new[]
{
    1.0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
})]
internal static partial class Sound
{
    [Property]
    internal static bool BrightIsPositive(Output y) => y.bright >= -0.001;

    [Property]
    internal static bool DarkIsNegative(Output y) => y.dark <= 0.001;
}

/// <summary>Without a property.</summary>
[Network]
[Input("a", 0, 1), Output("b"), Dense(1, Weights = new[] { 1.0 })]
internal static partial class Silent;
