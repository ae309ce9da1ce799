using NetCompile.Properties;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification.Heuristics;

/// <summary>Which input is cut, on boxes small enough to score by hand.</summary>
public sealed class AxisChoiceTests
{
    [Fact]
    public void Widest_is_relative_to_the_whole_region()
    {
        // Widths 4 of 100, 3 of 10 and 1 of 2: 4 %, 30 % and 50 %.
        InputBox whole = Box((0, 100), (0, 10), (-1, 1));
        Assert.Equal(2, Choose(BranchingHeuristic.Widest, [10, 2, 0], [14, 5, 1], whole, weights: null));

        // Weights, which favour the first input, and the depth are nothing to it.
        Assert.Equal(2, Choose(BranchingHeuristic.Widest, [10, 2, 0], [14, 5, 1], whole, weights: [1000, 1, 1], depth: 1));
    }

    [Fact]
    public void Smear_takes_the_greatest_weight_times_width()
    {
        // 3 · 0.5 = 1.5, 2 · 1 = 2, 0.1 · 10 = 1; the widest, absolutely and relatively, is the third.
        InputBox whole = Box((0, 1), (0, 4), (0, 10));
        Assert.Equal(1, Choose(BranchingHeuristic.Smear, [0, 0, 0], [0.5, 1, 10], whole, weights: [3, 2, 0.1]));
        Assert.Equal(0, Choose(BranchingHeuristic.Smear, [0, 0, 0], [0.5, 1, 10], whole, weights: [5, 2, 0.1]));
        Assert.Equal(2, Choose(BranchingHeuristic.Smear, [0, 0, 0], [0.5, 1, 10], whole, weights: [3, 2, 0.3]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 0)]
    [InlineData(6, 0)]
    [InlineData(7, 1)]
    [InlineData(11, 1)]
    public void Smear_cuts_the_widest_at_every_fourth_depth(int depth, int expected) =>
        Assert.Equal(expected, Choose(BranchingHeuristic.Smear, [0, 0], [0.5, 1], Box((0, 1), (0, 1)), weights: [100, 1], depth));

    [Fact]
    public void Smear_without_coefficients_cuts_the_widest() =>
        Assert.Equal(1, Choose(BranchingHeuristic.Smear, [0, 0], [1, 1], Box((0, 10), (0, 2)), weights: null));

    [Fact]
    public void Automatic_is_smear() =>
        Assert.Equal(0, Choose(BranchingHeuristic.Automatic, [0, 0], [0.5, 1], Box((0, 1), (0, 1)), weights: [100, 1]));

    [Fact]
    public void A_tie_is_the_first_input() =>
        Assert.Equal(0, Choose(BranchingHeuristic.Smear, [0, 0], [1, 1], Box((0, 1), (0, 1)), weights: [2, 2]));

    [Theory]
    [InlineData(BranchingHeuristic.Widest)]
    [InlineData(BranchingHeuristic.Smear)]
    public void An_input_that_cannot_be_cut_is_left_out(BranchingHeuristic heuristic)
    {
        // Input 0 is fixed: its relative width is 0/0. Input 1 has neighbouring doubles. Only input 2 is left, whatever the weights say.
        double next = Math.BitIncrement(1.0);
        InputBox whole = Box((3, 3), (1, next), (0, 1));
        Assert.Equal(2, Choose(heuristic, [3, 1, 0.25], [3, next, 0.26], whole, weights: [1e300, 1e300, 1e-300], arithmetic: Arithmetic.Real));
    }

    [Fact]
    public void Below_the_spacing_of_float32_only_real_arithmetic_cuts_on()
    {
        InputBox whole = Box((1, 2));
        Assert.Equal(-1, Choose(BranchingHeuristic.Widest, [1], [1 + 1e-9], whole, weights: null));
        Assert.Equal(0, Choose(BranchingHeuristic.Widest, [1], [1 + 1e-9], whole, weights: null, arithmetic: Arithmetic.Real));
    }

    [Theory]
    [InlineData(BranchingHeuristic.Widest)]
    [InlineData(BranchingHeuristic.Smear)]
    public void Where_nothing_can_be_cut_there_is_no_choice(BranchingHeuristic heuristic) =>
        Assert.Equal(-1, Choose(heuristic, [3, 5], [3, 5], Box((3, 3), (5, 5)), weights: [1, 1]));

    private static InputBox Box(params (double Lower, double Upper)[] ends) => InputBox.Create([.. ends.Select(e => InputInterval.Exact(e.Lower, e.Upper))])!;

    private static int Choose(
        BranchingHeuristic heuristic, double[] lower, double[] upper, InputBox whole, double[]? weights, int depth = 0, Arithmetic arithmetic = Arithmetic.Float32) =>
        AxisChoice.Choose(AxisChoice.Of(heuristic), lower, upper, whole, weights, depth, arithmetic);
}
