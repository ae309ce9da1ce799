using System.Collections.Immutable;
using System.Numerics;

namespace NetCompile.Milp.Tests.Solving;

/// <summary>A sum of products of doubles, exactly: a multiple of 2⁻²¹⁴⁸.</summary>
internal readonly struct Exact(BigInteger units)
{
    private const int Fraction = 2 * 1074;

    private BigInteger Units { get; } = units;

    public static Exact Dot(ImmutableArray<double> a, ImmutableArray<double> b)
    {
        BigInteger sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += Scaled(a[k]) * Scaled(b[k]);
        }

        return new Exact(sum);
    }

    public static bool operator <=(Exact left, double right) => double.IsPositiveInfinity(right) || (!double.IsNegativeInfinity(right) && left.Units <= Scaled(right) << (Fraction / 2));

    public static bool operator >=(Exact left, double right) => double.IsNegativeInfinity(right) || (!double.IsPositiveInfinity(right) && left.Units >= Scaled(right) << (Fraction / 2));

    // A finite double as a multiple of 2⁻¹⁰⁷⁴.
    private static BigInteger Scaled(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52 & 0x7ff);
        BigInteger magnitude = exponent == 0 ? bits & 0xfffffffffffff : ((BigInteger)((bits & 0xfffffffffffff) | 1L << 52)) << (exponent - 1);
        return bits < 0 ? -magnitude : magnitude;
    }
}
