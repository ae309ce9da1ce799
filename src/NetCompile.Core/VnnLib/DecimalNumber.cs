using System.Globalization;
using System.Numerics;
using NetCompile.Properties;

namespace NetCompile.VnnLib;

/// <summary>Reads decimal numbers such as <c>-12</c>, <c>0.25</c> and <c>1e-5</c> exactly.</summary>
internal static class DecimalNumber
{
    /// <summary>Characters that a number may have; beyond it exact arithmetic would only be slow.</summary>
    public const int MaxLength = 2000;

    /// <summary>The largest exponent, either way: far beyond what a double holds, small enough to compute with.</summary>
    public const int MaxExponent = 500;

    private const int MaxFastDigits = 18;

    private static readonly Lazy<BigInteger[]> s_powersOfTen = new(static () =>
    {
        BigInteger[] powers = new BigInteger[MaxLength + MaxExponent + 1];
        powers[0] = BigInteger.One;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    });

    /// <summary>Whether a symbol is meant as a number: it starts with a digit, or with a sign or point and then a digit or point.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<char> text)
    {
        int i = text[0] is '-' or '+' ? 1 : 0;
        return i < text.Length && (IsDigit(text[i]) || text[i] == '.');
    }

    /// <summary>The exact value of <paramref name="text"/>; otherwise false and what is wrong, where <c>{0}</c> stands for the text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Rational value, out string problem)
    {
        value = default;
        if (text.Length > MaxLength)
        {
            problem = $"the number {{0}} has {text.Length} characters; at most {MaxLength} are supported";
            return false;
        }

        problem = "{0} is no number";
        int position = text[0] is '-' or '+' ? 1 : 0;
        bool isNegative = text[0] == '-';
        int wholeDigits = CountDigits(text.Slice(position));
        ReadOnlySpan<char> whole = text.Slice(position, wholeDigits);
        position += wholeDigits;
        ReadOnlySpan<char> fraction = default;
        if (position < text.Length && text[position] == '.')
        {
            fraction = text.Slice(position + 1, CountDigits(text.Slice(position + 1)));
            position += 1 + fraction.Length;
        }

        if (whole.Length + fraction.Length == 0)
        {
            return false;
        }

        int exponent = 0;
        if (position < text.Length && text[position] is 'e' or 'E')
        {
            ReadOnlySpan<char> digits = text.Slice(position + 1);
            bool isExponentNegative = digits.Length > 0 && digits[0] == '-';
            if (digits.Length > 0 && digits[0] is '-' or '+')
            {
                digits = digits.Slice(1);
            }

            if (digits.Length == 0 || CountDigits(digits) != digits.Length)
            {
                return false;
            }

            foreach (char digit in digits)
            {
                exponent = Math.Min((exponent * 10) + (digit - '0'), MaxExponent + 1);
            }

            if (exponent > MaxExponent)
            {
                problem = $"the exponent of {{0}} is too large: from -{MaxExponent} to {MaxExponent} is supported";
                return false;
            }

            exponent = isExponentNegative ? -exponent : exponent;
        }
        else if (position < text.Length)
        {
            return false;
        }

        fraction = fraction.TrimEnd('0');
        int scale = exponent - fraction.Length;
        if (whole.Length + fraction.Length <= MaxFastDigits && scale <= 0 && scale >= -MaxFastDigits)
        {
            long small = FewDigits(whole, fraction);
            value = Rational.FromDecimal(isNegative ? -small : small, -scale);
            return true;
        }

        BigInteger mantissa = BigInteger.Parse("0" + whole.ToString() + fraction.ToString(), NumberStyles.None, CultureInfo.InvariantCulture);
        mantissa = isNegative ? -mantissa : mantissa;
        value = scale >= 0
            ? Rational.Create(mantissa * s_powersOfTen.Value[scale], BigInteger.One)
            : Rational.Create(mantissa, s_powersOfTen.Value[-scale]);
        return true;
    }

    private static long FewDigits(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction)
    {
        long value = 0;
        foreach (char digit in whole)
        {
            value = (value * 10) + (digit - '0');
        }

        foreach (char digit in fraction)
        {
            value = (value * 10) + (digit - '0');
        }

        return value;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (count < text.Length && IsDigit(text[count]))
        {
            count++;
        }

        return count;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
