using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

public sealed class AttackTests
{
    [Fact]
    public void A_point_outside_is_clamped_into_the_region_as_it_is_stated()
    {
        // y = x on [0.1, 0.7], both ends no doubles: violated from 0.65 on. The greatest float32 inside is below 0.7.
        InputInterval interval = new(
            Rational.Create(1, 10).ToDoubleDown(), Rational.Create(7, 10).ToDoubleUp(), Rational.Create(1, 10).ToDoubleUp(), Rational.Create(7, 10).ToDoubleDown());
        (Attack attack, CaseProblem problem) = Identity(interval, threshold: 0.65);
        Assert.False(attack.TryPoint(problem, [double.NegativeInfinity], out double margin));
        Assert.Equal(0.55, margin, 1e-6);
        Assert.Null(attack.Found);
        Assert.True(attack.TryPoint(problem, [1e300], out margin));
        Assert.Equal(-0.05, margin, 1e-6);
        float x = attack.Found!.Input[0];
        Assert.True(Rational.FromDouble(x) <= Rational.Create(7, 10) && Rational.FromDouble(MathF.BitIncrement(x)) > Rational.Create(7, 10), $"{x:R} is not the greatest float32 in the region");
    }

    [Fact]
    public void A_coordinate_that_is_NaN_is_the_lower_end()
    {
        (Attack attack, CaseProblem problem) = Identity(InputInterval.Exact(-1, 1), threshold: 0.65);
        Assert.False(attack.TryPoint(problem, [double.NaN], out double margin));
        Assert.Equal(1.65, margin, 1e-6);
        Assert.Equal([-1f], attack.Point.ToArray());
    }

    [Fact]
    public void A_corner_is_where_the_linear_function_is_least()
    {
        (Attack attack, CaseProblem problem) = Identity(InputInterval.Exact(-1, 1), threshold: 2);
        Assert.False(attack.TryCorner(problem, [-0.5], [0.75], [3.0], out _));
        Assert.Equal([-0.5f], attack.Point.ToArray());
        Assert.False(attack.TryCorner(problem, [-0.5], [0.75], [-3.0], out double margin));
        Assert.Equal([0.75f], attack.Point.ToArray());
        Assert.Equal(1.25, margin, 1e-6);
    }

    /// <summary><c>ρ(Σ x_i − 198)</c> over 200 inputs in [0, 1]: zero, with a gradient of zero, at every point that is not nearly the one corner.</summary>
    [Fact]
    public void A_counterexample_behind_neurons_that_are_off_is_found()
    {
        NetworkModelBuilder b = new("plateau", TensorShape.Of(200));
        int hidden = b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 200, [.. Enumerable.Repeat(1f, 200)]), Tensor.Vector(-198)));
        NetworkModel model = b.Build(hidden);
        (Attack attack, CaseProblem problem) = Create(model, [.. Enumerable.Repeat(InputInterval.Exact(0, 1), 200)], [new Conjunction([AtLeast(0, 1.5)])]);
        Assert.True(attack.Root(problem));
        Assert.True(attack.Found!.Output[0] >= 1.5f);
    }

    /// <summary>The nearest conjunction at every point but few, <c>y_0 ≥ 1.1</c>, is out of reach; the other needs all of the other inputs.</summary>
    [Fact]
    public void Every_conjunction_is_attacked_not_only_the_nearest()
    {
        NetworkModelBuilder b = new("two", TensorShape.Of(200));
        NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(2, 200, [1f, .. Enumerable.Repeat(0f, 199), 0f, .. Enumerable.Repeat(2f / 199, 199)])));
        InputInterval[] region = [.. Enumerable.Repeat(InputInterval.Exact(0, 1), 200)];
        Conjunction impossible = new([AtLeast(0, 1.1)]), possible = new([AtLeast(1, 1.95)]);
        (Attack attack, CaseProblem problem) = Create(model, region, [impossible, possible]);
        Assert.True(attack.Root(problem));
        Assert.True(attack.Found!.Output[1] >= 1.95f);
        // With that one refuted nothing is left to find.
        (Attack other, CaseProblem same) = Create(model, region, [impossible, possible]);
        Assert.False(other.Restart(same, [0], 1));
    }

    [Fact]
    public void All_rows_of_a_conjunction_must_be_met_together()
    {
        // On [−1, 1]²: x_0 + x_1 ≥ 0.5 and x_0 − x_1 ≥ 0.5 and −x_0 ≥ −0.6 meet in a small triangle; each alone is met by most corners.
        NetworkModelBuilder b = new("rows", TensorShape.Of(2));
        NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(3, 2, 1, 1, 1, -1, -1, 0)));
        (Attack attack, CaseProblem problem) = Create(
            model, [InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 1)], [new Conjunction([AtLeast(0, 0.5), AtLeast(1, 0.5), AtLeast(2, -0.6)])]);
        Assert.True(attack.Root(problem));
        Assert.True(attack.Found!.Output is [>= 0.5f, >= 0.5f, >= -0.6f]);
    }

    [Fact]
    public void The_same_seed_finds_the_same_counterexample()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(3), 5, 20, 20, 2);
        InputInterval[] region = [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 5)];
        float[] middle = new float[2];
        NetworkRunner.Create(model).Forward(new float[5], middle);
        float[] Find()
        {
            (Attack attack, CaseProblem problem) = Create(model, region, [new Conjunction([AtLeast(0, middle[0] + 0.5)])]);
            Assert.True(attack.Root(problem));
            return [.. attack.Found!.Input];
        }

        Assert.Equal(Find(), Find());
    }

    private static (Attack Attack, CaseProblem Problem) Identity(InputInterval interval, double threshold)
    {
        NetworkModelBuilder b = new("identity", TensorShape.Of(1));
        return Create(b.Build(b.AddDense(b.Input, Tensor.Matrix(1, 1, 1))), [interval], [new Conjunction([AtLeast(0, threshold)])]);
    }

    private static (Attack Attack, CaseProblem Problem) Create(NetworkModel model, InputInterval[] region, Conjunction[] conjunctions)
    {
        NetworkRunner runner = NetworkRunner.Create(model);
        VerificationProperty property = new("attacked", model.InputCount, model.OutputCount, [new PropertyCase([.. region], [.. conjunctions])]);
        BoundsWorkspace workspace = new(runner, Arithmetic.Float32);
        BoxBounds.Prepare(workspace);
        return (new Attack(runner, property, workspace, new Random(1), () => false), new CaseProblem(0, InputBox.Create(region)!, Specification.Create(property.Cases[0].Unsafe)));
    }

    /// <summary>Violation: output at least <paramref name="threshold"/>.</summary>
    private static LinearConstraint AtLeast(int output, double threshold) =>
        (LinearExpression.FromConstant(Rational.FromDouble(threshold)) - LinearExpression.FromVariable(PropertyVariable.Output(output))).ToConstraint(false);
}
