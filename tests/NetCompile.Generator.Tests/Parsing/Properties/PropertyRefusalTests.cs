using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Tests.Parsing.Properties;

/// <summary>What is no linear property is refused, at the sub-expression that is to blame.</summary>
public class PropertyRefusalTests
{
    private const string Use = "use named inputs and outputs, constants, + and -, and * and / by constants";

    private static string Source(string property) => $$"""
        using static System.Math;
        [Network("m.onnx")]
        [Input("a", 0, 1), Input("b", 0, 1), Input("pixel", 0, 1, Count = 4)]
        [Output("clear", "weak")]
        public static partial class Net
        {
            static readonly double s_limit = 3;
            static double Loop(double v) => Loop(v - 1);
            static T Same<T>(T value) => value;
            static bool Twice(Output y, bool deep) => y.clear < 1 ^ deep;
            static bool Square(float v) => v * v < 4;
            static double Less(uint v) => v - 5;
            static double Minus(int v) => -v;
            static double Low(byte v) => v;
            {{property}}
        }
        """;

    [Theory]
    [InlineData("x.a * x.b < 1", "x.a * x.b", "it multiplies two expressions that both depend on inputs or outputs; multiply by constants only")]
    [InlineData("x.a < 1 && y.clear / x.a > 2", "y.clear / x.a", "it divides by an expression that depends on inputs or outputs; multiply both sides of the comparison by it where its sign is known, or divide by constants only")]
    [InlineData("x.a / 0 < 1", "x.a / 0", "it divides by zero; divide by a number other than 0")]
    [InlineData("x.a % 2 < 1", "x.a % 2", "the operator '%' is not linear; " + Use)]
    [InlineData("Math.Sqrt(x.a) < 1", "Math.Sqrt(x.a)", "the source of 'Sqrt' is not in this project; call Math.Abs, Math.Min, Math.Max or a static method of this project")]
    [InlineData("x.a < s_limit", "s_limit", "its value is not known at compile time; make it a 'const'")]
    [InlineData("x.a < double.NaN", "double.NaN", "it is not a finite number; compare with finite numbers only")]
    [InlineData("x.a < 1 / 0.0", "1 / 0.0", "it is not a finite number; compare with finite numbers only")]
    [InlineData("Loop(x.a) < 1", "Loop(v - 1)", "'Loop' calls itself; write it without recursion")]
    [InlineData("Same(x.a) < 1", "Same(x.a)", "'Same' is generic; call static, non-generic methods only")]
    [InlineData("Square(x.a)", "v * v", "it multiplies two expressions that both depend on inputs or outputs; multiply by constants only")]
    [InlineData("(int)x.a < 1", "(int)x.a", "the conversion to 'int' rounds; use double, or leave the conversion out")]
    [InlineData("(decimal)x.a < 1", "(decimal)x.a", "the cast to 'decimal' rounds; cast to double or leave the cast out")]
    [InlineData("x.a < x", "x", "it is a whole vector; " + Use)]
    [InlineData("x.pixel < 1", "x.pixel", "it is a block of 4 inputs; choose one, for example 'x.pixel[0]'")]
    [InlineData("x.a[0] < 1", "x.a[0]", "the input 'a' is a single number; leave the index out")]
    [InlineData("x.pixel[x.a] < 1", "x.a", "the index is no integer constant; use a constant index")]
    [InlineData("new Random().Next() < x.a", "new Random().Next()", "the source of 'Next' is not in this project; call Math.Abs, Math.Min, Math.Max or a static method of this project")]
    [InlineData("x.a switch { > 0 => true, _ => false }", "x.a switch { > 0 => true, _ => false }", "it is no comparison and no combination of comparisons; use <, <=, >, >=, ==, !=, &&, ||, ! and constants")]
    [InlineData("(x.a > 0 ? 1 : 2) / 4 < x.a", "(x.a > 0 ? 1 : 2) / 4", "it computes with integers that depend on a condition; write real constants, for example 2.0")]
    [InlineData("Math.Max(3, 5) / 2 < x.a", "Math.Max(3, 5) / 2", "it computes with integers that depend on a condition; write real constants, for example 2.0")]
    [InlineData("(x.b > 0 ? 16777217 : 2) > x.a", "x.b > 0 ? 16777217 : 2", "it chooses between integers that float32 rounds; write real constants")]
    [InlineData("Less(3) < x.a", "v - 5", "it computes with integers that are not 'int' or 'long'; write real constants, for example 2.0")]
    [InlineData("Minus(int.MinValue) < x.a", "-v", "its value overflows; use smaller constants")]
    [InlineData("Low((byte)Math.Max(300, 2)) < x.a", "(byte)Math.Max(300, 2)", "the conversion to 'byte' may wrap; write a real constant, for example 2.0")]
    [InlineData("Twice(x, true)", "x", "the parameter 'y' is of type 'Output'; pass what the method takes")]
    [InlineData("x.a is float f", "float f", "this kind of pattern is not translated; use relational and constant patterns with 'and', 'or' and 'not'")]
    public void A_sub_expression_that_is_not_linear_is_named_with_the_reason(string expression, string offending, string reason)
    {
        string source = Source($"[Property] static bool P(Input x, Output y) => {expression};");
        ParsedNetwork parsed = Parsed.Network(source);

        DiagnosticInfo error = Assert.Single(parsed.Errors);
        Assert.Equal("NC0301", error.Descriptor.Id);
        Assert.Equal($"'{offending}' cannot be translated to linear constraints: {reason}", error.ToDiagnostic().GetMessage());
        Assert.Equal(offending, Marked(source, error));
        Assert.Empty(parsed.Declaration!.Properties);
    }

