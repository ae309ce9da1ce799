namespace NetCompile.Cli.Tests;

/// <summary>VNN-LIB texts about <see cref="TestModels.Absolute"/>, <c>y = |x|</c>.</summary>
internal static class TestProperties
{
    /// <summary><c>|x| ≥ 1.5</c> is out of reach on [−1, 1].</summary>
    public static string Holds => OneInput("-1", "1", "(>= Y_0 1.5)");

    /// <summary><c>|x| ≥ 0.75</c> is not.</summary>
    public static string Violated => OneInput("-1", "1", "(>= Y_0 0.75)");

    /// <summary>No input at all.</summary>
    public static string Vacuous => OneInput("1", "-1", "(>= Y_0 0)");

    /// <summary>Violated, by an input that no float32 is equal to.</summary>
    public static string ViolatedAtATenth => OneInput("0.1", "0.1", "(>= Y_0 0.05)");

    /// <summary>Two boxes, <c>[1, 2]</c> and <c>[-4, -3]</c>.</summary>
    public static string TwoBoxes =>
        """
        (declare-const X_0 Real)
        (declare-const Y_0 Real)
        (assert (or (and (>= X_0 1) (<= X_0 2) (>= Y_0 9)) (and (>= X_0 -4) (<= X_0 -3) (>= Y_0 9))))
        """;

    public static string OneInput(string lower, string upper, string output) => Text(1, 1, $"(assert (>= X_0 {lower}))\n(assert (<= X_0 {upper}))\n(assert {output})");

    public static string Text(int inputs, int outputs, string asserts) =>
        string.Concat(Enumerable.Range(0, inputs).Select(i => $"(declare-const X_{i} Real)\n"))
        + string.Concat(Enumerable.Range(0, outputs).Select(j => $"(declare-const Y_{j} Real)\n"))
        + asserts + "\n";
}
