using System.Collections.Immutable;
using System.Reflection;
using NetCompile.Generator.Parsing;
using NetCompile.Properties;

namespace NetCompile.Generator.Tests.Parsing.Properties;

/// <summary>The translated formula and the compiled C# expression must agree on every point.</summary>
public class PropertyTranslatorTests
{
    // Coordinates are multiples of 1/8 of at most 5 in magnitude, so that C#'s own sums are exact and the comparison needs no tolerance.
    // Expressions that only compare, without sums, also meet points beside the constants that occur in them.
    private static readonly float[] s_special = [0.1f, MathF.BitDecrement(0.1f), MathF.BitIncrement(0.1f), 0.3f, 16777216f];

    // No float is the double 0.1, and none of the points is above 2^24.
    private static readonly string[] s_constant = ["x.a - x.a < 1", "x.a - x.a > 1", "Both(x.a > 0, Never)", "x.a == 0.1", "x.a <= 16777217", "x.a >= 16777217.0"];

    private const string Declaration = """
        [Network("m.onnx")]
        [Input("a", -8, 8), Input("b", -8, 8), Input("pixel", -8, 8, Count = 4), Input("c", -8, 8)]
        [Output("u", "v")] [Output("digit", Count = 3)]
        public static partial class Net
        """;

    private const string Helpers = """
        const double Far = 2.5;
        const float Tenth = 0.1f;
        const int Third = 3;
        const int Last = Third;
        const bool Never = false;
        enum Place { First, Second, Third }

        static bool UBelow(Output y, double limit) => y.u <= limit;
        static bool UBelowHalf(Output y, int limit) => y.u <= limit / 2;
        static bool Both(bool p, bool q) => p && q;
        static bool Chained(Input x, Output y) => UBelow(y, 1.5) || Both(x.a > 0, q: UBelow(limit: -1, y: y));
        static double Gap(Input x) => x.a - x.b;
        static double Twice(double value) => 2 * value;
        static float Pick(Input x, int index = 2) => index == 2 ? x.a : x.b;
        static bool WithIf(Input x, Output y)
        {
            const double half = Far / 5;
            var sum = x.a + y.u;
            bool positive = sum > half;
            if (positive)
            {
                return y.v < 1;
            }
            else if (x.b > 0)
                return y.v > 1;

            return sum == 0;
        }
        """;

    private const string MoreHelpers = """
        static class Elsewhere
        {
            public const double Near = 0.25;
            public static bool Close(float p, float q) => System.Math.Abs(p - q) <= Near;
        }
        """;