    [Theory]
    [InlineData("x.a < 1 || y.cleer < 2", "cleer", "'y.cleer' does not exist: the network declares no output named 'cleer'; did you mean 'clear'?")]
    [InlineData("x.clear < 1", "clear", "'x.clear' does not exist: the network declares no input named 'clear'; declare it with [Input]")]
    [InlineData("x.pixel[4] < 1", "4", "'x.pixel[4]' does not exist: the index is 4 but the block 'pixel' has 4 inputs; use an index from 0 to 3")]
    [InlineData("x.pixel[-1] < 1", "-1", "'x.pixel[-1]' does not exist: the index is -1 but the block 'pixel' has 4 inputs; use an index from 0 to 3")]
    public void A_name_or_index_that_does_not_exist_is_named(string expression, string offending, string message)
    {
        string source = Source($"[Property] static bool P(Input x, Output y) => {expression};");
        DiagnosticInfo error = Assert.Single(Parsed.Network(source).Errors);

        Assert.Equal("NC0302", error.Descriptor.Id);
        Assert.Equal(message, error.ToDiagnostic().GetMessage());
        Assert.Equal(offending, Marked(source, error));
    }

    [Theory]
    [InlineData("static bool P(Input x) { while (true) { } }", "while (true) { }", "a property may contain local variables, 'if' and 'return' only; write it as one expression")]
    [InlineData("static bool P(Input x) { if (x.a < 1) return true; }", "{ if (x.a < 1) return true; }", "not every path ends with 'return'; return a value on every path")]
    [InlineData("static bool P(Input x) { double t; t = x.a; return t < 1; }", "t", "it has no value; assign one where it is declared")]
    [InlineData("static bool P(Input x) { int t = x.a; return t < 1; }", "x.a", "the conversion to 'int' rounds; use double, or leave the conversion out")]
    public void Statements_that_are_not_translated_are_named(string method, string offending, string reason)
    {
        string source = Source("[Property] " + method);
        DiagnosticInfo error = Assert.Single(Parsed.Network(source).Errors);

        Assert.Equal($"NC0301: '{offending}' cannot be translated to linear constraints: {reason}", $"{error.Descriptor.Id}: {error.ToDiagnostic().GetMessage()}");
        Assert.Equal(offending, Marked(source, error));
    }

    [Theory]
    [InlineData("bool P(Input x) => true;", "is not static")]
    [InlineData("static int P(Input x) => 1;", "returns 'int' instead of 'bool'")]
    [InlineData("static bool P() => true;", "has no parameter")]
    [InlineData("static bool P(Input x, float y) => true;", "has the parameter 'y' of type 'Single', which is neither 'Input' nor 'Output'")]
    [InlineData("static bool P(Input x, Input y) => true;", "has two parameters of type 'Input'")]
    [InlineData("static bool P(ref Input x) => true;", "may change its parameter 'x'")]
    [InlineData("static bool P<T>(Input x) => true;", "is generic")]
    [InlineData("static extern bool P(Input x);", "has no body")]
    public void A_wrong_signature_is_named(string method, string problem)
    {
        DiagnosticInfo error = Assert.Single(Parsed.Network(Source("[Property] " + method).Replace("static partial class", "partial class")).Errors);

        Assert.Equal($"NC0303: The property 'P' {problem}; write 'static bool P(Input x, Output y) => ...'", $"{error.Descriptor.Id}: {error.ToDiagnostic().GetMessage()}");
    }

