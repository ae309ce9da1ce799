namespace NetCompile.Milp.Tests.Doubles;

/// <summary>What a <see cref="FaultyLpSolver"/> does wrong.</summary>
[Flags]
public enum LpFaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Duals are garbage now and then.</summary>
    Duals = 1,

    /// <summary>Says infeasible now and then of what is feasible, with a ray that proves nothing.</summary>
    FalseInfeasible = 2,

    /// <summary>Gives no ray.</summary>
    NoRay = 4,

    /// <summary>Fails now and then.</summary>
    Failures = 8,

    /// <summary>The objective is much too large, as if the optimum were known to be worse.</summary>
    Objective = 16,

    /// <summary>Values are garbage now and then.</summary>
    Values = 32,

    /// <summary>Says stopped now and then.</summary>
    Stops = 64,
}

/// <summary>An LP solver that lies: what is proved over it must still be true.</summary>
public sealed class FaultyLpSolver(LpFaults faults, int seed) : LpSolver
{
    public override string Name => $"faulty ({faults})";

    protected override LpSession OpenCore(MilpModel model) => new Session(new DenseLpSession(model), faults, new Random(seed));

    private sealed class Session(LpSession inner, LpFaults faults, Random random) : LpSession
    {
        private double[] _values = [], _duals = [], _ray = [];
        private double _objective;

        public override int ColumnCount => inner.ColumnCount;

        public override int RowCount => inner.RowCount;

        public override ReadOnlySpan<double> Values => _values;

        public override ReadOnlySpan<double> RowDuals => _duals;

        public override ReadOnlySpan<double> Ray => _ray;

        public override double Objective => _objective;

        public override long Iterations => inner.Iterations;

        public override void SetColumnBounds(int column, double lower, double upper) => inner.SetColumnBounds(column, lower, upper);

        public override void SetRowBounds(int row, double lower, double upper) => inner.SetRowBounds(row, lower, upper);

        public override void SetObjective(ReadOnlySpan<double> coefficients, double constant = 0) => inner.SetObjective(coefficients, constant);

        public override int AddRow(double lower, ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, double upper) => inner.AddRow(lower, columns, coefficients, upper);

        public override int AddColumn(double lower, double upper, double objective = 0) => inner.AddColumn(lower, upper, objective);

        public override LpStatus Solve(LpOptions? options = null, CancellationToken cancellation = default)
        {
            LpStatus status = inner.Solve(options, cancellation);
            (_values, _duals, _ray, _objective) = (inner.Values.ToArray(), inner.RowDuals.ToArray(), inner.Ray.ToArray(), inner.Objective);
            if (Happens(LpFaults.Duals))
            {
                _duals = [.. _duals.Select(_ => Garbage())];
            }

            if (Happens(LpFaults.Values))
            {
                _values = [.. _values.Select(_ => Garbage())];
            }

            if (faults.HasFlag(LpFaults.NoRay))
            {
                _ray = [];
            }

            if (faults.HasFlag(LpFaults.Objective))
            {
                _objective += 1e6;
            }

            if (status == LpStatus.Optimal && Happens(LpFaults.FalseInfeasible))
            {
                (status, _ray) = (LpStatus.Infeasible, [.. Enumerable.Range(0, RowCount).Select(_ => Garbage())]);
            }

            return Happens(LpFaults.Failures) ? LpStatus.Failed : Happens(LpFaults.Stops) ? LpStatus.Stopped : status;
        }

        public override byte[] SaveBasis() => inner.SaveBasis();

        public override void RestoreBasis(ReadOnlySpan<byte> basis) => inner.RestoreBasis(basis);

        protected override void Dispose(bool disposing) => inner.Dispose();

        private bool Happens(LpFaults fault) => faults.HasFlag(fault) && random.Next(3) == 0;

        private double Garbage() => random.Next(6) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => 1e30, _ => 10 * (random.NextDouble() - 0.5) };
    }
}