    public static readonly string[] Expressions =
    [
        "x.a < x.b", "x.a <= x.b", "x.a > x.b", "x.a >= x.b", "x.a == x.b", "x.a != x.b",
        "x.a < 1", "x.a < 1.5", "x.a < -1.5f", "1.5 > x.a", "x.a < Far", "x.a < Net.Far", "x.a <= Far * 2 - 1", "x.a < 1 / 2", "x.a < 1.0 / 2", "x.a < Third", "x.a < Elsewhere.Near",
        "x.a <= Tenth", "x.a <= 0.1f", "x.a <= 0.1", "x.a >= 0.1", "x.a >= Tenth", "x.a == 0.1f", "x.a == 0.1", "x.a < 16777217", "x.a <= 16777217", "x.a >= 16777217", "x.a >= 16777217.0",
        "x.a < 'a'", "x.a < (int)Place.Third", "x.a <= (float)0.1", "x.a <= (double)0.1f",
        "2 * x.a - x.b * 3 + 1 <= x.c", "-(x.a - x.b) / 4 < +x.c - -y.u", "(x.a + x.b) / 2 >= (y.u - y.v) * -0.5", "x.a + x.b + x.c - x.a < y.v", "x.a - x.a < 1", "x.a - x.a > 1",
        "x.a * (Third - 1) < x.b", "checked(x.a + x.b) < unchecked(y.u)",
        "x.pixel[0] < x.pixel[3]", "x.pixel[Last] < x.pixel[1 + 1]", "y.digit[0] > y.digit[1] && y.digit[0] > y.digit[2]", "x.c < x.pixel[1]",
        "x.a > 0 && x.b > 0", "x.a > 0 || x.b > 0", "!(x.a > 0 && x.b > 0 || x.c > 0)", "!(x.a > 0) || y.u < y.v", "x.a > 0 & x.b > 0 | x.c > 0", "x.a > 0 ^ x.b > 0", "(x.a > 0) == (x.b > 0)",
        "(x.a > 0) != (x.b > 0)", "(x.a > 0) == true", "!!(x.a > 0)", "x.a > 0 && !Never", "Never || x.a > 0", "Third == 3 && x.a > 0", "x.a > 0 ? x.b > 0 : x.c > 0", "(x.a > 0 ? x.b : x.c) > 0.5",
        "(x.a > 0 ? 1 : x.c) <= y.u", "(x.a > 0 ? 1 : 2) < y.u", "(x.a > 0 ? 1 : 2) + x.b < y.u", "Math.Max(1, 2) < x.a", "-Math.Max(1, 2) * 0.5 < x.a - y.u",
        "Math.Abs(x.a) < 2", "Math.Abs(x.a - x.b) >= 2", "Math.Max(x.a, x.b) < 1", "Math.Max(x.a, 2) > x.b", "Math.Min(x.a, x.b) > Math.Max(x.c, y.u)", "-Math.Max(x.a, x.b) < 0.5", "MathF.Abs(x.a) == 1",
        "3 - 2 * Math.Min(x.a, Math.Max(x.b, x.c)) <= Math.Abs(y.u)", "Math.Max(Math.Max(y.digit[0], y.digit[1]), y.digit[2]) != y.digit[0]", "float.Max(x.a, x.b) < 1",
        "Math.Max(x.a, x.b) == Math.Min(x.c, y.u)",
        "x.a is > 0", "x.a is > 0 and < 2.5f", "x.a is not (< 0 or >= 1)", "x.a is 0 or 1", "x.a + x.b is <= 0.1f",
        "UBelow(y, 1.5)", "UBelow(y, 1)", "!UBelow(y, Far)", "UBelowHalf(y, 3)", "UBelow(limit: 0.1f, y: y)", "Chained(x, y)", "Both(x.a > 0, Never)", "Gap(x) < 1", "Twice(Gap(x)) - 1 < Twice(x.c)",
        "Twice(0.5) < x.a", "Pick(x) < Pick(x, 3)", "WithIf(x, y)", "Elsewhere.Close(x.a, y.u)", "(x).a < (y).u", "(x.a) < ((x.b))",
    ];

    [Fact]
    public void Every_expression_agrees_with_the_compiled_code_on_random_points()
    {
        string methods = string.Concat(Expressions.Select((e, i) => $"    [Property] public static bool P{i}(Input x, Output y) => {e};\n"));
        string source = $"{Declaration}\n{{\n{Helpers}\n{methods}}}\n{MoreHelpers}";
        NetworkDeclaration declaration = Parsed.Declaration(source);
        Assert.Equal(Expressions.Length, declaration.Properties.Count);

        Type net = Compile(source).GetType("Net", throwOnError: true)!;
        Random random = new(12);
        ImmutableArray<(float[] X, float[] Y)> points = [.. Enumerable.Range(0, 200).Select(_ => (Point(random, 7), Point(random, 5)))];
        ImmutableArray<(float[] X, float[] Y)> beside = [.. s_special.Select(v => (Enumerable.Repeat(v, 7).ToArray(), Enumerable.Repeat(v, 5).ToArray()))];
        for (int i = 0; i < Expressions.Length; i++)
        {
            Formula formula = ((PropertyDeclaration.Method)declaration.Properties[i]).Formula;
            Func<float[], float[], bool> compiled = Callable(net, $"P{i}");
            HashSet<bool> seen = [];
            foreach ((float[] x, float[] y) in Expressions[i].Contains(" + ") || Expressions[i].Contains(" - ") ? points : points.AddRange(beside))
            {
                bool expected = compiled(x, y);
                seen.Add(expected);
                Assert.True(expected == Holds(formula, x, y), $"{Expressions[i]} on x = {string.Join(" ", x)}, y = {string.Join(" ", y)}: C# says {expected}");
                Assert.True(expected != Holds(formula.Negate(), x, y), $"the negation of {Expressions[i]} on x = {string.Join(" ", x)}, y = {string.Join(" ", y)}");
            }

            Assert.True(seen.Count == 2 || s_constant.Contains(Expressions[i]), $"the points do not tell {Expressions[i]} from a constant");
        }
    }

