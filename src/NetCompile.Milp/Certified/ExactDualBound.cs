using System.Numerics;
using NetCompile.Properties;

namespace NetCompile.Milp;

/// <summary>
/// The bound of <see cref="SafeDualBound"/> in exact rational arithmetic, for small programs with columns that have no bounds: there a reduced cost must be exactly zero, which rounded arithmetic cannot show. Multipliers that are
/// very near a fraction with a small denominator, as a solver's usually are where the data are round numbers, are taken to be that fraction; any multipliers are allowed.
/// </summary>
internal sealed class ExactDualBound
{
    /// <summary>Programs with more entries are left alone: exact arithmetic takes about a microsecond an entry.</summary>
    private const int MaxEntries = 20_000;

    private const int MaxDenominator = 10_000;
    private const double Near = 1e-9;

    private readonly ProgramRows _rows;

    public ExactDualBound(ProgramRows rows) => _rows = rows;

    /// <summary>Whether a program with these bounds is a case for it.</summary>
    public bool Applies(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (_rows.Columns.Length > MaxEntries)
        {
            return false;
        }

        for (int j = 0; j < lower.Length; j++)
        {
            if (double.IsInfinity(lower[j]) || double.IsInfinity(upper[j]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A lower bound of <c>c·x + c₀</c> over the rows and the box; −∞ where the multipliers prove nothing. See <see cref="SafeDualBound.Minimum"/>.</summary>
    public double Minimum(ReadOnlySpan<double> objective, double constant, ReadOnlySpan<double> multipliers, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        Rational? sum = Sum(objective, constant, Snapped(multipliers, 1), lower, upper);
        return sum is not { } value || BigInteger.Abs(value.Numerator) > new BigInteger(1e300) * value.Denominator ? double.NegativeInfinity : value.ToDoubleDown();
    }

    /// <summary>Whether multipliers prove that no point of the box meets the rows; both signs are tried.</summary>
    public bool ProvesInfeasible(ReadOnlySpan<double> ray, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        double largest = 0;
        foreach (double y in ray)
        {
            largest = double.IsFinite(y) ? Math.Max(largest, Math.Abs(y)) : largest;
        }

        double[] zero = new double[lower.Length];
        return largest > 0
            && (Sum(zero, 0, Snapped(ray, 1 / largest), lower, upper) is { Sign: > 0 } || Sum(zero, 0, Snapped(ray, -1 / largest), lower, upper) is { Sign: > 0 });
    }

    private Rational? Sum(ReadOnlySpan<double> objective, double constant, Rational[] multipliers, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        Rational[] reduced = new Rational[_rows.ColumnCount];
        for (int j = 0; j < reduced.Length; j++)
        {
            reduced[j] = Rational.FromDouble(objective[j]);
        }

        Rational sum = Rational.FromDouble(constant);
        for (int i = 0; i < Math.Min(multipliers.Length, _rows.RowCount); i++)
        {
            Rational y = multipliers[i];
            double end = y.Sign > 0 ? _rows.Lower[i] : _rows.Upper[i];
            if (y.IsZero || !double.IsFinite(end))
            {
                continue;
            }

            sum += y * Rational.FromDouble(end);
            for (int k = _rows.Starts[i]; k < _rows.Starts[i + 1]; k++)
            {
                reduced[_rows.Columns[k]] -= y * Rational.FromDouble(_rows.Coefficients[k]);
            }
        }

        for (int j = 0; j < reduced.Length; j++)
        {
            double end = reduced[j].Sign > 0 ? lower[j] : upper[j];
            if (reduced[j].IsZero)
            {
                continue;
            }

            if (!double.IsFinite(end))
            {
                return null;
            }

            sum += reduced[j] * Rational.FromDouble(end);
        }

        return sum;
    }

    private static Rational[] Snapped(ReadOnlySpan<double> multipliers, double factor)
    {
        Rational[] snapped = new Rational[multipliers.Length];
        for (int i = 0; i < snapped.Length; i++)
        {
            double y = multipliers[i] * factor;
            snapped[i] = double.IsFinite(y) ? Snap(y) : Rational.Zero;
        }

        return snapped;
    }

    // Convergents of the continued fraction: the first that is near enough.
    private static Rational Snap(double value)
    {
        if (Math.Abs(value) > 1e9)
        {
            return Rational.FromDouble(value);
        }

        double rest = value;
        (long p0, long q0, long p1, long q1) = (0, 1, 1, 0);
        for (int step = 0; step < 30 && Math.Abs(rest) <= 1e9; step++)
        {
            double whole = Math.Floor(rest);
            (p0, q0, p1, q1) = (p1, q1, p0 + ((long)whole * p1), q0 + ((long)whole * q1));
            if (q1 > MaxDenominator)
            {
                break;
            }

            if (Math.Abs(value - ((double)p1 / q1)) <= Near * Math.Max(1, Math.Abs(value)))
            {
                return Rational.Create(p1, q1);
            }

            rest = 1 / (rest - whole);
        }

        return Rational.FromDouble(value);
    }
}
