using NetCompile.Kernels;
using NetCompile.Milp.Tests.Doubles;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Encodings;

/// <summary>A network that was specialised to a region is another one outside of it: bounds, encodings and proofs that leave it are refused.</summary>
public sealed class SpecializedRegionTests
{
    private static readonly NetworkRunner s_specialized = NetworkRunner.Create<Identity>(), s_everywhere = NetworkRunner.Create(Identity.Model);

    [Theory]
    [InlineData(-0.5, 1)]
    [InlineData(0, 1.5)]
    public void BoundsOutsideAreRefused(double lower, double upper)
    {
        TighteningOptions intervals = new() { Method = TighteningMethod.Interval };
        Assert.Throws<ArgumentOutOfRangeException>("box", () => BoundTightening.Compute(s_specialized, [lower], [upper], intervals));
        Assert.NotNull(BoundTightening.Compute(s_everywhere, [lower], [upper], intervals));
        Assert.NotNull(BoundTightening.Compute(s_specialized, [0], [1], intervals));
    }

    [Theory]
    [InlineData(-0.5, 1)]
    [InlineData(0, 1.5)]
    public void EncodingsOutsideAreRefused(double lower, double upper)
    {
        // Bounds of a runner that is not guarded, as a file may hold them.
        NeuronBounds wide = EncodingCase.IntervalBoundsOf(Identity.Model, [lower], [upper]), inside = EncodingCase.IntervalBoundsOf(Identity.Model, [0], [1]);
        Assert.Throws<ArgumentOutOfRangeException>("box", () => Encode(s_specialized, wide, lower, upper));
        Assert.Single(Encode(s_everywhere, wide, lower, upper).Outputs);
        Assert.Single(Encode(s_specialized, inside, 0, 1).Outputs);

        static EncodedNetwork Encode(NetworkRunner runner, NeuronBounds bounds, double lower, double upper)
        {
            MilpModel model = new();
            return NetworkEncoder.AddTo(model, runner, [model.AddVariable(lower, upper)], bounds);
        }
    }

    [Theory]
    [InlineData(-0.5, 1)]
    [InlineData(0, 1.5)]
    public void ProofsOutsideAreRefused(double lower, double upper)
    {
        Assert.Throws<ArgumentOutOfRangeException>("box", () => Verify(s_specialized, lower, upper));
        Assert.Equal(Verdict.Holds, Verify(s_everywhere, lower, upper));
        Assert.Equal(Verdict.Holds, Verify(s_specialized, 0, 1));

        // y ≥ 2 nowhere.
        static Verdict Verify(NetworkRunner runner, double lower, double upper) => MilpVerifier.Verify(
            runner,
            new VerificationProperty("p", 1, 1, [new PropertyCase([InputInterval.Exact(lower, upper)], [new Conjunction([new LinearConstraint([new LinearTerm(PropertyVariable.Output(0), -1)], -2, isStrict: false)])])]),
            new MilpVerificationOptions { LinearSolver = new DenseLpSolver(), Tightening = new TighteningOptions { Method = TighteningMethod.Interval } }).Verdict;
    }

    // y = x, with the region [0, 1] of a class that says SpecializeToRegion.
    private readonly struct Identity : INetwork<Identity>
    {
        public static NetworkModel Model { get; } = Build();

        public static RegionGuard? Guard { get; } = new([InputInterval.Exact(0, 1)], ["x"]);

        public static void Forward(ReadOnlySpan<float> input, Span<float> output) => output[0] = input[0];

        public static void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count) => inputs[..count].CopyTo(outputs);

        public static void Propagate<TPass>(ref TPass pass)
            where TPass : struct, ILayerPass => pass.Dense(new DynamicDenseShape(1, 1), 1, 0);

        public static void PropagateBack<TPass>(ref TPass pass, int from)
            where TPass : struct, ILayerPass => pass.Dense(new DynamicDenseShape(1, 1), 1, 0);

        private static NetworkModel Build()
        {
            NetworkModelBuilder b = new("identity", TensorShape.Of(1));
            return b.Build(b.AddDense(b.Input, Tensor.Matrix(1, 1, 1), Tensor.Vector(0)));
        }
    }
}
