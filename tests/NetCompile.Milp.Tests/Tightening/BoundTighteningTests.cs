using System.Collections.Immutable;
using NetCompile.Milp.Tests.Doubles;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Tightening;

public class BoundTighteningTests
{
    private static readonly TighteningMethod[] s_methods = Enum.GetValues<TighteningMethod>();

    // h = (ρ(x₁ + x₂), ρ(x₁ − x₂)), a = h₁ + h₂ − 1, y = ρ(a), x in [−1, 1]². Intervals: a in [−1, 3]; exactly: h₁ + h₂ = max(0, 2x₁, x₁ + x₂, x₁ − x₂) ≤ 2, so a in [−1, 1].
    private static NetworkModel HandComputed()
    {
        NetworkModelBuilder b = new("hand", TensorShape.Of(2));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 2, 1, 1, 1, -1), null));
        int a = b.AddDense(h, Tensor.Matrix(1, 2, 1, 1), Tensor.Vector(-1));
        return b.Build(b.AddRelu(a));
    }

    [Fact]
    public void AHandComputedNetworkMethodByMethod()
    {
        NetworkModel model = HandComputed();
        int a = NeuronBounds.Needed(model).ElementAt(1);
        (double Lower, double Upper) Of(TighteningMethod method)
        {
            ValueBounds bounds = Compute(model, method).Bounds[a];
            return (bounds.Lower[0], bounds.Upper[0]);
        }

        Assert.Equal((-1, 3), Round(Of(TighteningMethod.Interval)));

        // The triangles over [−2, 2]: h₁ + h₂ ≤ ½(x₁ + x₂ + 2) + ½(x₁ − x₂ + 2) = x₁ + 2 ≤ 3, so a ≤ 2.
        Assert.Equal((-1, 2), Round(Of(TighteningMethod.Crown)));
        Assert.Equal((-1, 2), Round(Of(TighteningMethod.Lp)));
        Assert.Equal((-1, 1), Round(Of(TighteningMethod.Milp)));
        Assert.Equal(BoundOrigin.Milp, Compute(model, TighteningMethod.Milp).Bounds[a].UpperOrigin[0]);
    }

    [Theory]
    [InlineData(HiddenActivation.Relu, Arithmetic.Real)]
    [InlineData(HiddenActivation.Relu, Arithmetic.Float32)]
    [InlineData(HiddenActivation.LeakyRelu, Arithmetic.Real)]
    [InlineData(HiddenActivation.LeakyRelu, Arithmetic.Float32)]
    [InlineData(HiddenActivation.Clip, Arithmetic.Real)]
    [InlineData(HiddenActivation.Clip, Arithmetic.Float32)]
    [InlineData(HiddenActivation.Maximum, Arithmetic.Real)]
    [InlineData(HiddenActivation.Maximum, Arithmetic.Float32)]
    [InlineData(HiddenActivation.Sign, Arithmetic.Real)]
    [InlineData(HiddenActivation.Sign, Arithmetic.Float32)]
    [InlineData(HiddenActivation.Threshold, Arithmetic.Real)]
    [InlineData(HiddenActivation.Threshold, Arithmetic.Float32)]
    public void ValuesLieInTheBoundsOfEveryMethodAndDearerMethodsAreTighter(HiddenActivation activation, Arithmetic arithmetic)
    {
        Random random = new((10 * (int)activation) + (int)arithmetic);
        for (int trial = 0; trial < 3; trial++)
        {
            NetworkModel model = RandomNetworks.Chain(random, activation, 3, 4, 4, 2);
            model = arithmetic == Arithmetic.Float32 ? LowerMaximumPass.Run(model) : model;
            NeuronBounds? before = null;
            foreach (TighteningMethod method in s_methods)
            {
                TighteningResult result = Compute(model, method, o => o with { Arithmetic = arithmetic });
                Assert.False(result.IsRegionEmpty);
                Assert.Equal(StopReason.Completed, result.StopReason);
                Assert.Equal(0, result.Failures);
                Sampling.AssertContains(result.Bounds, random, 40);
                if (before is not null)
                {
                    Sampling.AssertTighter(result.Bounds, before, 1e-7);
                }

                before = result.Bounds;
            }
        }
    }

    [Fact]
    public void GraphsWithSeveralReadersAreBoundedByEveryMethod()
    {
        Random random = new(4);
        for (int trial = 0; trial < 6; trial++)
        {
            NetworkModel model = RandomNetworks.Tangle(random, 2, 3, 6, trial % 2 == 0 ? ExtraOperators.None : ExtraOperators.Maximum | ExtraOperators.Step);
            foreach (TighteningMethod method in s_methods)
            {
                foreach (int? horizon in (int?[])[null, 1])
                {
                    TighteningResult result = Compute(model, method, o => o with { Horizon = horizon, NeuronNodeLimit = 20 });
                    Assert.False(result.IsRegionEmpty);
                    Sampling.AssertContains(result.Bounds, random, 20);
                }
            }
        }
    }

    [Fact]
    public void LinearProgramsFindTheRangeOfTheTriangleRelaxationAndSearchesTheExactOne()
    {
        Random random = new(8);
        for (int trial = 0; trial < 6; trial++)
        {
            NetworkModel model = RandomNetworks.Chain(random, 2, 4, 3, 2);
            NeuronBounds lp = Compute(model, TighteningMethod.Lp).Bounds, milp = Compute(model, TighteningMethod.Milp).Bounds;
            (double[][] lower, double[][] upper) = AllBounds(model, lp);
            ReluProgram program = new(model, lower, upper);
            for (int k = 0; k < 2; k++)
            {
                (double triangleLower, double triangleUpper) = program.Triangle(k);
                Assert.InRange(lp[model.Output].Lower[k], triangleLower - 1e-6, triangleLower + 1e-8);
                Assert.InRange(lp[model.Output].Upper[k], triangleUpper - 1e-8, triangleUpper + 1e-6);
                (double exactLower, double exactUpper) = program.Exact(k);
                Assert.InRange(milp[model.Output].Lower[k], exactLower - 1e-5, exactLower + 1e-8);
                Assert.InRange(milp[model.Output].Upper[k], exactUpper - 1e-8, exactUpper + 1e-5);
            }
        }
    }

    [Fact]
    public void ARollingHorizonContainsTheWholeOne()
    {
        Random random = new(9);
        for (int trial = 0; trial < 4; trial++)
        {
            NetworkModel model = RandomNetworks.Chain(random, 2, 3, 3, 3, 2);
            NeuronBounds whole = Compute(model, TighteningMethod.Milp).Bounds;
            NeuronBounds two = Compute(model, TighteningMethod.Milp, o => o with { Horizon = 2 }).Bounds;
            NeuronBounds one = Compute(model, TighteningMethod.Milp, o => o with { Horizon = 1 }).Bounds;
            Sampling.AssertTighter(whole, two, 1e-5);
            Sampling.AssertTighter(two, one, 1e-5);
            Sampling.AssertContains(one, random, 50);

            // As many layers as the network has are all of it.
            NeuronBounds three = Compute(model, TighteningMethod.Milp, o => o with { Horizon = 3 }).Bounds;
            Sampling.AssertTighter(three, whole, 0);
            Sampling.AssertTighter(whole, three, 0);
        }
    }

    [Fact]
    public void ProgressiveLeavesSettledNeuronsAloneAndTheOthersNoLooser()
    {
        Random random = new(12);
        long fewer = 0;
        for (int trial = 0; trial < 5; trial++)
        {
            NetworkModel model = RandomNetworks.Chain(random, 3, 6, 6, 2);
            TighteningResult progressive = Compute(model, TighteningMethod.Lp), all = Compute(model, TighteningMethod.Lp, o => o with { IsProgressive = false });
            fewer += all.LinearPrograms - progressive.LinearPrograms;
            Sampling.AssertTighter(all.Bounds, progressive.Bounds, 1e-7);
            Assert.Equal(progressive.Unstable.Select(u => u.Unstable), all.Unstable.Select(u => u.Unstable));
        }

        Assert.True(fewer > 0);
    }

    [Fact]
    public void LinearConstraintsOfInputsTightenAndHoldForInputsThatMeetThem()
    {
        Random random = new(21);
        NetworkModel model = RandomNetworks.Chain(random, 2, 5, 4, 2);
        InputConstraints constraints = new([new InputConstraint([0, 1], [1, 1], double.NegativeInfinity, -0.5), new InputConstraint([0], [1], -0.9, 0.4)]);
        foreach (TighteningMethod method in (TighteningMethod[])[TighteningMethod.Lp, TighteningMethod.Milp])
        {
            // Of every neuron: one that constraints settle is left alone otherwise, with one end looser than where both are computed.
            TighteningResult with = Compute(model, method, o => o with { Constraints = constraints, IsProgressive = false }), without = Compute(model, method, o => o with { IsProgressive = false });
            Sampling.AssertTighter(with.Bounds, without.Bounds, 1e-6);
            int first = NeuronBounds.Needed(model).First();
            Assert.True(with.Bounds[first].Upper[0] - with.Bounds[first].Lower[0] < without.Bounds[first].Upper[0] - without.Bounds[first].Lower[0] - 1e-3);
            Assert.True(Sampling.AssertContains(with.Bounds, random, 400, x => x[0] + x[1] <= -0.5f && x[0] >= -0.9f && x[0] <= 0.4f) > 20);
            Assert.Equal(constraints.Hash, with.Bounds.Constraints.Hash);
        }
    }

    [Theory]
    [InlineData(TighteningMethod.Lp)]
    [InlineData(TighteningMethod.Milp)]
    public void ConstraintsThatNoInputMeetsMakeTheRegionEmpty(TighteningMethod method)
    {
        NetworkModel model = RandomNetworks.Chain(new Random(2), 2, 3, 2);
        InputConstraints impossible = new([new InputConstraint([0, 1], [1, 1], 2.5, double.PositiveInfinity)]);
        TighteningResult result = Compute(model, method, o => o with { Constraints = impossible });
        Assert.True(result.IsRegionEmpty);
        Assert.Contains("No input of the box meets the constraints", result.Message);

        InputConstraints far = new([], new L1Ball([3, 3], 1.5));
        Assert.True(Compute(model, TighteningMethod.Interval, o => o with { Constraints = far }).IsRegionEmpty);
    }

    [Fact]
    public void ConstraintsThatContradictTheNetworksBoundsOnlyTogetherAreFoundTo()
    {
        // Known bounds that cannot be: the pre-activation x₁ + x₂ of the box is at most 2.
        NetworkModel model = HandComputed();
        ValueBounds?[] values = new ValueBounds?[model.Operators.Length];
        foreach (int id in NeuronBounds.Needed(model))
        {
            double[] lower = [.. Enumerable.Repeat(id == 1 ? 2.5 : -9, model.Operators[id].Count)], upper = [.. Enumerable.Repeat(9.0, model.Operators[id].Count)];
            values[id] = new ValueBounds(lower, upper, BoundOrigin.Stated);
        }

        NeuronBounds stated = new(model, [-1, -1], [1, 1], Arithmetic.Real, values);
        Assert.False(stated.IsProved);
        TighteningResult result = Compute(model, TighteningMethod.Interval, o => o with { Known = stated });
        Assert.True(result.IsRegionEmpty);
        Assert.Contains("is proved to be at least 2.5", result.Message);
    }

    [Fact]
    public void CancellationKeepsSoundBounds()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(31), 3, 6, 6, 6, 2);
        NeuronBounds crown = Compute(model, TighteningMethod.Crown).Bounds;
        for (int after = 1; after <= 9; after += 4)
        {
            using CancellationTokenSource source = new();
            int seen = 0;
            Progress progress = new(p =>
            {
                if (p.Method >= TighteningMethod.Lp && ++seen == after)
                {
                    source.Cancel();
                }
            });
            TighteningResult result = BoundTightening.Compute(model, [-1, -1, -1], [1, 1, 1], Options(TighteningMethod.Milp), progress, source.Token);
            Assert.Equal(StopReason.Cancelled, result.StopReason);
            Assert.InRange(seen, after, after + 2);
            Sampling.AssertContains(result.Bounds, new Random(after), 60);
            Sampling.AssertTighter(result.Bounds, crown, 1e-9);
        }

        using CancellationTokenSource before = new();
        before.Cancel();
        TighteningResult none = BoundTightening.Compute(model, [-1, -1, -1], [1, 1, 1], Options(TighteningMethod.Lp), null, before.Token);
        Assert.Equal(StopReason.Cancelled, none.StopReason);
        Sampling.AssertContains(none.Bounds, new Random(1), 20);
    }

    [Theory]
    [InlineData(LpFaults.Duals | LpFaults.FalseInfeasible | LpFaults.Objective | LpFaults.Values | LpFaults.Failures | LpFaults.Stops)]
    public void AnLpSolverThatLiesNeverMakesABoundWrong(LpFaults faults)
    {
        Random random = new(41);
        for (int trial = 0; trial < 5; trial++)
        {
            NetworkModel model = RandomNetworks.Chain(random, 2, 4, 4, 2);
            foreach (TighteningMethod method in (TighteningMethod[])[TighteningMethod.Lp, TighteningMethod.Milp])
            {
                TighteningResult result = Compute(model, method, o => o with { Solver = new FaultyLpSolver(faults, trial), NeuronNodeLimit = 50 });
                Assert.False(result.IsRegionEmpty);
                Sampling.AssertContains(result.Bounds, random, 40);
            }
        }
    }

    [Fact]
    public void ProgressGoesThroughTheLayersAndThreadsChangeNothingThatMatters()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(51), 3, 6, 5, 2);
        List<TighteningProgress> seen = [];
        TighteningResult one = BoundTightening.Compute(model, [-1, -1, -1], [1, 1, 1], Options(TighteningMethod.Lp), new Progress(seen.Add));
        List<TighteningProgress> layers = [.. seen.Where(p => p.Operator >= 0)];
        Assert.NotEmpty(layers);
        Assert.Equal(layers.OrderBy(p => p.Layer).ThenBy(p => p.NeuronsDone), layers);
        Assert.All(layers, p => Assert.InRange(p.NeuronsDone, 1, p.NeuronCount));
        Assert.Equal(seen.OrderByDescending(p => p.UnstableLeft).Select(p => p.UnstableLeft), seen.Select(p => p.UnstableLeft));

        TighteningResult three = Compute(model, TighteningMethod.Lp, o => o with { Threads = 3 });
        Sampling.AssertTighter(one.Bounds, three.Bounds, 1e-6);
        Sampling.AssertTighter(three.Bounds, one.Bounds, 1e-6);
    }

    [Fact]
    public void KnownBoundsAreTakenOverAndRefusedWhereTheyDoNotHold()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(61), 2, 4, 2);
        NeuronBounds known = Compute(model, TighteningMethod.Milp).Bounds;
        TighteningResult again = Compute(model, TighteningMethod.Interval, o => o with { Known = known });
        Sampling.AssertTighter(again.Bounds, known, 0);
        Assert.Equal(known[model.Output].UpperOrigin[0], again.Bounds[model.Output].UpperOrigin[0]);

        TighteningOptions options = Options(TighteningMethod.Interval) with { Known = known };
        Assert.Contains("[-1, 1.5]", Assert.Throws<ArgumentException>(() => BoundTightening.Compute(model, [-1, -1], [1, 1.5], options)).Message);
        Assert.Contains("float32", Assert.Throws<ArgumentException>(() => BoundTightening.Compute(model, [-1, -1], [1, 1], options with { Arithmetic = Arithmetic.Float32 })).Message);
        Assert.Contains("not of", Assert.Throws<ArgumentException>(() => BoundTightening.Compute(RandomNetworks.Chain(new Random(1), 2, 4, 2), [-1, -1], [1, 1], options)).Message);
        BoundTightening.Compute(model, [-0.5, 0], [0.5, 0], options);
    }

    [Fact]
    public void WrongCallsSayWhatIsWrong()
    {
        NetworkModel model = HandComputed();
        Assert.Contains("2 inputs", Assert.Throws<ArgumentException>(() => BoundTightening.Compute(model, [0], [1])).Message);
        Assert.Contains("Input 1", Assert.Throws<ArgumentException>(() => BoundTightening.Compute(model, [0, 2], [1, 1])).Message);
        Assert.Contains("Input 0", Assert.Throws<ArgumentException>(() => BoundTightening.Compute(model, [double.NaN, 0], [1, 1])).Message);
        Assert.Contains("needs a solver", Assert.Throws<ArgumentException>(() => BoundTightening.Compute(model, [0, 0], [1, 1], new TighteningOptions { Method = TighteningMethod.Lp })).Message);
        Assert.Contains("relaxation", Assert.Throws<ArgumentException>(() => Compute(model, TighteningMethod.Milp, o => o with { Encoding = ReluEncoding.Triangle })).Message);
        Assert.Contains("horizon", Assert.Throws<ArgumentException>(() => Compute(model, TighteningMethod.Lp, o => o with { Horizon = 0 })).Message);
        Assert.Contains("radius", Assert.Throws<ArgumentException>(() => Compute(model, TighteningMethod.Lp, o => o with { Constraints = new([], new L1Ball([0, 0], -1)) })).Message);
        Assert.Contains("at most once", Assert.Throws<ArgumentException>(() => Compute(model, TighteningMethod.Lp, o => o with { Constraints = new([new([0, 0], [1, 1], 0, 1)]) })).Message);
        NetworkModel maxima = RandomNetworks.Chain(new Random(1), HiddenActivation.Maximum, 2, 3, 2);
        Assert.Contains("maxima", Assert.Throws<ArgumentException>(() => Compute(maxima, TighteningMethod.Interval, o => o with { Arithmetic = Arithmetic.Float32 })).Message);
    }

    [Fact]
    public void WhereTheFloat32PassMayOverflowNothingIsClaimedOfIt()
    {
        NetworkModelBuilder b = new("huge", TensorShape.Of(2));
        int a = b.AddDense(b.Input, Tensor.Matrix(1, 2, 3e38f, -3e38f), null);
        NetworkModel model = b.Build(b.AddDense(b.AddRelu(a), Tensor.Matrix(1, 1, 1e-38f), null));
        ValueBounds single = Compute(model, TighteningMethod.Interval, o => o with { Arithmetic = Arithmetic.Float32 }).Bounds[a];
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (single.Lower[0], single.Upper[0]));
        ValueBounds real = Compute(model, TighteningMethod.Interval).Bounds[a];
        Assert.InRange(real.Upper[0], 2.0 * 3e38f, 2.0 * 3e38f * (1 + 1e-12));
    }

    [Fact]
    public void EveryExactEncodingGivesTheSameExactBounds()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(71), 2, 3, 3, 1);
        NeuronBounds reference = Compute(model, TighteningMethod.Milp, o => o with { IsProgressive = false }).Bounds;
        foreach (ReluEncoding encoding in (ReluEncoding[])[ReluEncoding.Extended, ReluEncoding.Partition(2), ReluEncoding.Indicator, ReluEncoding.Sos1])
        {
            NeuronBounds bounds = Compute(model, TighteningMethod.Milp, o => o with { Encoding = encoding, IsProgressive = false }).Bounds;
            Sampling.AssertTighter(bounds, reference, 1e-5);
            Sampling.AssertTighter(reference, bounds, 1e-5);
        }
    }

    private static TighteningResult Compute(NetworkModel model, TighteningMethod method, Func<TighteningOptions, TighteningOptions>? change = null)
    {
        double[] lower = [.. Enumerable.Repeat(-1.0, model.InputCount)], upper = [.. Enumerable.Repeat(1.0, model.InputCount)];
        TighteningOptions options = Options(method);
        return BoundTightening.Compute(model, lower, upper, change is null ? options : change(options));
    }

    // No limit of time: the bounds do not depend on the machine.
    private static TighteningOptions Options(TighteningMethod method) => new() { Method = method, Solver = new DenseLpSolver(), Threads = 1, NeuronTimeLimit = null };

    private static (double, double) Round((double Lower, double Upper) bounds) => (Math.Round(bounds.Lower, 6), Math.Round(bounds.Upper, 6));

    // Bounds of every operator, for the program of the test support: the input's box, and intervals where nothing is kept.
    private static (double[][] Lower, double[][] Upper) AllBounds(NetworkModel model, NeuronBounds bounds)
    {
        ImmutableArray<Bounds.OperatorBounds> all = Bounds.IntervalBounds.Compute(model, [.. bounds.InputLower.Zip(bounds.InputUpper, Properties.InputInterval.Exact)]).Operators;
        HashSet<int> needed = [.. NeuronBounds.Needed(model)];
        return ([.. all.Select((b, id) => needed.Contains(id) ? bounds[id].Lower.ToArray() : b.Lower.ToArray())], [.. all.Select((b, id) => needed.Contains(id) ? bounds[id].Upper.ToArray() : b.Upper.ToArray())]);
    }

    private sealed class Progress(Action<TighteningProgress> report) : IProgress<TighteningProgress>
    {
        public void Report(TighteningProgress value) => report(value);
    }
}
