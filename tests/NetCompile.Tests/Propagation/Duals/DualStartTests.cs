using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation.Duals;

/// <summary>The duals generalise backward substitution: at the multipliers that a choice of slopes stands for, they give its bounds. With parallel slopes that is Wong and Kolter's bound, and Fast-Lin's.</summary>
public sealed unsafe class DualStartTests
{
    /// <summary>Both sum the same terms in another order: far above that rounding, far below any difference in the bounds.</summary>
    private const double Relative = 1e-10;

    public static TheoryData<int, string, bool> Cases
    {
        get
        {
            TheoryData<int, string, bool> cases = [];
            for (int seed = 0; seed < 9; seed++)
            {
                foreach (string slopes in (string[])[nameof(SlopePolicy.Adaptive), nameof(SlopePolicy.Parallel), nameof(SlopePolicy.Zero)])
                {
                    cases.Add(seed, slopes, true);
                    cases.Add(seed, slopes, false);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_lagrangian_dual_at_its_start_is_backward_substitution(int seed, string slopes, bool splitsActivations)
    {
        using BoundsWorkspace w = Workspace(seed, slopes);
        using DualVariables dual = new(w, splitsActivations);
        foreach (int id in Values(w))
        {
            (double[] lower, double[] upper) = Substituted(w, id);
            LagrangianDual.Evaluate(w, dual, id, CancellationToken.None, (k, l, u) =>
            {
                AssertEqual(lower[k], l, lower[k], upper[k], $"lower bound of element {k} of operator {id}");
                AssertEqual(upper[k], u, lower[k], upper[k], $"upper bound of element {k} of operator {id}");
            });
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_dual_over_cuts_at_its_start_is_backward_substitution(int seed, string slopes, bool isOutput)
    {
        using BoundsWorkspace w = Workspace(seed, slopes);
        using CutVariables variables = new(w);
        int[] values = [.. Values(w)];
        int id = isOutput ? w.Runner.Model.Output : values[values.Length / 2];
        (double[] lower, double[] upper) = Substituted(w, id);
        for (int first = 0; first < lower.Length; first += OutputRows.Elements)
        {
            int rows = OutputRows.Seed(w, id, first, out int from);
            CutBackwardPass pass = new(w, variables, rows, DualStart.Shared);
            w.Runner.PropagateBack(ref pass, from);
            for (int t = 0; t < rows / 2; t++)
            {
                int k = first + t;
                AssertEqual(lower[k], CrownPropagation.RowBound(w, 2 * t), lower[k], upper[k], $"lower bound of element {k} of operator {id}");
                AssertEqual(upper[k], -CrownPropagation.RowBound(w, (2 * t) + 1), lower[k], upper[k], $"upper bound of element {k} of operator {id}");
            }
        }
    }

    private static BoundsWorkspace Workspace(int seed, string slopes)
    {
        Random random = new(seed);
        NetworkModel model = (seed % 3) switch
        {
            0 => RandomNetworks.EveryOperator(random, 3, 20, 3),
            1 => RandomNetworks.Chain(random, 3, 12, 18, 9, 3),
            _ => RandomNetworks.Tangle(random, 3, 5, 12),
        };
        BoundsWorkspace w = new(NetworkRunner.Create(model), Arithmetic.Real);
        BoxBounds.Prepare(w);
        BoxBounds.Compute(w, [-0.6, -0.5, -0.4], [0.5, 0.7, 0.3], new BoundsSettings(UseSymbolic: false, UseCrown: true, Enum.Parse<SlopePolicy>(slopes)));
        return w;
    }

    /// <summary>The values that a bound of this kind is asked for: those before activations, and the output where it is affine.</summary>
    private static IEnumerable<int> Values(BoundsWorkspace w) =>
        w.Runner.Model.Operators.Where(o => o.Id > 0 && !o.IsActivation && (w.Tables.FeedsActivation[o.Id] || o.Id == w.Runner.Model.Output)).Select(o => o.Id);

    private static (double[] Lower, double[] Upper) Substituted(BoundsWorkspace w, int id)
    {
        (double[] lower, double[] upper) = w.CopyBounds(id);
        CrownPropagation.BoundAll(w, id, intersect: false);
        (double[] Lower, double[] Upper) result = w.CopyBounds(id);
        lower.CopyTo(new Span<double>(w.Lower(id), lower.Length));
        upper.CopyTo(new Span<double>(w.Upper(id), upper.Length));
        return result;
    }

    private static void AssertEqual(double expected, double actual, double lower, double upper, string what)
    {
        double tolerance = Relative * (Math.Abs(lower) + Math.Abs(upper) + 1);
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: {actual:R}, by substitution {expected:R}");
    }
}
