namespace NetCompile.Milp.Tests.Certified.Search;

public class SearchTreeTests
{
    [Fact]
    public void TheBoundIsTheLeastOfEverythingThatIsNotProvedInfeasible()
    {
        SearchTree tree = new(new SearchLimits(null, null), 2, CancellationToken.None);
        tree.Push(new BranchNode { Bound = 3 });
        tree.Push(new BranchNode { Bound = 1 });
        Assert.Equal(1, tree.State().Bound);

        // Under examination it counts as well; the best comes first.
        BranchNode first = tree.Take(0)!;
        Assert.Equal(1, first.Bound);
        Assert.Equal((1, 2), tree.State());
        tree.Continue(0, 2);
        Assert.Equal(2, tree.State().Bound);
        tree.Finish(0);
        Assert.Equal(3, tree.State().Bound);

        // Leaves that could not be settled and parts that were cut off count for ever.
        tree.Leave(2.5, "why");
        Assert.Equal(2.5, tree.State().Bound);
        tree.CutOff(2.25);
        Assert.Equal(2.25, tree.State().Bound);
        Assert.Contains("why", tree.Message);
    }

    [Fact]
    public void ASolutionCutsOffWhatCannotBeBetterByMoreThanTheGap()
    {
        SearchTree tree = new(new SearchLimits(null, null, RelativeGap: 0, AbsoluteGap: 0.5), 1, CancellationToken.None);
        tree.Push(new BranchNode { Bound = 9.6 });
        tree.Push(new BranchNode { Bound = 9.7 });
        Assert.True(tree.Offer([1], 10));
        Assert.False(tree.Offer([2], 10));
        Assert.Equal(9.5, tree.Threshold);
        Assert.Null(tree.Take(0));

        // What was cut off says what is proved: not the solution's objective.
        Assert.Equal((9.6, 0), tree.State());
        Assert.Equal(StopReason.Completed, tree.Reason);
    }

    [Fact]
    public void LimitsEndItWithEveryOpenNodeCounted()
    {
        SearchTree tree = new(new SearchLimits(null, 1), 1, CancellationToken.None);
        tree.Push(new BranchNode { Bound = -4 });
        BranchNode node = tree.Take(0)!;
        tree.Count();
        tree.Push(new BranchNode { Parent = node, Bound = -3 });
        tree.Finish(0);
        Assert.Null(tree.Take(0));
        Assert.Equal(StopReason.NodeLimit, tree.Reason);
        Assert.Equal(-3, tree.State().Bound);

        SearchTree enough = new(new SearchLimits(null, null, StopAtBound: -3.5), 1, CancellationToken.None);
        enough.Push(new BranchNode { Bound = -3 });
        enough.Count();
        Assert.Null(enough.Take(0));
        Assert.Equal(StopReason.Completed, enough.Reason);
    }
}
