using NetCompile.Properties;
using static NetCompile.Core.Tests.Properties.FormulaHelper;

namespace NetCompile.Core.Tests.Properties;

public sealed class PropertyEvaluatorTests
{
    private static readonly LinearConstraint s_tie = (Y(0) - Y(1)).ToConstraint(isStrict: false), s_strict = (Y(0) - Y(1)).ToConstraint(isStrict: true);

    [Theory]
    [InlineData(1f, 1f, true, false)]
    [InlineData(1f, 1.0000001f, true, true)]
    [InlineData(1.0000001f, 1f, false, false)]
    [InlineData(float.Epsilon, 0f, false, false)]
    [InlineData(float.NegativeInfinity, 3f, true, true)]
    [InlineData(3f, float.PositiveInfinity, true, true)]
    [InlineData(float.PositiveInfinity, 3f, false, false)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, false, false)]
    [InlineData(float.NaN, 3f, false, false)]
    [InlineData(3f, float.NaN, false, false)]
    [InlineData(float.NaN, float.PositiveInfinity, false, false)]
    public void Constraints_AreDecidedExactly(float y0, float y1, bool isSatisfied, bool isStrictlySatisfied)
    {
        Assert.Equal(isSatisfied, PropertyEvaluator.IsSatisfied(s_tie, [], [y0, y1]));
        Assert.Equal(isStrictlySatisfied, PropertyEvaluator.IsSatisfied(s_strict, [], [y0, y1]));
    }

    [Fact]
    public void Sums_ThatDoublesWouldRound_AreDecidedExactly()
    {
        // 2^60 + 1 − 2^60 ≤ 0 is false, but in double the 1 vanishes.
        LinearConstraint constraint = (Y(0) + Y(1) - Y(2)).ToConstraint(isStrict: false);
        float large = MathF.Pow(2, 60);
        Assert.False(PropertyEvaluator.IsSatisfied(constraint, [], [large, 1, large]));
        Assert.True(PropertyEvaluator.IsSatisfied(constraint, [], [large, -1, large]));
    }

    [Fact]
    public void InexactBounds_CountOnlyWhatHoldsForEveryNumberTheyMayMean()
    {
        // y ≤ 16777217.x where the decimal lies strictly between neighbouring doubles.
        LinearConstraint atMost = new([new LinearTerm(PropertyVariable.Output(0), 1.0)], new StatedNumber(2.0, IsExact: false), isStrict: false);
        Assert.False(PropertyEvaluator.IsSatisfied(atMost, [], [2f]));
        Assert.True(PropertyEvaluator.IsSatisfied(atMost, [], [MathF.BitDecrement(2f)]));

        // Exactly at the neighbour: every number strictly above it satisfies even the strict form.
        double edge = Math.BitIncrement(2.0);
        LinearConstraint strict = new([new LinearTerm(PropertyVariable.Output(0), 1.0)], new StatedNumber(edge, IsExact: false), isStrict: true);
        Assert.True(PropertyEvaluator.IsSatisfied(strict, [], [2f]));
        Assert.False(PropertyEvaluator.IsSatisfied(strict, [], [MathF.BitIncrement(2f)]));
    }

    [Fact]
    public void InexactCoefficients_CountAtTheirWorst()
    {
        LinearConstraint constraint = new([new LinearTerm(PropertyVariable.Output(0), new StatedNumber(0.5, IsExact: false))], 1.0, isStrict: false);
        Assert.False(PropertyEvaluator.IsSatisfied(constraint, [], [2f]));
        Assert.True(PropertyEvaluator.IsSatisfied(constraint, [], [MathF.BitDecrement(2f)]));
        LinearConstraint negative = new([new LinearTerm(PropertyVariable.Output(0), new StatedNumber(0.5, IsExact: false))], -1.0, isStrict: false);
        Assert.False(PropertyEvaluator.IsSatisfied(negative, [], [-2f]));
        Assert.True(PropertyEvaluator.IsSatisfied(negative, [], [MathF.BitDecrement(-2f)]));

        // A subnormal coefficient may be meant far away relative to its size.
        LinearConstraint tiny = new([new LinearTerm(PropertyVariable.Output(0), new StatedNumber(double.Epsilon, IsExact: false))], 3 * double.Epsilon, isStrict: false);
        Assert.False(PropertyEvaluator.IsSatisfied(tiny, [], [2f]));
        Assert.True(PropertyEvaluator.IsSatisfied(tiny, [], [1f]));
    }

    [Fact]
    public void RandomConstraints_AgreeWithRationalArithmetic()
    {
        Random random = new(4);
        for (int i = 0; i < 2000; i++)
        {
            float[] output = [.. Enumerable.Range(0, 4).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-30, 30))))];
            double[] coefficients = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble() - 0.5)];
            Rational sum = Rational.Zero;
            LinearExpression expression = C(0);
            for (int j = 0; j < 4; j++)
            {
                sum += Rational.FromDouble(coefficients[j]) * Rational.FromDouble(output[j]);
                expression += Y(j).Times(Rational.FromDouble(coefficients[j]));
            }

            // A bound within a few units of the sum, so that plain double arithmetic would often be wrong.
            double bound = sum.ToStatedNumber().Value;
            for (int k = random.Next(-2, 3); k != 0; k -= Math.Sign(k))
            {
                bound = k > 0 ? Math.BitIncrement(bound) : Math.BitDecrement(bound);
            }

            LinearConstraint constraint = (expression - C(bound)).ToConstraint(isStrict: false);
            Assert.Equal(sum <= Rational.FromDouble(bound), PropertyEvaluator.IsSatisfied(constraint, [], output));
        }
    }

    [Fact]
    public void InputsCountOnlyInsideTheInnerRegion()
    {
        VerificationProperty property = PropertyBuilder.Build(
            "p", All(AtMost(LinearExpression.FromConstant(Rational.Create(1, 10)), X(0)), AtMost(X(0), C(1)), AtMost(C(0), Y(0))), 1, 1);
        Assert.True(PropertyEvaluator.IsViolated(property, [0.1f], [0f]));
        Assert.False(PropertyEvaluator.IsViolated(property, [MathF.BitDecrement(0.1f)], [0f]));
        Assert.False(PropertyEvaluator.IsViolated(property, [float.NaN], [0f]));
        Assert.False(PropertyEvaluator.IsViolated(property, [0.5f], [-1f]));
        Assert.Throws<ArgumentException>(() => PropertyEvaluator.IsViolated(property, [0.5f, 1f], [0f]));
    }

    [Fact]
    public void FindViolation_NamesCaseAndConjunction()
    {
        VerificationProperty property = PropertyBuilder.Build(
            "p", Any(All(Within(0, 0, 1), AtMost(Y(0), C(0))), All(Within(0, 1, 2), Any(AtMost(Y(0), C(-9)), AtMost(C(5), Y(0))))), 1, 1);
        Assert.Equal(new PropertyViolation(0, 0), PropertyEvaluator.FindViolation(property, [1f], [-1f]));
        Assert.Equal(new PropertyViolation(1, 1), PropertyEvaluator.FindViolation(property, [1f], [6f]));
        Assert.Null(PropertyEvaluator.FindViolation(property, [1f], [1f]));
    }
}
