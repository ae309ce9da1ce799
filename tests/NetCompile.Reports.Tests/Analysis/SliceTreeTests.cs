using NetCompile.Reports.Analysis;

namespace NetCompile.Reports.Tests.Analysis;

public sealed class SliceTreeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(10_000)]
    public void CoversTheRectangle_AndJudgesNoMoreThanItsBudget(int budget)
    {
        int judged = 0;
        string tree = SliceTree.Grow((level, column, row) => { judged++; return Diagonal(level, column, row); }, levels: 6, budget);
        Assert.InRange(judged, 1, budget);
        List<SliceTree.Leaf> leaves = SliceTree.Leaves(tree);
        Assert.Equal(1, leaves.Sum(l => l.Share), 12);

        // Every leaf has the judgement of its own place.
        Assert.All(leaves, l => Assert.Equal(Diagonal(l.Level, l.Column, l.Row), l.State));
        Assert.Equal(leaves.Count, leaves.Select(l => (l.Level, l.Column, l.Row)).Distinct().Count());
        Assert.All(leaves, l => Assert.InRange(l.Level, 0, 6));
    }

    [Fact]
    public void StopsAtItsLevels()
    {
        List<SliceTree.Leaf> leaves = SliceTree.Leaves(SliceTree.Grow((_, _, _) => SliceState.Undecided, levels: 3, budget: 1_000_000));
        Assert.Equal(64, leaves.Count);
        Assert.All(leaves, l => Assert.Equal(3, l.Level));
    }

    [Fact]
    public void ADecidedRectangleIsOneLeaf() => Assert.Equal("p", SliceTree.Grow((_, _, _) => SliceState.Proved, levels: 6, budget: 100));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("spp")]
    [InlineData("pp")]
    [InlineData("x")]
    [InlineData("ssssssssssssssssssssssssssss")]
    public void WhatIsNoTree_IsRefused(string text) => Assert.Throws<FormatException>(() => SliceTree.Leaves(text));

    /// <summary>Below the diagonal all is proved, above it violated.</summary>
    private static SliceState Diagonal(int level, int column, int row) => row < column ? SliceState.Proved : row > column ? SliceState.Violated : SliceState.Undecided;
}
