using System.Collections.Immutable;
using NetCompile.Milp.Cbc;
using NetCompile.Milp.Tests.Doubles;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Applications;

public sealed class MilpVerifierTests
{
    // y = |x| = max(0, x) + max(0, −x).
    private static readonly NetworkRunner Absolute = NetworkRunner.Create(Build());

    [Theory]
    [InlineData(1.5, Verdict.Holds)]
    [InlineData(1.001, Verdict.Holds)]
    [InlineData(1, Verdict.Violated)]
    [InlineData(0.75, Verdict.Violated)]
    public void TheAbsoluteValueIsDecidedWithProofs(double least, Verdict expected)
    {
        // Unsafe: |x| ≥ least on [−1, 1].
        MilpVerification result = MilpVerifier.Verify(Absolute, Property(-1, 1, AtLeast(least)), Certified());
        Assert.Equal(expected, result.Verdict);
        MilpConjunction conjunction = Assert.Single(result.Conjunctions);
        Assert.Equal(1 - least, conjunction.Solution.Objective, 1e-4);
        if (expected == Verdict.Violated)
        {
            Assert.Equal(ConjunctionState.Met, conjunction.State);
            Assert.True(Math.Abs(result.Counterexample!.Input[0]) >= least);
        }
        else
        {
            Assert.Equal(ConjunctionState.Refuted, conjunction.State);
            Assert.True(conjunction.Solution.IsBoundProved && conjunction.Solution.Bound < 0);
        }
    }

    [Fact]
    public void AConjunctionNeedsAllItsConstraints()
    {
        // |x| ≥ 0.5 and x ≤ −0.25 and x ≥ −0.4: each can be met, all together cannot.
        LinearConstraint left = new([new LinearTerm(PropertyVariable.Input(0), 1.0)], -0.25, isStrict: false), right = new([new LinearTerm(PropertyVariable.Input(0), -1.0)], 0.4, isStrict: false);
        MilpVerification result = MilpVerifier.Verify(Absolute, Property(-1, 1, AtLeast(0.5), left, right), Certified());
        Assert.Equal(Verdict.Holds, result.Verdict);
        Assert.Equal(-0.05, result.Conjunctions[0].Solution.Objective, 1e-4);
        Assert.Equal(Verdict.Violated, MilpVerifier.Verify(Absolute, Property(-1, 1, AtLeast(0.3), left, right), Certified()).Verdict);
    }

    [Fact]
    public void ATieDecidesByStrictness()
    {
        // At x = 0, |x| ≤ 0 is met and |x| < 0 is not.
        LinearConstraint closed = new([new LinearTerm(PropertyVariable.Output(0), 1.0)], 0.0, isStrict: false), open = new(closed.Terms, closed.Bound, isStrict: true);
        Assert.Equal(Verdict.Violated, MilpVerifier.Verify(Absolute, Property(0, 0, closed), Certified()).Verdict);
        Assert.NotEqual(Verdict.Violated, MilpVerifier.Verify(Absolute, Property(0, 0, open), Certified()).Verdict);
    }

    [Fact]
    public void ABoundThatNobodyProvedIsAClaim_WhateverTheSolverSays()
    {
        // |x| ≥ 0.75 is met, and the solver says that it is far from it: without a proof the verdict is not "holds", and a proof finds out.
        MilpVerificationOptions options = Certified() with { Solver = new Liar(-100) };
        MilpVerification claimed = MilpVerifier.Verify(Absolute, Property(-1, 1, AtLeast(0.75)), options);
        Assert.Equal(Verdict.Unknown, claimed.Verdict);
        Assert.Equal("liar", claimed.Claimant);
        Assert.Equal(ConjunctionState.ClaimedRefuted, claimed.Conjunctions[0].State);
        Assert.Equal(Verdict.Violated, MilpVerifier.Verify(Absolute, Property(-1, 1, AtLeast(0.75)), options with { ProvesClaims = true }).Verdict);
        Assert.Equal(Verdict.Holds, MilpVerifier.Verify(Absolute, Property(-1, 1, AtLeast(1.5)), options with { ProvesClaims = true }).Verdict);
    }

    [Theory]
    [InlineData(MilpStatus.Infeasible)]
    [InlineData(MilpStatus.Unbounded)]
    public void WhatCannotBeIsNumericalTroubleEvenWithAProofClaimed(MilpStatus status)
    {
        MilpVerification result = MilpVerifier.Verify(Absolute, Property(-1, 1, AtLeast(1.5)), Certified() with { Solver = new Liar(-1, status, isProved: true) });
        Assert.Equal(Verdict.Unknown, result.Verdict);
        Assert.Null(result.Claimant);
        Assert.Contains("numerical trouble", result.Reason);
    }

