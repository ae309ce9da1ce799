using NetCompile.TestSupport;

namespace NetCompile.Milp.Tests.Doubles;

/// <summary>A simplex solver for small tests, over <see cref="DenseSimplex"/>: no native library, no warm start.</summary>
public sealed class DenseLpSolver : LpSolver
{
    public override string Name => "dense simplex";

    protected override LpSession OpenCore(MilpModel model) => new DenseLpSession(model);
}

/// <summary>Columns are shifted to start at zero (a column without bounds becomes a difference of two); every finite end of a row or column is a row of the dense program.</summary>
internal sealed class DenseLpSession : LpSession
{
    private readonly List<double> _lower, _upper, _objective, _rowLower, _rowUpper;
    private readonly List<(int Column, double Coefficient)[]> _rows = [];
    private double _constant, _value = double.NaN;
    private double[] _values = [], _duals = [], _ray = [];

    public DenseLpSession(MilpModel model)
    {
        double sign = model.IsMaximization ? -1 : 1;
        (_lower, _upper) = ([.. model.ColumnLower.ToArray()], [.. model.ColumnUpper.ToArray()]);
        _objective = [.. model.Objective.ToArray().Select(c => sign * c)];
        _constant = sign * model.ObjectiveConstant;
        (_rowLower, _rowUpper) = ([], []);
        for (int i = 0; i < model.RowCount; i++)
        {
            Range terms = model.RowStarts[i]..model.RowStarts[i + 1];
            AddRow(model.RowLower[i], model.RowColumns[terms], model.RowCoefficients[terms], model.RowUpper[i]);
        }
    }

    public override int ColumnCount => _lower.Count;

    public override int RowCount => _rows.Count;

    public override ReadOnlySpan<double> Values => _values;

    public override ReadOnlySpan<double> RowDuals => _duals;

    public override ReadOnlySpan<double> Ray => _ray;

    public override double Objective => _value;

    public override long Iterations => 1;

    public override void SetColumnBounds(int column, double lower, double upper) => (_lower[column], _upper[column]) = (lower, upper);

    public override void SetRowBounds(int row, double lower, double upper) => (_rowLower[row], _rowUpper[row]) = (lower, upper);

    public override void SetObjective(ReadOnlySpan<double> coefficients, double constant = 0)
    {
        _objective.Clear();
        _objective.AddRange(coefficients);
        _constant = constant;
    }

    public override int AddRow(double lower, ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, double upper)
    {
        double[] c = coefficients.ToArray();
        _rows.Add([.. columns.ToArray().Select((j, k) => (j, c[k]))]);
        _rowLower.Add(lower);
        _rowUpper.Add(upper);
        return _rows.Count - 1;
    }

    public override int AddColumn(double lower, double upper, double objective = 0)
    {
        _lower.Add(lower);
        _upper.Add(upper);
        _objective.Add(objective);
        return _lower.Count - 1;
    }

    public override LpStatus Solve(LpOptions? options = null, CancellationToken cancellation = default)
    {
        (_value, _values, _duals, _ray) = (double.NaN, [], [], []);
        if (cancellation.IsCancellationRequested)
        {
            return LpStatus.Stopped;
        }

        int n = ColumnCount;
        // x_j = origin_j + Σ sign · x'.
        double[] origin = new double[n];
        List<(int Column, double Sign)> parts = [];
        for (int j = 0; j < n; j++)
        {
            bool hasLower = double.IsFinite(_lower[j]), hasUpper = double.IsFinite(_upper[j]);
            origin[j] = hasLower ? _lower[j] : hasUpper ? _upper[j] : 0;
            parts.Add((j, hasLower || !hasUpper ? 1 : -1));
            if (!hasLower && !hasUpper)
            {
                parts.Add((j, -1));
            }
        }

        List<double[]> a = [];
        List<double> b = [];
        List<(int Row, double Sign)> owner = [];
        void AtMost(IEnumerable<(int Column, double Coefficient)> terms, double end, int row, double sign)
        {
            double[] dense = new double[n];
            foreach ((int column, double coefficient) in terms)
            {
                dense[column] += sign * coefficient;
                end -= sign * coefficient * origin[column];
            }

            a.Add([.. parts.Select(p => p.Sign * dense[p.Column])]);
            b.Add(end);
            owner.Add((row, sign));
        }

        for (int i = 0; i < RowCount; i++)
        {
            if (double.IsFinite(_rowUpper[i]))
            {
                AtMost(_rows[i], _rowUpper[i], i, 1);
            }

            if (double.IsFinite(_rowLower[i]))
            {
                AtMost(_rows[i], -_rowLower[i], i, -1);
            }
        }

        for (int j = 0; j < n; j++)
        {
            if (double.IsFinite(_lower[j]) && double.IsFinite(_upper[j]))
            {
                AtMost([(j, 1)], _upper[j], -1, 1);
            }
        }

        SimplexResult result = DenseSimplex.Solve([.. parts.Select(p => p.Sign * _objective[p.Column])], a, b);
        double[] multipliers = new double[RowCount];
        for (int i = 0; i < owner.Count; i++)
        {
            if (owner[i].Row >= 0)
            {
                multipliers[owner[i].Row] += owner[i].Sign * result.Multipliers[i];
            }
        }

        if (result.IsInfeasible)
        {
            _ray = multipliers;
            return LpStatus.Infeasible;
        }

        if (result.IsUnbounded)
        {
            return LpStatus.Unbounded;
        }

        (_duals, _values) = (multipliers, (double[])origin.Clone());
        for (int k = 0; k < parts.Count; k++)
        {
            _values[parts[k].Column] += parts[k].Sign * result.X[k];
        }

        _value = _constant + _values.Select((x, j) => x * _objective[j]).Sum();
        return LpStatus.Optimal;
    }

    public override byte[] SaveBasis() => [];

    public override void RestoreBasis(ReadOnlySpan<byte> basis)
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
