using System.Globalization;
using System.Numerics;

namespace NetCompile.Properties;

/// <summary>An exact rational number; decimals in property files and sums of them lose nothing.</summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    // A default value has denominator 0 here, read as 1 below, so that default(Rational) is zero.
    private readonly BigInteger _denominatorOrZero;

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        Numerator = numerator;
        _denominatorOrZero = denominator;
    }

    /// <summary>The numerator of the reduced fraction; carries the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The denominator of the reduced fraction, at least 1.</summary>
    public BigInteger Denominator => _denominatorOrZero.IsZero ? BigInteger.One : _denominatorOrZero;

    /// <summary>0.</summary>
    public static Rational Zero => default;

    /// <summary>1.</summary>
    public static Rational One => new(BigInteger.One, BigInteger.One);

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary><paramref name="numerator"/> / <paramref name="denominator"/>, reduced.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public static Rational Create(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException();
        }

        if (denominator.IsOne)
        {
            return new Rational(numerator, denominator);
        }

        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0)
        {
            divisor = -divisor;
        }

        return new Rational(numerator / divisor, denominator / divisor);
    }

    /// <summary><c>mantissa · 10^(−scale)</c>, reduced without a general greatest common divisor: only 2 and 5 can divide both.</summary>
    /// <param name="mantissa">Any number but <see cref="long.MinValue"/>.</param>
    /// <param name="scale">From 0 to 18.</param>
    internal static Rational FromDecimal(long mantissa, int scale)
    {
        if (mantissa == 0)
        {
            return Zero;
        }

        long denominator = 1;
        int twos = scale, fives = scale;
        for (; twos > 0 && (mantissa & 1) == 0; twos--)
        {
            mantissa >>= 1;
        }

        for (; fives > 0 && mantissa % 5 == 0; fives--)
        {
            mantissa /= 5;
        }

        for (int i = 0; i < fives; i++)
        {
            denominator *= 5;
        }

        return new Rational(mantissa, denominator << twos);
    }

    /// <summary>The exact value of a finite double.</summary>
    /// <exception cref="ArgumentException">The value is NaN or infinite.</exception>
    public static Rational FromDouble(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            throw new ArgumentException($"{value.ToString(CultureInfo.InvariantCulture)} is not a finite number.", nameof(value));
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        if (exponent == 0)
        {
            exponent = 1;
        }
        else
        {
            mantissa |= 1L << 52;
        }

        exponent -= 1075;
        BigInteger numerator = bits < 0 ? -mantissa : mantissa;
        return exponent >= 0 ? new Rational(numerator << exponent, BigInteger.One) : Create(numerator, BigInteger.One << -exponent);
    }

    /// <summary>The sum.</summary>
    public static Rational operator +(Rational a, Rational b) =>
        a.IsZero ? b : b.IsZero ? a : Create(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    /// <summary>The difference.</summary>
    public static Rational operator -(Rational a, Rational b) => a + -b;

    /// <summary>The negation.</summary>
    public static Rational operator -(Rational a) => new(-a.Numerator, a._denominatorOrZero);

    /// <summary>The product.</summary>
    public static Rational operator *(Rational a, Rational b) => b.IsUnit ? a.SignedBy(b) : a.IsUnit ? b.SignedBy(a) : Create(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>The quotient.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="b"/> is zero.</exception>
    public static Rational operator /(Rational a, Rational b) => b.IsUnit ? a.SignedBy(b) : Create(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Whether <paramref name="a"/> is less than <paramref name="b"/>.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>Whether <paramref name="a"/> is greater than <paramref name="b"/>.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>Whether <paramref name="a"/> is at most <paramref name="b"/>.</summary>
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    /// <summary>Whether <paramref name="a"/> is at least <paramref name="b"/>.</summary>
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <summary>Whether the values are equal.</summary>
    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    /// <summary>Whether the values differ.</summary>
    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    /// <inheritdoc/>
    public int CompareTo(Rational other) =>
        Sign != other.Sign ? Sign.CompareTo(other.Sign)
        : Denominator == other.Denominator ? Numerator.CompareTo(other.Numerator)
        : (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked(Numerator.GetHashCode() * 31 + Denominator.GetHashCode());

    /// <inheritdoc/>
    public override string ToString() => Denominator.IsOne ? Numerator.ToString(CultureInfo.InvariantCulture) : $"{Numerator}/{Denominator}";

    /// <summary>The greatest double that is at most this number.</summary>
    /// <exception cref="OverflowException">The magnitude exceeds the largest finite double.</exception>
    public double ToDoubleDown() => DoubleRounding.Of(this).Down;

    /// <summary>The least double that is at least this number.</summary>
    /// <exception cref="OverflowException">The magnitude exceeds the largest finite double.</exception>
    public double ToDoubleUp() => DoubleRounding.Of(this).Up;

    /// <summary>The nearest double (ties to even), and whether it is exact.</summary>
    /// <exception cref="OverflowException">The magnitude exceeds the largest finite double.</exception>
    public StatedNumber ToStatedNumber()
    {
        DoubleRounding rounding = DoubleRounding.Of(this);
        return new StatedNumber(rounding.Nearest, rounding.IsExact);
    }

    // Most coefficients of real properties are 1 or −1: no reduction is needed after multiplying by them.
    private bool IsUnit => Denominator.IsOne && (Numerator.IsOne || Numerator == BigInteger.MinusOne);

    private Rational SignedBy(Rational unit) => unit.Sign < 0 ? -this : this;
}