    [Fact]
    public void Maxima_and_absolute_values_add_no_case_distinctions()
    {
        // |a − b| ≤ 2 is a conjunction of two, so its negation has two cases and not four.
        Formula formula = Translate("Math.Abs(x.a - x.b) <= 2");

        Assert.Equal(2, Assert.IsType<Formula.All>(formula).Parts.Length);
        Assert.All(((Formula.All)formula).Parts, p => Assert.IsType<Formula.Atom>(p));
    }

    [Fact]
    public void A_long_chain_is_translated_to_one_flat_conjunction()
    {
        Formula formula = Translate(string.Join(" && ", Enumerable.Range(0, 1000).Select(i => $"x.a < {i + 1}")));

        Assert.Equal(1000, Assert.IsType<Formula.All>(formula).Parts.Length);
    }

    [Fact]
    public void Decimal_constants_are_the_doubles_that_CSharp_makes_of_them()
    {
        LinearExpression expression = Assert.IsType<Formula.Atom>(Translate("0.1 * x.a <= y.u / 3")).Expression;

        Assert.Equal(
            [new(PropertyVariable.Input(0), Rational.FromDouble(0.1)), new(PropertyVariable.Output(0), Rational.Create(-1, 3))],
            expression.Terms.ToArray());
    }

    private static Formula Translate(string expression) =>
        ((PropertyDeclaration.Method)Parsed.Declaration($"{Declaration} {{ [Property] static bool P(Input x, Output y) => {expression}; }}").Properties.Single()).Formula;

    // Half of the coordinates are small integers, so that equalities are met too.
    private static float[] Point(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 0 ? random.Next(-2, 3) : random.Next(-40, 41) / 8f)];

    private static Assembly Compile(string source)
    {
        const string generated = """
            public static partial class Net
            {
                public struct Input { public float a, b; public float[] pixel; public float c; }
                public struct Output { public float u, v; public float[] digit; }
                public static Input X(float[] x) => new() { a = x[0], b = x[1], pixel = x[2..6], c = x[6] };
                public static Output Y(float[] y) => new() { u = y[0], v = y[1], digit = y[2..5] };
            }
            """;
        const string pragma = "#nullable disable\n#pragma warning disable\n";
        return Consumer.Load(Consumer.Compile([("/p/Net.cs", pragma + "using System; using NetCompile;\n" + source), ("/p/Generated.cs", pragma + generated)]));
    }

    private static Func<float[], float[], bool> Callable(Type net, string method)
    {
        MethodInfo x = net.GetMethod("X")!, y = net.GetMethod("Y")!, property = net.GetMethod(method)!;
        return (a, b) => (bool)property.Invoke(null, [x.Invoke(null, [a]), y.Invoke(null, [b])])!;
    }

    private static bool Holds(Formula formula, float[] x, float[] y) => formula switch
    {
        Formula.All all => all.Parts.All(p => Holds(p, x, y)),
        Formula.Any any => any.Parts.Any(p => Holds(p, x, y)),
        Formula.Atom atom => Value(atom.Expression, x, y) is var value && (atom.IsStrict ? value.Sign < 0 : value.Sign <= 0),
        _ => throw new InvalidOperationException(),
    };

    private static Rational Value(LinearExpression expression, float[] x, float[] y) => expression.Terms.Aggregate(
        expression.Constant, (sum, term) => sum + (term.Value * Rational.FromDouble((term.Key.IsOutput ? y : x)[term.Key.Index])));
}