    [Fact]
    public void ASolutionThatTheNetworkDoesNotConfirmIsNoCounterexample()
    {
        // The liar's point says margin 0, the network at its input does not.
        MilpVerification result = MilpVerifier.Verify(Absolute, Property(-1, 1, AtLeast(0.75)), Certified() with { Solver = new Liar(0, MilpStatus.Optimal) });
        Assert.Equal(Verdict.Unknown, result.Verdict);
        Assert.Null(result.Counterexample);
        Assert.Contains("not confirmed", result.Reason);
    }

    [Fact]
    public void NoInputIsVacuous_AndAContradictionIsNot()
    {
        VerificationProperty property = Property(1, -1, AtLeast(0));
        MilpVerification result = MilpVerifier.Verify(Absolute, property, Certified());
        Assert.Equal((Verdict.Holds, true), (result.Verdict, result.IsVacuous));
        Assert.False(MilpVerifier.Verify(Absolute, property with { Cases = [] }, Certified()).IsVacuous);
        Assert.True(MilpVerifier.Verify(Absolute, property with { Cases = [], IsRegionEmpty = true }, Certified()).IsVacuous);
    }

    [Fact]
    public void BoundsThatAreOnlyStatedProveNothing()
    {
        // Stated: |x| is at most a half. With it |x| ≥ 0.75 would be out of reach.
        VerificationProperty property = Property(-1, 1, AtLeast(0.75));
        NeuronBounds proved = MilpVerifier.Verify(Absolute, property, Certified()).Bounds.Single();
        NeuronBounds stated = new(Absolute.Model, [-1], [1], Arithmetic.Float32, [.. Absolute.Model.Operators.Select(o =>
            NeuronBounds.Needed(Absolute.Model).Contains(o.Id) ? new ValueBounds([.. proved[o.Id].Lower], [.. proved[o.Id].Upper.ToArray().Select(_ => 0.5)], BoundOrigin.Stated) : null)]);
        ArgumentException e = Assert.Throws<ArgumentException>(() => MilpVerifier.Verify(
            Absolute, property, Certified() with { Tightening = new TighteningOptions { Known = stated } }));
        Assert.Contains("stated, not proved", e.Message);
    }