    [Theory]
    [InlineData("static bool P(in Input x, in Output y) => x.a < 1;")]
    [InlineData("static bool P(Output y, Input x) => x.a < y.clear;")]
    [InlineData("static bool P(Net.Output y) => Abs(y.clear) < 1;")]
    [InlineData("static bool P(Input x) { { const int two = 2; double t = x.a; return t < two; } }")]
    public void Other_ways_to_write_a_property_are_accepted(string method) => Assert.Single(Parsed.Declaration(Source("[Property] " + method)).Properties);

    [Fact]
    public void Growth_without_bound_ends_with_an_error_and_not_with_the_compiler()
    {
        // Each helper calls the one before it twice: 2^60 comparisons.
        string helpers = string.Concat(Enumerable.Range(1, 60).Select(i => $"static bool H{i}(Output y) => H{i - 1}(y) || H{i - 1}(y);\n"));
        string source = Source($"static bool H0(Output y) => y.clear < 1;\n{helpers}[Property] static bool P(Output y) => H60(y);");

        DiagnosticInfo error = Assert.Single(Parsed.Network(source).Errors);

        Assert.Contains("with its helper methods it has more than 20000 parts; split the property", error.ToDiagnostic().GetMessage());
    }

    [Fact]
    public void Paths_that_double_with_every_if_end_with_an_error()
    {
        string source = Source($"[Property] static bool P(Output y) {{ {string.Concat(Enumerable.Repeat("if (y.clear < 1) { } ", 60))}return y.clear < 1; }}");

        DiagnosticInfo error = Assert.Single(Parsed.Network(source).Errors);

        Assert.Contains("more than 20000 parts; split the property", error.ToDiagnostic().GetMessage());
    }

    [Fact]
    public void A_field_is_not_taken_for_the_local_variable_of_an_earlier_block()
    {
        string source = Source("static float weight = 3; [Property] static bool P(Output y) { { var weight = 1; if (y.clear < weight) { return true; } } return y.weak < weight; }");

        DiagnosticInfo error = Assert.Single(Parsed.Network(source).Errors);

        Assert.Equal("'weight' cannot be translated to linear constraints: its value is not known at compile time; make it a 'const'", error.ToDiagnostic().GetMessage());
    }

    [Fact]
    public void Equivalences_of_equivalences_end_with_an_error()
    {
        string source = Source($"[Property] static bool P(Output y) => {string.Join(" ^ ", Enumerable.Repeat("y.clear < y.weak", 40))};");

        string message = Assert.Single(Parsed.Messages(Parsed.Network(source)));

        Assert.Contains("it needs more than 10000 comparisons once equivalences and conditions are resolved; split the property", message);
    }

    [Fact]
    public void Sums_of_maxima_end_with_an_error()
    {
        string source = Source($"[Property] static bool P(Output y) => {string.Join(" + ", Enumerable.Repeat("Math.Abs(y.clear)", 12))} < 1;");

        string message = Assert.Single(Parsed.Messages(Parsed.Network(source)));

        Assert.Contains("its maxima, minima and conditions have more than 256 linear pieces; split the property", message);
    }

    [Fact]
    public void Deep_nesting_ends_with_an_error()
    {
        string source = Source($"[Property] static bool P(Output y) => {new string('(', 500)}y.clear < 1{new string(')', 500)};");

        string message = Assert.Single(Parsed.Messages(Parsed.Network(source)));

        Assert.Contains("it is nested more than 400 levels deep; split the property", message);
    }

    // Parsed.Network puts two lines before the source.
    private static string Marked(string source, DiagnosticInfo error)
    {
        string text = "using System;\nusing NetCompile;\n" + source;
        return text.Substring(error.Location.Span.Start, error.Location.Span.Length);
    }
}
