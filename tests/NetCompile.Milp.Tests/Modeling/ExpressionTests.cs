namespace NetCompile.Milp.Tests.Modeling;

/// <summary>Operators on variables and expressions, and what becomes of comparisons.</summary>
public sealed class ExpressionTests
{
    private readonly MilpModel _model = new("m");
    private readonly MilpVariable _x, _y;

    public ExpressionTests()
    {
        _x = _model.AddVariable(0, 10, "x");
        _y = _model.AddVariable(0, 10, "y");
    }

    [Fact]
    public void Operators_do_what_they_say()
    {
        double[] at = [3, 5];
        Assert.Equal(11, ((2 * _x) + _y).Evaluate(at));
        Assert.Equal(11, ((_x * 2) + _y).Evaluate(at));
        Assert.Equal(-2, (_x - _y).Evaluate(at));
        Assert.Equal(4, (1 + _x).Evaluate(at));
        Assert.Equal(4, (_x + 1).Evaluate(at));
        Assert.Equal(-2, (1 - _x).Evaluate(at));
        Assert.Equal(2, (_x - 1).Evaluate(at));
        Assert.Equal(-3, (-_x).Evaluate(at));
        Assert.Equal(1.5, (_x / 2).Evaluate(at));
        Assert.Equal(-8, (-(_x + _y)).Evaluate(at));
        Assert.Equal(4, ((_x + _y) / 2).Evaluate(at));
        Assert.Equal(17, ((_x + _y) * 2).Evaluate(at) + 1);
        Assert.Equal(12, MilpExpression.Dot([2, 1], [_x, _y], 1).Evaluate(at));
        Assert.Equal(8.5, MilpExpression.Sum([_x, _y, 0.5]).Evaluate(at));
    }

    [Fact]
    public void Comparisons_become_rows()
    {
        AssertRow((2 * _x) + _y <= 3, double.NegativeInfinity, [2, 1], 3);
        AssertRow(3 >= _x, -3, [-1], double.PositiveInfinity);
        AssertRow(3 <= _x, double.NegativeInfinity, [-1], -3);
        AssertRow(_x <= 3, double.NegativeInfinity, [1], 3);
        AssertRow(_x >= 3, 3, [1], double.PositiveInfinity);
        AssertRow(_x == _y, 0, [1, -1], 0);
        AssertRow(_x + 1 <= (3 * _y) - 2, double.NegativeInfinity, [1, -3], -3);
        AssertRow((_x + _y + 1).Between(2, 4), 1, [1, 1], 3);
        AssertRow(_x + _y == 2, 2, [1, 1], 2);
    }

    [Fact]
    public void Terms_of_one_variable_are_added_up_and_those_that_cancel_left_out()
    {
        MilpRow row = _model.Add(_x + _y + (2 * _x) - _y <= 3);
        Assert.Equal([0], _model.RowColumns.ToArray());
        Assert.Equal([3.0], _model.RowCoefficients.ToArray());
        Assert.Equal(0, row.Index);
        _model.Minimize(_x + _x + _y - _y);
        Assert.Equal([2, 0], _model.Objective.ToArray());
    }

    [Fact]
    public void Two_models_in_one_expression_are_refused()
    {
        MilpVariable other = new MilpModel("other").AddVariable();
        Assert.Contains("'m' and 'other'", Assert.Throws<ArgumentException>(() => _x + other).Message);
        Assert.Throws<ArgumentException>(() => _model.Add(other <= 1));
        Assert.Throws<ArgumentException>(() => _model.Minimize(other));
        Assert.Throws<ArgumentException>(() => _model.AddSos1([_x, other]));
        Assert.Throws<ArgumentException>(() => _model.SetBounds(other, 0, 1));
        Assert.Throws<ArgumentException>(() => MilpExpression.Dot([1, 1], [_x, other]));
        Assert.Throws<InvalidOperationException>(() => default(MilpVariable) + _x);
    }

    [Fact]
    public void Equality_of_variables_is_by_model_and_column()
    {
        Assert.True(_x.Equals(_model[0]));
        Assert.False(_x.Equals(_y));
        Assert.False(_x.Equals(new MilpModel().AddVariable()));
        Assert.Equal(_x.GetHashCode(), _model[0].GetHashCode());
    }

    [Fact]
    public void Text_reads_as_written()
    {
        Assert.Equal("2 x - y + 3", ((2 * _x) - _y + 3).ToString());
        Assert.Equal("x - 2.5 y <= 3", ((_x - (2.5 * _y)).Between(double.NegativeInfinity, 3)).ToString());
        Assert.Equal("m: 0 rows, 2 columns (0 integer), 0 nonzeros", _model.ToString());
    }

    private void AssertRow(MilpConstraint constraint, double lower, double[] coefficients, double upper)
    {
        MilpRow row = _model.Add(constraint);
        Range terms = _model.RowStarts[row.Index].._model.RowStarts[row.Index + 1];
        Assert.Equal((lower, upper), (_model.RowLower[row.Index], _model.RowUpper[row.Index]));
        Assert.Equal(coefficients, _model.RowCoefficients[terms].ToArray());
    }
}