    [Fact]
    public void ACancelledRunSaysSo()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        MilpVerification result = MilpVerifier.Verify(Absolute, Property(-1, 1, AtLeast(1.5)), Certified(), cancellation: source.Token);
        Assert.Equal((Verdict.Unknown, true), (result.Verdict, result.IsCancelled));
    }

    [SkippableFact]
    public void RandomNetworksAgreeWithTheEngine()
    {
        Skip.IfNot(CbcSolver.IsAvailable(out string reason), reason);
        int holds = 0, violated = 0;
        for (int seed = 0; seed < 24; seed++)
        {
            Random random = new(seed);
            NetworkRunner network = NetworkRunner.Create(RandomNetworks.Chain(random, seed % 3 == 0 ? HiddenActivation.LeakyRelu : HiddenActivation.Relu, 3, 6, 6, 2));
            PropertyCase @case = RandomCase(network, random, radius: 0.5, isReached: seed % 2 == 0);
            VerificationProperty property = new("random", 3, 2, [@case]);
            Verdict engine = Verifier.Verify(network, property, new VerificationOptions { Threads = 1 }).Verdict;
            MilpVerification proved = MilpVerifier.Verify(network, property, new MilpVerificationOptions { LinearSolver = new ClpSolver() });
            MilpVerification claimed = MilpVerifier.Verify(network, property, new MilpVerificationOptions { Solver = new CbcSolver() });
            Assert.True(engine == proved.Verdict, $"seed {seed}: the engine says {engine}, branch and bound {proved.Verdict} ({proved.Reason})");
            Assert.True(engine == (claimed.Claimant is null ? claimed.Verdict : Verdict.Holds), $"seed {seed}: the engine says {engine}, CBC {claimed.Verdict} ({claimed.Reason})");
            holds += engine == Verdict.Holds ? 1 : 0;
            violated += engine == Verdict.Violated ? 1 : 0;
        }

        Assert.True(holds >= 5 && violated >= 5, $"{holds} hold, {violated} are violated: too one-sided to show anything");
    }

    // Twenty properties of ACAS Xu networks on small boxes: the worst of output 0 against a limit near what samples reach.
    [SkippableFact]
    public void SmallRegionsOfAcasXuAgreeWithTheEngine()
    {
        Skip.IfNot(CbcSolver.IsAvailable(out string reason), reason);
        int holds = 0, violated = 0;
        foreach (string name in new[] { "1_1", "2_9", "3_3", "5_7" })
        {
            NetworkRunner network = Load(TestData.Require("acasxu", "onnx", $"ACASXU_run2a_{name}_batch_2000.onnx"));
            Random random = new(name[0]);
            for (int k = 0; k < 5; k++)
            {
                VerificationProperty property = new($"{name} {k}", 5, 5, [RandomCase(network, random, radius: 0.006, isReached: k % 2 == 0)]);
                Verdict engine = Verifier.Verify(network, property, new VerificationOptions { TimeLimit = TimeSpan.FromSeconds(30) }).Verdict;
                MilpVerification result = MilpVerifier.Verify(network, property, new MilpVerificationOptions
                {
                    Solver = new CbcSolver(), Tightening = new TighteningOptions { Method = TighteningMethod.AlphaCrown }, TimeLimit = TimeSpan.FromSeconds(60),
                });
                Assert.True(engine == (result.Claimant is null ? result.Verdict : Verdict.Holds), $"{name} {k}: the engine says {engine}, CBC {result.Verdict} ({result.Reason})");
                holds += engine == Verdict.Holds ? 1 : 0;
                violated += engine == Verdict.Violated ? 1 : 0;
            }
        }

        Assert.Equal(20, holds + violated);
        Assert.True(holds >= 5 && violated >= 5, $"{holds} hold, {violated} are violated: too one-sided to show anything");
    }

    private static NetworkRunner Load(string path) => NetworkRunner.Create(ModelReader.Read(File.ReadAllBytes(path), Path.GetFileName(path)));

    private static NetworkModel Build()
    {
        NetworkModelBuilder b = new("abs", TensorShape.Of(1));
        return b.Build(b.AddDense(b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, -1), null)), Tensor.Matrix(1, 2, 1, 1), null));
    }

    private static MilpVerificationOptions Certified() => new() { LinearSolver = new DenseLpSolver() };

    private static LinearConstraint AtLeast(double least) => new([new LinearTerm(PropertyVariable.Output(0), -1.0)], -least, isStrict: false);

    private static VerificationProperty Property(double lower, double upper, params LinearConstraint[] constraints) =>
        new("test", 1, 1, [new PropertyCase([InputInterval.Exact(lower, upper)], [new Conjunction([.. constraints])])]);

    // Unsafe: output 0 is at least a limit, a little below what samples reach, or well above.
    private static PropertyCase RandomCase(NetworkRunner network, Random random, double radius, bool isReached)
    {
        int n = network.Model.InputCount;
        double[] center = [.. Enumerable.Range(0, n).Select(_ => 0.6 * (random.NextDouble() - 0.5))];
        float[] input = new float[n], output = new float[network.Model.OutputCount];
        float greatest = float.MinValue, least = float.MaxValue;
        for (int k = 0; k < 500; k++)
        {
            for (int j = 0; j < n; j++)
            {
                input[j] = (float)(center[j] + (radius * ((2 * random.NextDouble()) - 1)));
            }

            network.Forward(input, output);
            (greatest, least) = (Math.Max(greatest, output[0]), Math.Min(least, output[0]));
        }

        double limit = greatest + ((greatest - least) * (isReached ? -0.05 : 0.6)) + (isReached ? 0 : 1e-4);
        return new PropertyCase([.. center.Select(c => InputInterval.Exact(c - radius, c + radius))], [new Conjunction([AtLeast(limit)])]);
    }

    /// <summary>Says that its bound is optimal, at the lower ends of all columns but with the margin it likes.</summary>
    private sealed class Liar(double bound, MilpStatus status = MilpStatus.Optimal, bool isProved = false) : MilpSolver
    {
        public override string Name => "liar";

        public override MilpFeatures Features => MilpFeatures.Integers | MilpFeatures.Indicators | MilpFeatures.Sos1;

        protected override MilpSolution SolveCore(MilpModel model, MilpSolveOptions options, CancellationToken cancellation)
        {
            // An input of 0, where |x| is 0.
            double[] values = [.. Enumerable.Range(0, model.ColumnCount).Select(j => j == 0 ? 0 : model.ColumnLower[j])];
            int maximized = model.Objective.IndexOf(1.0);
            double claimed = values[maximized] = Math.Clamp(bound, model.ColumnLower[maximized], model.ColumnUpper[maximized]);
            return status == MilpStatus.Optimal
                ? new MilpSolution { Status = status, StopReason = StopReason.Completed, Solver = Name, Values = [.. values], Bound = claimed, IsBoundProved = isProved }
                : new MilpSolution { Status = status, StopReason = StopReason.Completed, Solver = Name, Values = [], Bound = bound, IsBoundProved = isProved };
        }
    }
}
