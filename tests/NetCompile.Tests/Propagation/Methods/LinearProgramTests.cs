using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation.Methods;

/// <summary>The dual bounds against the linear programs whose duals they are, solved exactly on small networks.</summary>
public sealed class LinearProgramTests
{
    /// <summary>Far above the rounding of the bounds and of the simplex method on these networks, far below what the methods differ by.</summary>
    private const double Tolerance = 1e-8;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_dual_without_cuts_never_exceeds_the_triangle_program_and_nothing_exceeds_the_exact_range(int seed)
    {
        (NetworkRunner runner, InputInterval[] region, ReluProgram program) = Instance(seed);
        foreach (BoundMethod method in Enum.GetValues<BoundMethod>())
        {
            OutputBounds bounds = OutputBounds.Compute(runner, region, method, Arithmetic.Real);
            for (int k = 0; k < runner.Model.OutputCount; k++)
            {
                (double lower, double upper) = IsWithinTriangle(method, runner.Model) ? program.Triangle(k) : program.Exact(k);
                Assert.True(bounds.Lower[k] <= lower + Tolerance, $"{method}: lower bound {bounds.Lower[k]:R} of output {k}, the program's {lower:R}");
                Assert.True(bounds.Upper[k] >= upper - Tolerance, $"{method}: upper bound {bounds.Upper[k]:R} of output {k}, the program's {upper:R}");
            }
        }
    }

    /// <summary>With one hidden layer the ascent must come close to the triangle program, and the cuts well below it, on the way to the exact range.</summary>
    [Fact]
    public void The_duals_converge_to_the_triangle_program_and_the_cuts_go_beyond_it()
    {
        double crown = 0, triangle = 0, exact = 0, lagrangian = 0, decomposition = 0, cuts = 0;
        for (int seed = 0; seed < 12; seed += 2)
        {
            (NetworkRunner runner, InputInterval[] region, ReluProgram program) = Instance(seed);
            double Width(BoundMethod method)
            {
                OutputBounds bounds = OutputBounds.Compute(runner, region, method, Arithmetic.Real);
                return bounds.Upper.Zip(bounds.Lower, (u, l) => u - l).Sum();
            }

            crown += Width(BoundMethod.Crown);
            lagrangian += Width(BoundMethod.Lagrangian);
            decomposition += Width(BoundMethod.LagrangianDecomposition);
            cuts += Width(BoundMethod.ActiveSet);
            for (int k = 0; k < runner.Model.OutputCount; k++)
            {
                triangle += program.Triangle(k).Upper - program.Triangle(k).Lower;
                exact += program.Exact(k).Upper - program.Exact(k).Lower;
            }
        }

        string widths = $"CROWN {crown:F3}, Lagrangian {lagrangian:F3}, decomposition {decomposition:F3}, triangle {triangle:F3}, cuts {cuts:F3}, exact {exact:F3}";
        Assert.True(lagrangian - triangle < 0.05 * (crown - triangle) && decomposition - triangle < 0.05 * (crown - triangle), widths);
        Assert.True(triangle - cuts > 0.5 * (triangle - exact), widths);
    }

    /// <summary>The programs themselves, on the networks whose numbers [MN] gives.</summary>
    [Fact]
    public void The_programs_give_known_numbers()
    {
        NetworkModelBuilder b = new("max", TensorShape.Of(2));
        int difference = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 2, 1, -1)));
        int second = b.AddGather([b.Input], [new GatherIndex(0, 1)], TensorShape.Of(1));
        AssertRanges(b.Build(b.AddSum(second, difference)), [InputInterval.Exact(0, 1), InputInterval.Exact(0, 1)], (0, 1.5), (0, 1));

        b = new NetworkModelBuilder("difference", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, 1)));
        AssertRanges(b.Build(b.AddDense(h, Tensor.Matrix(1, 2, 1, -1))), [InputInterval.Exact(-1, 1)], (-0.5, 0.5), (0, 0));

        b = new NetworkModelBuilder("minimum", TensorShape.Of(1));
        h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(2, 1, 1, -1)));
        int last = b.AddRelu(b.AddDense(h, Tensor.Matrix(1, 2, 1, -1)));
        int c = b.AddGather([h], [new GatherIndex(0, 0)], TensorShape.Of(1));
        AssertRanges(b.Build(b.AddSum(c, last, isDifference: true)), [InputInterval.Exact(-1, 1)], (-0.5, 0.5), (0, 0));
    }

    private static void AssertRanges(NetworkModel model, InputInterval[] region, (double, double) triangle, (double, double) exact)
    {
        ReluProgram program = Program(NetworkRunner.Create(model), region);
        foreach (((double lower, double upper), (double expectedLower, double expectedUpper)) in (((double, double), (double, double))[])[(program.Triangle(0), triangle), (program.Exact(0), exact)])
        {
            Assert.Equal(expectedLower, lower, Tolerance);
            Assert.Equal(expectedUpper, upper, Tolerance);
        }
    }

    /// <summary>
    /// With one hidden layer, whose pre-activations every method bounds exactly, only the cuts go beyond the triangle; with more, methods that have bounds of their own for the layers between
    /// are held against the exact range only.
    /// </summary>
    private static bool IsWithinTriangle(BoundMethod method, NetworkModel model) =>
        method is BoundMethod.Interval or BoundMethod.Crown or BoundMethod.Lagrangian or BoundMethod.LagrangianDecomposition
        || (method != BoundMethod.ActiveSet && model.Operators.Count(o => o is ReluOperator) == 1);

    private static (NetworkRunner Runner, InputInterval[] Region, ReluProgram Program) Instance(int seed)
    {
        Random random = new(seed);
        NetworkModel model = seed % 2 == 0 ? RandomNetworks.Chain(random, 2, 6, 2) : RandomNetworks.Chain(random, 3, 4, 4, 2);
        InputInterval[] region = [.. Enumerable.Range(0, model.InputCount).Select(_ => InputInterval.Exact(-1 - random.NextDouble(), 1 + random.NextDouble()))];
        NetworkRunner runner = NetworkRunner.Create(model);
        return (runner, region, Program(runner, region));
    }

    /// <summary>The linear programs over CROWN's bounds of the layers between.</summary>
    private static ReluProgram Program(NetworkRunner runner, InputInterval[] region)
    {
        using BoundsWorkspace w = new(runner, Arithmetic.Real);
        BoxBounds.Prepare(w);
        BoxBounds.Compute(
            w, [.. region.Select(r => r.Lower)], [.. region.Select(r => r.Upper)], new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive));
        (double[] Lower, double[] Upper)[] bounds = [.. Enumerable.Range(0, runner.Model.Operators.Length).Select(w.CopyBounds)];
        return new ReluProgram(runner.Model, [.. bounds.Select(b => b.Lower)], [.. bounds.Select(b => b.Upper)]);
    }
}
