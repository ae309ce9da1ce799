using NetCompile.Properties;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

public sealed class FrontierTests
{
    [Fact]
    public void The_least_bounded_box_comes_first_and_the_later_one_of_two_equal_ones()
    {
        Frontier frontier = new(bestFirstLimit: 1 << 20);
        foreach ((double bound, int depth) in ((double, int)[])[(3, 1), (-2, 2), (0, 3), (-2, 4), (double.NaN, 5)])
        {
            frontier.Push(Node(bound, depth));
        }

        Assert.Equal([5, 4, 2, 3, 1], Drain(frontier));
    }

    [Fact]
    public void Past_its_memory_it_goes_depth_first_and_loses_nothing()
    {
        Frontier frontier = new(bestFirstLimit: 0);
        // The first box fits by definition; what comes after it is a stack whatever the bounds.
        foreach ((double bound, int depth) in ((double, int)[])[(-9, 1), (-5, 2), (7, 3), (1, 4)])
        {
            frontier.Push(Node(bound, depth));
        }

        Assert.Equal(4, frontier.Count);
        Assert.Equal([4, 3, 2, 1], Drain(frontier));
        Assert.Equal(0, frontier.Count);
    }

    private static int[] Drain(Frontier frontier)
    {
        List<int> depths = [];
        while (frontier.TryPop(out SearchNode? node))
        {
            depths.Add(node.Depth);
        }

        return [.. depths];
    }

    private static BoxNode Node(double bound, int depth) => new()
    {
        Case = new CaseProblem(0, InputBox.Create([InputInterval.Exact(0, 1)])!, Specification.Create([])), Lower = [0], Upper = [1], Open = [], Bound = bound, Depth = depth,
    };
}
