using System.Reflection;
using NetCompile.Milp;
using NetCompile.Milp.Cbc;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Emit;

/// <summary>Emitted networks inside optimisation models, solved by CBC: the optimum is that of the encoder at run time, and the network's own.</summary>
public class EmbeddedSolveTests
{
    [SkippableTheory]
    [InlineData("big-m", HiddenActivation.Relu)]
    [InlineData("extended", HiddenActivation.Relu)]
    [InlineData("partition:2", HiddenActivation.LeakyRelu)]
    [InlineData("ideal", HiddenActivation.Clip)]
    [InlineData("indicator", HiddenActivation.Relu)]
    [InlineData("sos1", HiddenActivation.Clip)]
    [InlineData("big-m", HiddenActivation.Maximum)]
    public void The_optimum_is_that_of_the_encoder(string encoding, HiddenActivation activation)
    {
        Skip.IfNot(CbcSolver.IsAvailable(out string reason), reason);
        for (int seed = 0; seed < 3; seed++)
        {
            NetworkModel network = LowerMaximumPass.Run(RandomNetworks.Chain(new Random(100 + seed), activation, 2, 6, 4, 2));
            EncodingOptions options = new() { Encoding = ReluEncoding.Parse(encoding) };
            Assembly assembly = EmbeddedNetwork.Load(EmittedNetwork.ResolveForMilp(network));
            MilpModel emitted = new(), built = new();
            MilpSolution own = Maximize(emitted, EmbeddedNetwork.AddTo(assembly, emitted, EmbeddedNetwork.Inputs(emitted, network), options));
            NeuronBounds intervals = EmbeddedNetwork.ForRunTime(network, EmbeddedNetwork.Proven(network));
            MilpSolution other = Maximize(built, NetworkEncoder.AddTo(built, NetworkRunner.Create(network), EmbeddedNetwork.Inputs(built, network), intervals, new EncodingOptions()));

            Assert.Equal(MilpStatus.Optimal, own.Status);
            Assert.Equal(other.Objective, own.Objective, 1e-5);

            // The check ran the emitted forward pass at the solution: the optimum is a value of the network.
            Discrepancy discrepancy = Assert.Single(own.Discrepancies);
            Assert.InRange(discrepancy.Relative, 0, 1e-5);
            Assert.True(own.Objective >= Best(network) - 1e-5, $"{own.Objective} is less than a value of the network.");
        }
    }

    [SkippableFact]
    public void Two_copies_of_a_network_and_other_constraints_share_a_model()
    {
        Skip.IfNot(CbcSolver.IsAvailable(out string reason), reason);
        NetworkModel network = RandomNetworks.Chain(new Random(7), 2, 5, 1);
        Assembly assembly = EmbeddedNetwork.Load(EmittedNetwork.ResolveForMilp(network));
        MilpModel model = new();
        MilpVariable[] x = EmbeddedNetwork.Inputs(model, network), y = model.AddVariables(2, -1, 1, "y");
        EncodedNetwork first = EmbeddedNetwork.AddTo(assembly, model, x, name: "first"), second = EmbeddedNetwork.AddTo(assembly, model, y, name: "second");
        model.Add(x[0] - y[0] <= 0.1);
        model.Add(y[0] - x[0] <= 0.1);
        model.Add(x[1] - y[1] == 0);
        model.Maximize(first.Outputs[0] - second.Outputs[0]);
        MilpSolution solution = new CbcSolver().Solve(model);

        Assert.Equal(MilpStatus.Optimal, solution.Status);
        Assert.Equal(2, solution.Discrepancies.Length);
        double[] at(EncodedNetwork n) => DoubleEvaluator.Evaluate(network, [.. n.Inputs.Select(v => solution.Values[v.Index])]);
        Assert.Equal(solution.Objective, at(first)[0] - at(second)[0], 1e-5);
        Assert.True(solution.Objective > 0.01);
    }

    private static MilpSolution Maximize(MilpModel model, EncodedNetwork network)
    {
        model.Maximize(network.Outputs[0]);
        return new CbcSolver().Solve(model);
    }

    private static double Best(NetworkModel network)
    {
        double best = double.NegativeInfinity;
        for (int i = 0; i <= 20; i++)
        {
            for (int j = 0; j <= 20; j++)
            {
                best = Math.Max(best, DoubleEvaluator.Evaluate(network, [(i / 10.0) - 1, (j / 10.0) - 1])[0]);
            }
        }

        return best;
    }
}
