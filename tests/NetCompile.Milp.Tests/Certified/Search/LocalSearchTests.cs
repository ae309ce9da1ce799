using NetCompile.Milp.Tests.Doubles;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Milp.Tests.Certified.Search;

public class LocalSearchTests
{
    [Fact]
    public void ItWalksFromRegionToRegionToASolutionNoNeighbourImproves()
    {
        // max 3a + 2b + c, a + b + c ≤ 2: from nothing, by two steps.
        MilpModel model = new();
        MilpVariable[] x = [.. Enumerable.Range(0, 3).Select(_ => model.AddBinary())];
        model.Add(MilpExpression.Sum([x[0], x[1], x[2]]) <= 2);
        model.Maximize(MilpExpression.Dot([3, 2, 1], x));
        SearchTree tree = Run(model, new double[3], null);
        Assert.Equal(-5, tree.BestObjective);
        Assert.Equal([1.0, 1.0, 0.0], tree.Best!);
    }

    [Fact]
    public void InANetworkItReachesAtLeastTheBestPointOfTheStartsRegion()
    {
        Random random = new(6);
        int improved = 0;
        for (int trial = 0; trial < 10; trial++)
        {
            NetworkModel network = RandomNetworks.Chain(random, 2, 5, 4, 1);
            NeuronBounds bounds = BoundTightening.Compute(network, [-1, -1], [1, 1]).Bounds;
            MilpModel model = new();
            MilpVariable[] inputs = model.AddVariables(2, -1, 1);
            EncodedNetwork encoded = NetworkEncoder.AddTo(model, Runtime.NetworkRunner.Create(network), inputs, bounds);
            model.Maximize(encoded.Outputs[0]);
            double[] Complete(ReadOnlySpan<double> values)
            {
                double[] point = values.ToArray();
                encoded.Complete(point);
                return point;
            }

            double[] start = Complete(new double[model.ColumnCount]);
            double before = -start[encoded.Outputs[0].Index];
            SearchTree tree = Run(model, start, Complete);

            // Zero lies inside a region on which the output is not constant, or nothing is to be gained there.
            Assert.True(tree.BestObjective <= before);
            improved += tree.BestObjective < before - 1e-6 ? 1 : 0;
            double atInput = DoubleEvaluator.Evaluate(network, tree.Best!.AsSpan(0, 2))[0];
            Assert.Equal(-tree.BestObjective, atInput, 1e-6);
        }

        Assert.True(improved >= 8);
    }

    private static SearchTree Run(MilpModel model, double[] start, PointCompletion? completion)
    {
        SearchProblem problem = SearchProblem.Of(model, isRelaxed: false);
        SearchTree tree = new(new SearchLimits(null, null), 1, CancellationToken.None);
        tree.Offer(start, problem.ObjectiveAt(start));
        using NodeProgram program = new(new DenseLpSolver(), problem);
        PointFinder finder = new(problem, tree, completion, 1e-7);
        Assert.True(new LocalSearch(problem, tree, program, finder, problem.Lower, problem.Upper, CancellationToken.None).Run(start));
        return tree;
    }
}
