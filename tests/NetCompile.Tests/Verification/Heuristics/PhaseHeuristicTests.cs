using NetCompile.Certificates;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Tests.Verification.Checkpoints;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification.Heuristics;

/// <summary>Which neuron is split, on networks small enough to score by hand.</summary>
public sealed class PhaseHeuristicTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Babsr_scores_are_those_of_the_formula()
    {
        // Over x ∈ [−1, 1]: a₀ = 2x + 1 ∈ [−1, 3] (s = t = ¾), a₁ = x − ½ ∈ [−1½, ½] (s = ¼, t = ⅜, lower slope 0), a₂ = x + 2 is active.
        NetworkModelBuilder b = new("scores", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(3, 1, 2, 1, 1), Tensor.Vector(1, -0.5f, 2)));
        NetworkModel model = b.Build(b.AddDense(h, Tensor.Matrix(1, 3, 1, -2, 1)));
        NetworkRunner runner = NetworkRunner.Create(model);
        using BoundsWorkspace workspace = Bounded(runner, [-1], [1]);
        using RowOptimizer optimizer = new(workspace);

        // The row of "y ≥ 0" is −y: coefficients −1, 2 and −1 of the three neurons.
        SpecificationRow[] rows = Specification.Create([new Conjunction([Problem.Above(0)])]).Rows;
        optimizer.Start(0, [-1], [1]);
        optimizer.Evaluate(1, new SpecificationSeed(rows));
        double[] scores = new double[3], intercepts = new double[3];
        BabsrScores.Compute(optimizer, 0, new SlopeLayout(model), [0, 1, 2], scores, intercepts);

        // Neuron 0, A = −1: intercept max(1, 0) ¾; bias 1 on the upper slope ¾: max(−1·(¾ − 1), −1·¾) = ¼; |¾ − ¼| = ½.
        Assert.Equal(0.75, intercepts[0], Tolerance);
        Assert.Equal(0.5, scores[0], Tolerance);

        // Neuron 1, A = 2: no intercept; bias −½ on the lower slope 0: max(2·(−½)·(0 − 1), 0) = 1.
        Assert.Equal(0, intercepts[1], Tolerance);
        Assert.Equal(1, scores[1], Tolerance);
        Assert.Equal((-1.0, -1.0), (scores[2], intercepts[2]));
    }

    [Fact]
    public void Babsr_leaves_out_a_neuron_that_is_fixed()
    {
        (NetworkModel model, SpecificationRow[] rows) = Misleading();
        NetworkRunner runner = NetworkRunner.Create(model);
        using BoundsWorkspace workspace = Bounded(runner, [-1, -1, -1], [1, 1, 1]);
        using RowOptimizer optimizer = new(workspace);
        SlopeLayout layout = new(model);
        optimizer.Start(0, [-1, -1, -1], [1, 1, 1]);
        optimizer.Rows.Fix(0, layout.Activation(1), layout.Element(1), isActive: true, 0);
        optimizer.Evaluate(1, new SpecificationSeed(rows));
        double[] scores = new double[2], intercepts = new double[2];
        BabsrScores.Compute(optimizer, 0, layout, [0, 1], scores, intercepts);
        Assert.Equal(-1, scores[1]);
        Assert.Equal(1, scores[0], Tolerance);
    }

    [Fact]
    public void Filtered_tries_both_phases_of_each_candidate()
    {
        (NetworkModel model, _) = Misleading();
        NetworkRunner runner = NetworkRunner.Create(model);
        InputBox box = InputBox.Create([.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 3)])!;
        CaseProblem problem = new(0, box, Specification.Create([new Conjunction([Problem.Above(Threshold)])]));
        using BoundsWorkspace workspace = Bounded(runner, box.Lower, box.Upper);
        using RowOptimizer optimizer = new(workspace);
        PhaseProblem phases = PhaseProblem.Create(problem, workspace, problem.Specification.Conjunctions);
        Assert.Equal([0, 1], phases.Neurons);
        PhaseNode root = PhaseRefinement.Root(phases, phases.Current, conjunction: 0, depth: 0, share: 1);
        BoundedNode[] open = new PhaseBounding(optimizer, () => false).Bound([root]);

        // The relaxation's best: h₀ ≤ ½ (x₀ + x₁) + 1 and h₁ ≤ ½ x₂ + ½ give y ≤ 5.
        Assert.Equal(Threshold - 5, Assert.Single(open).Margin, Tolerance);

        // Intercepts 1 · 1 and 3 · ½: by the scores alone neuron 1 comes first.
        Assert.Equal([1, 0], open[0].Candidates);
        double[] bounds = Assert.Single(new FilteredSmartBranching(optimizer).Try(open, _ => false));

        // Neuron 1 inactive: y ≤ 2, refuted; active: still 5. Neuron 0 either way: y ≤ 1 + 3 = 4, refuted.
        Assert.Equal(double.PositiveInfinity, bounds[0]);
        Assert.Equal(Threshold - 5, bounds[1], Tolerance);
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity], bounds[2..]);

        Assert.Equal([0.0, 0.0, 0.0, 0.0], Assert.Single(new FilteredSmartBranching(optimizer).Try(open, _ => true)));
    }

    [Fact]
    public void Filtered_proves_at_once_what_the_scores_alone_need_children_for()
    {
        (NetworkModel model, _) = Misleading();
        VerificationProperty property = new("misleading", 3, 1, [new PropertyCase([.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 3)], [new Conjunction([Problem.Above(Threshold)])])]);
        VerificationOptions options = new() { Branching = Branching.Relu, Threads = 1, Arithmetic = Arithmetic.Real, UseAttacks = false, NodeLimit = 100 };
        VerificationResult filtered = Verifier.Verify(NetworkRunner.Create(model), property, options with { Heuristic = BranchingHeuristic.FilteredSmart });
        VerificationResult scored = Verifier.Verify(NetworkRunner.Create(model), property, options with { Heuristic = BranchingHeuristic.Babsr });
        Assert.Equal((Verdict.Holds, Verdict.Holds), (filtered.Verdict, scored.Verdict));

        // The root of the case and that of its conjunction; the scores alone also need both children of neuron 1 and the active one's two.
        Assert.Equal(2, filtered.Boxes);
        Assert.Equal(6, scored.Boxes);
    }

    /// <summary>Between what <c>y</c> reaches and what the relaxation allows.</summary>
    private const double Threshold = 4.5;

    /// <summary><c>y = ρ(x₀ + x₁) − x₀ + 3 ρ(x₂)</c>: at most 4, and at most 5 by the triangle, all of whose slack is that of the first neuron; the second has the greater intercept.</summary>
    private static (NetworkModel Model, SpecificationRow[] Rows) Misleading()
    {
        NetworkModelBuilder b = new("misleading", TensorShape.Of(3));
        int h = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(3, 3, 1, 1, 0, 0, 0, 1, 1, 0, 0), Tensor.Vector(0, 0, 2)));
        NetworkModel model = b.Build(b.AddDense(h, Tensor.Matrix(1, 3, 1, 3, -1), Tensor.Vector(2)));
        return (model, Specification.Create([new Conjunction([Problem.Above(Threshold)])]).Rows);
    }

    private static BoundsWorkspace Bounded(NetworkRunner runner, double[] lower, double[] upper)
    {
        BoundsWorkspace workspace = new(runner, Arithmetic.Real);
        BoxBounds.Prepare(workspace);
        BoxBounds.Compute(workspace, lower, upper, new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive));
        return workspace;
    }
}
