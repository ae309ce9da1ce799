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

    [Fact]
    public void Nodes_are_listed_in_the_order_in_which_they_would_be_taken()
    {
        Frontier frontier = new(bestFirstLimit: 3 * Node(0, 0).Bytes);
        foreach ((double bound, int depth) in ((double, int)[])[(3, 1), (-2, 2), (0, 3), (-2, 4), (-7, 5), (9, 6)])
        {
            frontier.Push(Node(bound, depth));
        }

        Assert.Equal([6, 5, 4, 2, 3, 1], frontier.Nodes.Select(n => n.Depth));
        Assert.Equal(-2, frontier.LowestBound);
        Assert.Equal([6, 5, 4, 2, 3, 1], Drain(frontier));
        Assert.Empty(frontier.Nodes);
        Assert.Equal(double.PositiveInfinity, frontier.LowestBound);
    }

    [Fact]
    public void Dropping_frees_what_it_said_and_makes_room_for_the_best_first()
    {
        Frontier frontier = new(bestFirstLimit: 10_000);
        for (int i = 0; i < 3; i++)
        {
            frontier.Push(Node(i, i, inherited: 1000));
        }

        Assert.Equal((3 * Node(0, 0, 1000).Bytes, 24_000), (frontier.Bytes, frontier.OptionalBytes));
        frontier.DropOptional();
        Assert.Equal((3 * Node(0, 0).Bytes, 0), (frontier.Bytes, frontier.OptionalBytes));
        Assert.All(frontier.Nodes, n => Assert.Empty(((BoxNode)n).InheritedLower));
        // The third went onto the stack, which comes first; what is pushed now is taken by its bound again.
        frontier.Push(Node(-1, 7));
        Assert.Equal([2, 7, 0, 1], Drain(frontier));
        Assert.Equal((0, 0), (frontier.Bytes, frontier.OptionalBytes));
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

    private static BoxNode Node(double bound, int depth, int inherited = 0) => new()
    {
        Case = new CaseProblem(0, InputBox.Create([InputInterval.Exact(0, 1)])!, Specification.Create([])), Lower = [0], Upper = [1], Open = [], Bound = bound, Depth = depth,
        InheritedLower = new double[inherited], InheritedUpper = new double[inherited],
    };
}
