using NetCompile.Properties;

namespace NetCompile.Core.Tests.Properties;

public sealed class LinearExpressionTests
{
    private static readonly LinearExpression s_x0 = LinearExpression.FromVariable(PropertyVariable.Input(0));
    private static readonly LinearExpression s_x1 = LinearExpression.FromVariable(PropertyVariable.Input(1));
    private static readonly LinearExpression s_y0 = LinearExpression.FromVariable(PropertyVariable.Output(0));

    [Fact]
    public void Sums_MergeTermsInputsFirstAndDropZeros()
    {
        LinearExpression e = LinearExpression.Sum([s_y0, s_x1, s_x0.Times(Rational.Create(3, 1)), s_x1, -s_y0, LinearExpression.FromConstant(Rational.One)]);
        Assert.Equal([PropertyVariable.Input(0), PropertyVariable.Input(1)], e.Terms.Select(t => t.Key));
        Assert.Equal([Rational.Create(3, 1), Rational.Create(2, 1)], e.Terms.Select(t => t.Value));
        Assert.Equal(Rational.One, e.Constant);
    }

    [Fact]
    public void Operators_AgreeWithSum()
    {
        LinearExpression two = LinearExpression.FromConstant(Rational.Create(2, 1));
        Assert.Equal(LinearExpression.Sum([s_x0, two]), s_x0 + two);
        Assert.Equal(LinearExpression.Sum([s_x0, two]), two + s_x0);
        Assert.Equal(LinearExpression.Sum([s_x0, -two]), s_x0 - two);
        Assert.Equal(LinearExpression.Sum([two, -s_x0]), two - s_x0);
        Assert.Equal(LinearExpression.Sum([s_y0, -s_x0]), s_y0 - s_x0);
        Assert.True((s_x0 - s_x0).IsConstant);
        Assert.True(s_x0.Times(Rational.Zero).IsConstant);
        Assert.NotEqual(s_x0 + two, s_x0 - two);
        Assert.NotEqual(s_x0, s_x1);
        Assert.Equal((s_x0 + s_y0).GetHashCode(), (s_y0 + s_x0).GetHashCode());
    }

    [Fact]
    public void ToConstraint_MovesTheConstantAndKeepsExactness()
    {
        LinearConstraint constraint = (s_y0.Times(Rational.Create(1, 10)) - s_x0 + LinearExpression.FromConstant(Rational.Create(3, 4))).ToConstraint(isStrict: true);
        Assert.Equal([new LinearTerm(PropertyVariable.Input(0), -1.0), new LinearTerm(PropertyVariable.Output(0), new StatedNumber(0.1, false))], constraint.Terms.ToArray());
        Assert.Equal(-0.75, constraint.Bound);
        Assert.True(constraint.IsStrict);
    }

    [Fact]
    public void ToConstraint_OfACoefficientOutsideDoubles_Overflows()
    {
        Rational huge = Rational.Create(System.Numerics.BigInteger.Pow(10, 400), 1);
        Assert.Throws<OverflowException>(() => s_y0.Times(huge).ToConstraint(false));
        OverflowException error = Assert.Throws<OverflowException>(() => s_y0.Times(Rational.One / huge).ToConstraint(false));
        Assert.Contains("Y_0", error.Message);
    }
}
