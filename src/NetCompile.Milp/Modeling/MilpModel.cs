using System.Globalization;
using System.Runtime.InteropServices;

namespace NetCompile.Milp;

/// <summary>A mixed-integer linear program, for any solver: variables with bounds, ranged rows, indicator constraints, SOS1 sets, an objective, hints and names.</summary>
/// <remarks>
/// <c>min or max c·x + c₀</c> subject to <c>lower_i ≤ Σ a_ij x_j ≤ upper_i</c>, <c>l ≤ x ≤ u</c>. Rows and columns are only ever added; bounds and the objective can change between two solves.
/// Not thread-safe while it changes.
/// </remarks>
public sealed class MilpModel
{
    private readonly List<double> _lower = [], _upper = [], _objective = [], _hints = [];
    private readonly List<VariableKind> _kinds = [];
    private readonly List<string?> _columnNames = [], _rowNames = [];
    private readonly List<double> _rowLower = [], _rowUpper = [], _coefficients = [];
    private readonly List<int> _starts = [0], _columns = [];
    private readonly List<IndicatorConstraint> _indicators = [];
    private readonly List<Sos1Set> _sos1 = [];
    private readonly List<ISolutionCheck> _checks = [];

    // Where a column stands in the row being added, to add up its terms in linear time.
    private readonly List<int> _position = [];

    /// <summary>An empty model that minimises 0.</summary>
    /// <param name="name">A name for files and messages.</param>
    public MilpModel(string name = "model") => Name = name;

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The number of variables.</summary>
    public int ColumnCount => _lower.Count;

    /// <summary>The number of rows; indicators and SOS1 sets are not rows.</summary>
    public int RowCount => _rowLower.Count;

    /// <summary>The number of coefficients in the rows.</summary>
    public int NonzeroCount => _columns.Count;

    /// <summary>The number of integer variables.</summary>
    public int IntegerCount => _kinds.Count(k => k == VariableKind.Integer);

    /// <summary>Whether the objective is maximised.</summary>
    public bool IsMaximization { get; private set; }

    /// <summary><c>c₀</c>.</summary>
    public double ObjectiveConstant { get; private set; }

    /// <summary><c>c</c>, by column.</summary>
    public ReadOnlySpan<double> Objective => CollectionsMarshal.AsSpan(_objective);

    /// <summary>Lower bounds by column, possibly −∞.</summary>
    public ReadOnlySpan<double> ColumnLower => CollectionsMarshal.AsSpan(_lower);

    /// <summary>Upper bounds by column, possibly +∞.</summary>
    public ReadOnlySpan<double> ColumnUpper => CollectionsMarshal.AsSpan(_upper);

    /// <summary>Kinds by column.</summary>
    public ReadOnlySpan<VariableKind> Kinds => CollectionsMarshal.AsSpan(_kinds);

    /// <summary>A value to start from, by column; NaN where there is none.</summary>
    public ReadOnlySpan<double> Hints => CollectionsMarshal.AsSpan(_hints);

    /// <summary>Lower ends by row, possibly −∞.</summary>
    public ReadOnlySpan<double> RowLower => CollectionsMarshal.AsSpan(_rowLower);

    /// <summary>Upper ends by row, possibly +∞.</summary>
    public ReadOnlySpan<double> RowUpper => CollectionsMarshal.AsSpan(_rowUpper);

    /// <summary>Where each row starts in <see cref="RowColumns"/>; one more than there are rows.</summary>
    public ReadOnlySpan<int> RowStarts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>The columns of all rows, each at most once in a row.</summary>
    public ReadOnlySpan<int> RowColumns => CollectionsMarshal.AsSpan(_columns);

    /// <summary>The coefficients of all rows, none zero.</summary>
    public ReadOnlySpan<double> RowCoefficients => CollectionsMarshal.AsSpan(_coefficients);

    /// <summary>The indicator constraints.</summary>
    public IReadOnlyList<IndicatorConstraint> Indicators => _indicators;

    /// <summary>The SOS1 sets.</summary>
    public IReadOnlyList<Sos1Set> Sos1Sets => _sos1;

    /// <summary>What is compared with reality after every solve.</summary>
    public IReadOnlyList<ISolutionCheck> Checks => _checks;

