using System.Numerics;

namespace NetCompile.Properties;

/// <summary>A rational number between its two neighbouring doubles; all three coincide where it is a double.</summary>
/// <param name="Down">The greatest double that is at most the number.</param>
/// <param name="Up">The least double that is at least the number.</param>
/// <param name="Nearest">The nearer of the two; the one with the even significand on a tie.</param>
internal readonly record struct DoubleRounding(double Down, double Up, double Nearest)
{
    private const int SignificandBits = 53;
    private const int LeastExponent = -1074;
    private const int GreatestExponent = 971;

    /// <summary>Whether the number is a double.</summary>
    public bool IsExact => Down == Up;

    /// <summary>Rounds <paramref name="value"/> three ways, by one integer division.</summary>
    /// <exception cref="OverflowException">The magnitude exceeds the largest finite double.</exception>
    public static DoubleRounding Of(Rational value)
    {
        if (value.IsZero)
        {
            return default;
        }

        BigInteger numerator = BigInteger.Abs(value.Numerator), denominator = value.Denominator;

        // numerator / denominator lies in (2^(d-1), 2^(d+1)) for the difference d of the bit lengths; with the unit in the last place 2^(d-53),
        // or 2^-1074 in the subnormal range, the quotient has at most 54 bits.
        long exponent = Math.Max(BitLength(numerator) - BitLength(denominator) - SignificandBits, LeastExponent);
        if (exponent > GreatestExponent)
        {
            throw TooLarge();
        }

        BigInteger quotient = Divide(numerator, denominator, (int)exponent, out BigInteger remainder, out BigInteger divisor);
        if (quotient >> SignificandBits != BigInteger.Zero)
        {
            quotient = Divide(numerator, denominator, (int)++exponent, out remainder, out divisor);
        }

        ulong significand = (ulong)quotient;
        double toward = Compose(significand, (int)exponent);
        if (double.IsInfinity(toward))
        {
            throw TooLarge();
        }

        if (remainder.IsZero)
        {
            double exact = Signed(toward, value.Sign);
            return new DoubleRounding(exact, exact, exact);
        }

        double away = Compose(significand + 1, (int)exponent);
        if (double.IsInfinity(away))
        {
            throw TooLarge();
        }

        int half = (remainder << 1).CompareTo(divisor);
        double nearest = half < 0 || (half == 0 && (significand & 1) == 0) ? toward : away;
        return value.Sign < 0 ? new DoubleRounding(-away, Signed(toward, -1), Signed(nearest, -1)) : new DoubleRounding(toward, away, nearest);
    }

    /// <summary>The double next to a finite <paramref name="value"/>; infinite beyond the largest.</summary>
    public static double Adjacent(double value, bool up)
    {
        if (value == 0)
        {
            return up ? double.Epsilon : -double.Epsilon;
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        return BitConverter.Int64BitsToDouble(up == value > 0 ? bits + 1 : bits - 1);
    }

    // Not the unary minus, which would make a negative zero.
    private static double Signed(double magnitude, int sign) => sign < 0 ? 0.0 - magnitude : magnitude;

    private static BigInteger Divide(BigInteger numerator, BigInteger denominator, int exponent, out BigInteger remainder, out BigInteger divisor)
    {
        divisor = exponent > 0 ? denominator << exponent : denominator;
        return BigInteger.DivRem(exponent < 0 ? numerator << -exponent : numerator, divisor, out remainder);
    }

    // significand · 2^exponent for significand ≤ 2^53, exact: put together from its bits, because a product of powers of two would round twice in the subnormal range.
    private static double Compose(ulong significand, int exponent)
    {
        if (significand == 1UL << SignificandBits)
        {
            significand >>= 1;
            exponent++;
        }

        if (significand < 1UL << (SignificandBits - 1))
        {
            // Only at the least exponent: a subnormal number or zero, whose exponent field is 0.
            return BitConverter.Int64BitsToDouble((long)significand);
        }

        long field = exponent - LeastExponent + 1;
        return field >= 2047
            ? double.PositiveInfinity
            : BitConverter.Int64BitsToDouble(((long)significand & ((1L << (SignificandBits - 1)) - 1)) | (field << (SignificandBits - 1)));
    }

    private static long BitLength(BigInteger positive)
    {
        if (positive <= long.MaxValue)
        {
            return BitLength((long)positive);
        }

        byte[] bytes = positive.ToByteArray();
        return ((bytes.Length - 1) * 8L) + BitLength(bytes[bytes.Length - 1]);
    }

    private static int BitLength(long value)
    {
        int length = 0;
        for (int step = 32; step > 0; step >>= 1)
        {
            if (value >> step != 0)
            {
                value >>= step;
                length += step;
            }
        }

        return length + (int)value;
    }

    private static OverflowException TooLarge() => new("The number is too large for a double.");
}
