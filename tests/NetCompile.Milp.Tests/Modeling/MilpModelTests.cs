namespace NetCompile.Milp.Tests.Modeling;

/// <summary>What a model takes and refuses, and that a refusal leaves it as it was.</summary>
public sealed class MilpModelTests
{
    private readonly MilpModel _model = new();

    public MilpModelTests() => _model.AddVariables(3, -1, 2, "x");

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData(2, 1)]
    public void Wrong_bounds_are_refused(double lower, double upper)
    {
        Assert.Throws<ArgumentException>(() => _model.AddVariable(lower, upper));
        Assert.Throws<ArgumentException>(() => _model.AddInteger(lower, upper));
        Assert.Throws<ArgumentException>(() => _model.SetBounds(_model[0], lower, upper));
        Assert.Equal((3, -1.0, 2.0), (_model.ColumnCount, _model[0].Lower, _model[0].Upper));
    }

    [Fact]
    public void Refused_row_leaves_the_model_unchanged()
    {
        _model.AddRow(0, [0, 1], [1, 1], 1);
        Assert.Throws<ArgumentException>(() => _model.AddRow(0, [0, 1, 7], [1, 1, 1], 1));
        Assert.Throws<ArgumentException>(() => _model.AddRow(0, [0, 1], [1, double.NaN], 1));
        Assert.Throws<ArgumentException>(() => _model.AddRow(0, [0, 0], [double.MaxValue, double.MaxValue], 1));
        Assert.Throws<ArgumentException>(() => _model.AddRow(0, [0, 1], [1], 1));
        Assert.Throws<ArgumentException>(() => _model.AddRow(double.NaN, [0], [1], 1));
        Assert.Throws<ArgumentException>(() => _model.AddRow(double.PositiveInfinity, [0], [1], double.PositiveInfinity));
        Assert.Equal((1, 2), (_model.RowCount, _model.NonzeroCount));
        Assert.Equal([0, 2], _model.RowStarts.ToArray());

        // The marks of the refused rows are gone: the same columns are merged afresh.
        _model.AddRow(0, [1, 0, 1], [1, 5, 2], 1);
        Assert.Equal([1, 0], _model.RowColumns[2..].ToArray());
        Assert.Equal([3.0, 5], _model.RowCoefficients[2..].ToArray());
    }

    [Fact]
    public void Refused_objective_leaves_the_old_one()
    {
        _model.Maximize((2 * _model[0]) + 1);
        Assert.Throws<ArgumentException>(() => _model.Minimize(double.NaN * _model[1]));
        Assert.Throws<ArgumentException>(() => _model.Minimize(_model[1] + double.PositiveInfinity));
        Assert.Equal([2, 0, 0], _model.Objective.ToArray());
        Assert.Equal((true, 1.0), (_model.IsMaximization, _model.ObjectiveConstant));
    }

    [Fact]
    public void Indicator_is_no_row_and_needs_a_binary()
    {
        MilpVariable z = _model.AddBinary("z");
        _model.AddRow(0, [0], [1], 1, "kept");
        _model.AddIndicator(z, true, (_model[0] + _model[0]).Between(-3, 1), "if");
        Assert.Equal((1, 1, 1), (_model.RowCount, _model.NonzeroCount, _model.Indicators.Count));
        IndicatorConstraint indicator = _model.Indicators[0];
        Assert.Equal((z.Index, true, -3.0, 1.0, "if"), (indicator.Binary, indicator.Value, indicator.Lower, indicator.Upper, indicator.Name));
        Assert.Equal([2.0], indicator.Coefficients.ToArray());
        Assert.Throws<ArgumentException>(() => _model.AddIndicator(_model[0], true, _model[1] <= 1));
        Assert.Throws<ArgumentException>(() => _model.AddIndicator(_model.AddInteger(0, 2), true, _model[1] <= 1));
        _model.AddRow(0, [1], [1], 1);
        Assert.Equal([0, 1, 2], _model.RowStarts.ToArray());
    }

    [Fact]
    public void Sets_need_two_different_variables()
    {
        Assert.Throws<ArgumentException>(() => _model.AddSos1([_model[0]]));
        Assert.Throws<ArgumentException>(() => _model.AddSos1([_model[0], _model[0]]));
        _model.AddSos1([_model[2], _model[0]]);
        Assert.Equal([2, 0], _model.Sos1Sets[0].Columns.ToArray());
    }

    [Fact]
    public void Names_are_given_or_made()
    {
        Assert.Equal("x[1]", _model[1].Name);
        Assert.Equal("x3", _model.AddVariable().Name);
        Assert.Equal("r0", _model.AddRow(0, [0], [1], 1).Name);
        Assert.Equal("named", _model.AddRow(0, [0], [1], 1, "named").Name);
        Assert.Throws<ArgumentOutOfRangeException>(() => _model[9]);
    }

    [Fact]
    public void Hints_are_finite_or_nothing()
    {
        _model.SetHint(_model[0], 1.5);
        Assert.Equal(1.5, _model.Hints[0]);
        _model.SetHint(_model[0], null);
        Assert.True(double.IsNaN(_model.Hints[0]));
        Assert.Throws<ArgumentException>(() => _model.SetHint(_model[0], double.NaN));
    }

    [Fact]
    public void Copy_has_everything()
    {
        MilpVariable z = _model.AddBinary("z");
        _model.Add((_model[0] - z).Between(-1, 0.5), "row");
        _model.AddIndicator(z, false, _model[1] >= 0.25, "if");
        _model.AddSos1([_model[0], _model[2]], "set");
        _model.SetHint(z, 1);
        _model.Maximize(_model[0] + (3 * z) - 2);
        MilpModel copy = ModelCopy.Of(_model);
        Assert.Equal(Text(_model), Text(copy));
        Assert.Equal(_model.Hints.ToArray(), copy.Hints.ToArray());
        Assert.Equal((0, 0), (ModelCopy.Of(_model, indicators: false).Indicators.Count, ModelCopy.Of(_model, sos1: false).Sos1Sets.Count));

        static string Text(MilpModel model)
        {
            StringWriter writer = new();
            LpWriter.Write(model, writer);
            return writer.ToString();
        }
    }
}