    /// <summary>The variable of a column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public MilpVariable this[int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, ColumnCount);
            return new MilpVariable(this, column);
        }
    }

    /// <summary>Adds a continuous variable.</summary>
    /// <param name="lower">The lower bound, possibly −∞.</param>
    /// <param name="upper">The upper bound, possibly +∞.</param>
    /// <param name="name">A name, or null.</param>
    /// <exception cref="ArgumentException">A bound is NaN, infinite on the wrong side, or the lower one is above the upper one.</exception>
    public MilpVariable AddVariable(double lower = double.NegativeInfinity, double upper = double.PositiveInfinity, string? name = null) =>
        AddColumn(lower, upper, VariableKind.Continuous, name);

    /// <summary>Adds an integer variable.</summary>
    /// <inheritdoc cref="AddVariable"/>
    public MilpVariable AddInteger(double lower, double upper, string? name = null) => AddColumn(lower, upper, VariableKind.Integer, name);

    /// <summary>Adds an integer variable in [0, 1].</summary>
    public MilpVariable AddBinary(string? name = null) => AddColumn(0, 1, VariableKind.Integer, name);

    /// <summary>Adds <paramref name="count"/> continuous variables with the same bounds, named <c>name[i]</c>.</summary>
    /// <inheritdoc cref="AddVariable"/>
    public MilpVariable[] AddVariables(int count, double lower, double upper, string? name = null)
    {
        MilpVariable[] variables = new MilpVariable[count];
        for (int i = 0; i < count; i++)
        {
            variables[i] = AddVariable(lower, upper, name is null ? null : $"{name}[{i.ToString(CultureInfo.InvariantCulture)}]");
        }

        return variables;
    }

    /// <summary>Adds a constraint as a row.</summary>
    /// <param name="constraint">What must hold, from a comparison.</param>
    /// <param name="name">A name, or null.</param>
    /// <exception cref="ArgumentException">Its variables belong to another model, a number is NaN, or a coefficient is infinite.</exception>
    public MilpRow Add(MilpConstraint constraint, string? name = null)
    {
        CheckModel(constraint.Expression);
        double constant = constraint.Expression.Constant;
        return AddRow(constraint.Lower - constant, constraint.Expression.Columns, constraint.Expression.Coefficients, constraint.Upper - constant, name);
    }

    /// <summary>Adds a row without an expression object: <c>lower ≤ Σ c_k x_k ≤ upper</c>.</summary>
    /// <param name="lower">The lower end, possibly −∞.</param>
    /// <param name="columns">Columns; terms of the same column are added up, terms of coefficient zero left out.</param>
    /// <param name="coefficients">One for each; finite.</param>
    /// <param name="upper">The upper end, possibly +∞. May be below <paramref name="lower"/>: nothing meets the row then.</param>
    /// <param name="name">A name, or null.</param>
    /// <exception cref="ArgumentException">A column does not exist, the lengths differ, a number is NaN, a coefficient infinite, or an end infinite on the wrong side.</exception>
    public MilpRow AddRow(double lower, ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, double upper, string? name = null)
    {
        CheckEnds(lower, upper, $"row '{name ?? DefaultRowName(RowCount)}'");
        int start = _columns.Count;
        try
        {
            Merge(columns, coefficients);
        }
        catch
        {
            _columns.RemoveRange(start, _columns.Count - start);
            _coefficients.RemoveRange(start, _coefficients.Count - start);
            throw;
        }

        _starts.Add(_columns.Count);
        _rowLower.Add(lower);
        _rowUpper.Add(upper);
        _rowNames.Add(name);
        return new MilpRow(this, RowCount - 1);
    }

    /// <summary>Adds <c>binary = value ⟹ constraint</c>.</summary>
    /// <remarks>A solver without indicators gets a big-M row from <see cref="IndicatorReformulation"/>, which needs bounds on the constraint's variables.</remarks>
    /// <exception cref="ArgumentException">The variable is not binary, or as in <see cref="Add"/>.</exception>
    public void AddIndicator(MilpVariable binary, bool value, MilpConstraint constraint, string? name = null)
    {
        CheckModel(binary);
        CheckModel(constraint.Expression);
        if (binary.Kind != VariableKind.Integer || binary.Lower < 0 || binary.Upper > 1)
        {
            throw new ArgumentException($"The indicator '{binary.Name}' is not binary: it is {binary.Kind} in [{Text(binary.Lower)}, {Text(binary.Upper)}].", nameof(binary));
        }

        // The row is merged in the model's arrays and taken out again.
        MilpRow row = Add(constraint, name);
        int start = _starts[row.Index];
        _indicators.Add(new IndicatorConstraint(
            binary.Index, value, [.. RowColumns[start..]], [.. RowCoefficients[start..]], _rowLower[row.Index], _rowUpper[row.Index], name));
        _columns.RemoveRange(start, _columns.Count - start);
        _coefficients.RemoveRange(start, _coefficients.Count - start);
        _starts.RemoveAt(_starts.Count - 1);
        _rowLower.RemoveAt(row.Index);
        _rowUpper.RemoveAt(row.Index);
        _rowNames.RemoveAt(row.Index);
    }

    /// <summary>Adds the condition that at most one of the variables is not zero.</summary>
    /// <param name="variables">At least two, each once.</param>
    /// <param name="name">A name, or null.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or one occurs twice or belongs to another model.</exception>
    public void AddSos1(ReadOnlySpan<MilpVariable> variables, string? name = null)
    {
        if (variables.Length < 2)
        {
            throw new ArgumentException($"An SOS1 set has at least two variables, not {variables.Length}.", nameof(variables));
        }

        HashSet<int> seen = [];
        foreach (MilpVariable variable in variables)
        {
            CheckModel(variable);
            if (!seen.Add(variable.Index))
            {
                throw new ArgumentException($"The variable '{variable.Name}' occurs twice in an SOS1 set.", nameof(variables));
            }
        }

        _sos1.Add(new Sos1Set([.. seen], [.. Enumerable.Range(1, variables.Length).Select(i => (double)i)], name));
    }

    /// <summary>Minimises an expression; replaces the objective.</summary>
    /// <exception cref="ArgumentException">Its variables belong to another model, or a number is not finite.</exception>
    public void Minimize(MilpExpression objective) => SetObjective(objective, false);

    /// <summary>Maximises an expression; replaces the objective.</summary>
    /// <inheritdoc cref="Minimize"/>
    public void Maximize(MilpExpression objective) => SetObjective(objective, true);

    /// <summary>Changes a variable's bounds.</summary>
    /// <exception cref="ArgumentException">A bound is NaN or infinite on the wrong side, or the lower one is above the upper one.</exception>
    public void SetBounds(MilpVariable variable, double lower, double upper)
    {
        CheckModel(variable);
        CheckBounds(lower, upper, variable.Name);
        (_lower[variable.Index], _upper[variable.Index]) = (lower, upper);
    }

    /// <summary>Changes a row's ends.</summary>
    /// <exception cref="ArgumentException">An end is NaN, or infinite on the wrong side.</exception>
    public void SetRange(MilpRow row, double lower, double upper)
    {
        CheckEnds(lower, upper, $"row '{row.Name}'");
        (_rowLower[row.Index], _rowUpper[row.Index]) = (lower, upper);
    }

    /// <summary>Gives the solver a value to start from, or takes it away (null).</summary>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public void SetHint(MilpVariable variable, double? value)
    {
        CheckModel(variable);
        if (value is { } v && !double.IsFinite(v))
        {
            throw new ArgumentException($"The hint for '{variable.Name}' is {Text(v)}; it must be finite.", nameof(value));
        }

        _hints[variable.Index] = value ?? double.NaN;
    }

    /// <summary>Adds a comparison with reality that runs after every solve.</summary>
    public void AddCheck(ISolutionCheck check) => _checks.Add(check);

    /// <summary>The name of a column: the one given, or <c>x7</c>.</summary>
    public string ColumnName(int column) => _columnNames[column] ?? "x" + column.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of a row: the one given, or <c>r7</c>.</summary>
    public string RowName(int row) => _rowNames[row] ?? DefaultRowName(row);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {RowCount} rows, {ColumnCount} columns ({IntegerCount} integer), {NonzeroCount} nonzeros";

    internal VariableKind KindOf(int column) => _kinds[column];

    private static string DefaultRowName(int row) => "r" + row.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static void CheckEnds(double lower, double upper, string what)
    {
        if (double.IsNaN(lower) || double.IsNaN(upper) || double.IsPositiveInfinity(lower) || double.IsNegativeInfinity(upper))
        {
            throw new ArgumentException($"The {what} has the range [{Text(lower)}, {Text(upper)}]; its ends must be numbers, the lower one not +∞ and the upper one not −∞.");
        }
    }

    private static void CheckBounds(double lower, double upper, string name)
    {
        CheckEnds(lower, upper, $"variable '{name}'");
        if (lower > upper)
        {
            throw new ArgumentException($"The variable '{name}' has the lower bound {Text(lower)} above its upper bound {Text(upper)}.");
        }
    }

    private MilpVariable AddColumn(double lower, double upper, VariableKind kind, string? name)
    {
        CheckBounds(lower, upper, name ?? "x" + ColumnCount.ToString(CultureInfo.InvariantCulture));
        _lower.Add(lower);
        _upper.Add(upper);
        _kinds.Add(kind);
        _objective.Add(0);
        _hints.Add(double.NaN);
        _columnNames.Add(name);
        _position.Add(-1);
        return new MilpVariable(this, ColumnCount - 1);
    }

    private void Merge(ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients)
    {
        if (columns.Length != coefficients.Length)
        {
            throw new ArgumentException($"The row has {columns.Length} columns and {coefficients.Length} coefficients.");
        }

        int start = _columns.Count;
        try
        {
            for (int k = 0; k < columns.Length; k++)
            {
                int column = columns[k];
                if ((uint)column >= (uint)ColumnCount)
                {
                    throw new ArgumentException($"The row names column {column}; the model has {ColumnCount}.");
                }

                if (!double.IsFinite(coefficients[k]))
                {
                    throw new ArgumentException($"The coefficient of '{ColumnName(column)}' is {Text(coefficients[k])}; it must be finite.");
                }

                if (_position[column] >= 0)
                {
                    _coefficients[_position[column]] += coefficients[k];
                }
                else if (coefficients[k] != 0)
                {
                    _position[column] = _columns.Count;
                    _columns.Add(column);
                    _coefficients.Add(coefficients[k]);
                }
            }
        }
        finally
        {
            for (int k = start; k < _columns.Count; k++)
            {
                _position[_columns[k]] = -1;
            }
        }

        DropZeros(start);
    }

    // Terms that cancelled.
    private void DropZeros(int start)
    {
        int kept = start;
        for (int k = start; k < _columns.Count; k++)
        {
            if (!double.IsFinite(_coefficients[k]))
            {
                throw new ArgumentException($"The coefficients of '{ColumnName(_columns[k])}' add up to {Text(_coefficients[k])}; the sum must be finite.");
            }

            if (_coefficients[k] != 0)
            {
                (_columns[kept], _coefficients[kept]) = (_columns[k], _coefficients[k]);
                kept++;
            }
        }

        _columns.RemoveRange(kept, _columns.Count - kept);
        _coefficients.RemoveRange(kept, _coefficients.Count - kept);
    }

    private void SetObjective(MilpExpression objective, bool isMaximization)
    {
        CheckModel(objective);
        double[] coefficients = new double[ColumnCount];
        for (int k = 0; k < objective.Columns.Length; k++)
        {
            coefficients[objective.Columns[k]] += objective.Coefficients[k];
        }

        int wrong = Array.FindIndex(coefficients, c => !double.IsFinite(c));
        if (wrong >= 0 || !double.IsFinite(objective.Constant))
        {
            string what = wrong >= 0 ? $"The objective's coefficient of '{ColumnName(wrong)}' is {Text(coefficients[wrong])}" : $"The objective's constant is {Text(objective.Constant)}";
            throw new ArgumentException(what + "; it must be finite.", nameof(objective));
        }

        coefficients.CopyTo(CollectionsMarshal.AsSpan(_objective));
        ObjectiveConstant = objective.Constant;
        IsMaximization = isMaximization;
    }

    private void CheckModel(MilpVariable variable)
    {
        if (!ReferenceEquals(variable.Model, this))
        {
            throw new ArgumentException($"The variable '{variable.Name}' belongs to the model '{variable.Model.Name}', not to '{Name}'.");
        }
    }

    private void CheckModel(MilpExpression expression)
    {
        if (expression.Model is not null && !ReferenceEquals(expression.Model, this))
        {
            throw new ArgumentException($"The expression's variables belong to the model '{expression.Model.Name}', not to '{Name}'.");
        }
    }
}
