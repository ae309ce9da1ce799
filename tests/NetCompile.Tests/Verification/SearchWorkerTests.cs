using NetCompile.Tests.Verification.Checkpoints;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

public sealed class SearchWorkerTests
{
    /// <summary>Other threads may already have dropped their nodes in favour of what a failed examination gave.</summary>
    [Fact]
    public void What_takes_the_place_of_dropped_nodes_survives_an_examination_that_runs_out_of_memory()
    {
        CaseProblem @case = new(0, InputBox.Create(Problem.HardOneCase.Property.Cases[0].Region)!, Specification.Create(Problem.HardOneCase.Property.Cases[0].Unsafe));
        SearchControl control = new(new(), default);
        SearchWorker worker = new(control, new NodePool(), null);
        BoxNode node = Node(), child = Node();
        control.Add();
        worker.Push(node);
        using FailingSolver solver = new(child);
        Assert.Throws<OutOfMemoryException>(() => worker.Run(solver, null));
        Assert.Equal([node, child], worker.OpenNodes);

        BoxNode Node() => new() { Case = @case, Lower = @case.Box.Lower, Upper = @case.Box.Upper, Open = [0] };
    }

    private sealed class FailingSolver(SearchNode child) : INodeSolver
    {
        public int BatchSize => 1;

        public Counterexample? Found => null;

        public void Examine(IReadOnlyList<SearchNode> nodes, Span<NodeOutcome> outcomes, Action<SearchNode> push)
        {
            push(child);
            throw new OutOfMemoryException();
        }

        public void Dispose()
        {
        }
    }
}
