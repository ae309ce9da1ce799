using System.Numerics;
using Microsoft.CodeAnalysis;
using NetCompile.Properties;

namespace NetCompile.Generator.Parsing.Properties;

/// <summary>The static C# type of a number, as far as it decides how C# rounds.</summary>
internal enum NumberKind
{
    /// <summary>An integral type.</summary>
    Integer,

    /// <summary><c>float</c>: what the fields of <c>Input</c> and <c>Output</c> are.</summary>
    Single,

    /// <summary><c>double</c>.</summary>
    Double,
}

/// <summary>A number known at compile time, with the value that C# gives it: <c>0.1f</c> is the float, and <c>1 / 2</c> is 0.</summary>
internal readonly struct ConstantNumber
{
    private readonly BigInteger _integer;
    private readonly double _real;

    private ConstantNumber(NumberKind kind, BigInteger integer, double real)
    {
        Kind = kind;
        _integer = integer;
        _real = real;
    }

    public NumberKind Kind { get; }

    /// <summary>Whether it is a number at all, and not NaN or an infinity.</summary>
    public bool IsFinite => !double.IsNaN(_real) && !double.IsInfinity(_real);

    public bool IsZero => Kind == NumberKind.Integer ? _integer.IsZero : _real == 0;

    /// <summary>The index that an integer denotes, or null.</summary>
    public int? AsIndex => Kind == NumberKind.Integer && _integer >= int.MinValue && _integer <= int.MaxValue ? (int)_integer : null;

    /// <summary>Whether an integer is a value of the integral type <paramref name="type"/>.</summary>
    public bool Fits(SpecialType type) => type switch
    {
        SpecialType.System_SByte => _integer >= sbyte.MinValue && _integer <= sbyte.MaxValue,
        SpecialType.System_Byte => _integer >= byte.MinValue && _integer <= byte.MaxValue,
        SpecialType.System_Int16 => _integer >= short.MinValue && _integer <= short.MaxValue,
        SpecialType.System_UInt16 => _integer >= ushort.MinValue && _integer <= ushort.MaxValue,
        SpecialType.System_Int32 => _integer >= int.MinValue && _integer <= int.MaxValue,
        SpecialType.System_UInt32 => _integer >= uint.MinValue && _integer <= uint.MaxValue,
        SpecialType.System_Int64 => _integer >= long.MinValue && _integer <= long.MaxValue,
        SpecialType.System_UInt64 => _integer >= ulong.MinValue && _integer <= ulong.MaxValue,
        _ => false,
    };

    public static ConstantNumber Integer(BigInteger value) => new(NumberKind.Integer, value, 0);

    public static ConstantNumber Single(float value) => new(NumberKind.Single, default, value);

    public static ConstantNumber Double(double value) => new(NumberKind.Double, default, value);

    /// <summary>The number in a constant's box, or null where it is none that mixes with <c>float</c>.</summary>
    public static ConstantNumber? From(object? value) => value switch
    {
        double d => Double(d),
        float f => Single(f),
        int or long or short or sbyte or byte or ushort or uint => Integer(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        ulong u => Integer(u),
        char c => Integer(c),
        _ => null,
    };

    /// <summary>The exact value.</summary>
    public Rational ToRational() => Kind == NumberKind.Integer ? Rational.Create(_integer, BigInteger.One) : Rational.FromDouble(_real);

    /// <summary>The implicit conversion to a wider type, rounded as C# rounds it.</summary>
    public ConstantNumber ConvertTo(NumberKind kind) => kind switch
    {
        NumberKind.Single when Kind != NumberKind.Single => Single(ToSingle()),
        NumberKind.Double when Kind != NumberKind.Double => Double(ToDouble()),
        _ => this,
    };

    /// <summary><c>+ - * /</c> as C# evaluates it; null where the result overflows or a divisor is zero.</summary>
    public static ConstantNumber? Combine(char op, ConstantNumber a, ConstantNumber b)
    {
        NumberKind kind = a.Kind > b.Kind ? a.Kind : b.Kind;
        if (kind == NumberKind.Integer)
        {
            if (op == '/' && b._integer.IsZero)
            {
                return null;
            }

            BigInteger integer = op switch { '+' => a._integer + b._integer, '-' => a._integer - b._integer, '*' => a._integer * b._integer, _ => a._integer / b._integer };

            // Beyond int, C# wraps or widens depending on types that are not tracked here.
            return integer < int.MinValue || integer > int.MaxValue ? null : Integer(integer);
        }

        double x = a.ConvertTo(kind)._real, y = b.ConvertTo(kind)._real;
        double real = op switch { '+' => x + y, '-' => x - y, '*' => x * y, _ => x / y };
        ConstantNumber result = kind == NumberKind.Single ? Single((float)real) : Double(real);
        return result.IsFinite ? result : null;
    }

    public ConstantNumber Negate() => new(Kind, -_integer, -_real);

    private float ToSingle() => Kind != NumberKind.Integer ? (float)_real : _integer <= long.MaxValue && _integer >= long.MinValue ? (float)(long)_integer : (float)(ulong)_integer;

    /// <summary>The implicit conversion to <c>double</c>.</summary>
    public double ToDouble() => Kind != NumberKind.Integer ? _real : _integer <= long.MaxValue && _integer >= long.MinValue ? (double)(long)_integer : (double)(ulong)_integer;
}
