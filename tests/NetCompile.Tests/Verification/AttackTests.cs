using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
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

    private static (Attack Attack, CaseProblem Problem) Identity(InputInterval interval, double threshold)
    {
        NetworkModelBuilder b = new("identity", TensorShape.Of(1));
        NetworkRunner runner = NetworkRunner.Create(b.Build(b.AddDense(b.Input, Tensor.Matrix(1, 1, 1))));
        LinearConstraint reached = (LinearExpression.FromConstant(Rational.FromDouble(threshold)) - LinearExpression.FromVariable(PropertyVariable.Output(0))).ToConstraint(false);
        VerificationProperty property = VerifierTests.Property(runner.Model, [interval], reached);
        BoundsWorkspace workspace = new(runner, Arithmetic.Float32);
        BoxBounds.Prepare(workspace);
        CaseProblem problem = new(0, InputBox.Create([interval])!, Specification.Create(property.Cases[0].Unsafe));
        return (new Attack(runner, property, workspace, new Random(1), () => false), problem);
    }
}
