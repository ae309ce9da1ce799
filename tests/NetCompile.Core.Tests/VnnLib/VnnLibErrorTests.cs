using NetCompile.Models;
using NetCompile.VnnLib;

namespace NetCompile.Core.Tests.VnnLib;

public sealed class VnnLibErrorTests
{
    private const string Header = "(declare-const X_0 Real)\n(declare-const Y_0 Real)\n(assert (>= X_0 0)) (assert (<= X_0 1))\n";

    [Theory]
    [InlineData("(assert (<= Y_1 0))", 4, 13, "'Y_1' is not declared")]
    [InlineData("(assert (<= Z 0))", 4, 13, "'Z' is neither")]
    [InlineData("(assert (<= X_00 0))", 4, 13, "'X_00' is neither")]
    [InlineData("(assert\n  (<= (* X_0 Y_0) 0))", 5, 8, "X_0 and Y_0 is not linear")]
    [InlineData("(assert (<= (/ Y_0 2) 0))", 4, 14, "'/' is not supported")]
    [InlineData("(assert (ite true true true))", 4, 10, "'ite' is not supported")]
    [InlineData("(assert (<= Y_0))", 4, 10, "'<=' has 1 operands")]
    [InlineData("(assert (not (<= Y_0 1) (<= Y_0 2)))", 4, 10, "'not' has 2 operands")]
    [InlineData("(assert (and))", 4, 10, "'and' has 0 operands")]
    [InlineData("(assert (<= (+) 1))", 4, 14, "'+' has no operand")]
    [InlineData("(assert Y_0)", 4, 9, "a condition is expected, not 'Y_0'")]
    [InlineData("(assert (<= Y_0 (<= 1 2)))", 4, 18, "'<=' is not supported in a term")]
    [InlineData("(assert (<= Y_0 1.2.3))", 4, 17, "'1.2.3' is no number")]
    [InlineData("(assert (<= Y_0 1e))", 4, 17, "'1e' is no number")]
    [InlineData("(assert (<= Y_0 -.))", 4, 17, "'-.' is no number")]
    [InlineData("(assert (<= Y_0 1e501))", 4, 17, "exponent of '1e501' is too large")]
    [InlineData("(assert (<= Y_0 1e99999999999999))", 4, 17, "too large")]
    [InlineData("(assert (<= Y_0 inf))", 4, 17, "'inf' is neither")]
    [InlineData("(assert (<= Y_0 1)", 4, 19, "')' after the assertion is expected, not the end of the file")]
    [InlineData("(assert (<= Y_0 1)))", 4, 20, "not ')'")]
    [InlineData("(assert (<= Y_0 1) (<= Y_0 2))", 4, 20, "')' after the assertion")]
    [InlineData("assert", 4, 1, "a command in parentheses is expected, not 'assert'")]
    [InlineData("()", 4, 2, "the name of a command is expected, not ')'")]
    [InlineData("(declare-fun f (Real) Real)", 4, 14, "'f' is neither an input X_i nor an output Y_j")]
    [InlineData("(declare-fun X_1 (Real) Real)", 4, 19, "no parameters")]
    [InlineData("(declare-const X_1 Int)", 4, 20, "the type 'Int' is not supported")]
    [InlineData("(declare-const X_0 Real)", 4, 16, "'X_0' is declared twice")]
    [InlineData("(define-fun f () Real 1)", 4, 2, "'define-fun' is not supported")]
    [InlineData("(push 1)", 4, 2, "'push' is not supported")]
    [InlineData("(check-sat)(assert (<= Y_0 1))", 4, 13, "'assert' after (check-sat)")]
    [InlineData("(set-info |never closed\n\n", 4, 11, "has no end")]
    [InlineData("(set-info (", 4, 12, "')' is expected, not the end of the file")]
    [InlineData("(assert (<= |Y_0| 1))", 4, 13, "'|Y_0|'")]
    public void EveryMistake_IsNamedWithLineColumnAndToken(string text, int line, int column, string problem)
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(Header + text, "file.vnnlib"));
        Assert.Contains(problem, error.Message);
        Assert.StartsWith($"file.vnnlib, line {line}: column {column}: ", error.Message);
    }

    [Theory]
    [InlineData("(declare-const X_2 Real)", "X_1 is not declared although X_2 is")]
    [InlineData("(declare-const Y_999999999 Real)", "Y_1 is not declared although Y_999999999 is")]
    [InlineData("(declare-const X_1 Real)", "X_1 has no lower bound")]
    public void MistakesOfTheWholeFile_AreNamed(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(Header + text, "p")).Message);

    [Theory]
    [InlineData("", "no input variable")]
    [InlineData("(declare-const X_0 Real)", "no output variable")]
    [InlineData("(declare-const X_0 Real)(declare-const Y_0 Real)", "X_0 has no lower bound")]
    public void EmptyFiles_AreRefused(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(text, "p")).Message);

    [Theory]
    [InlineData(5, null, "declares 1 inputs but the network has 5")]
    [InlineData(1, 2, "declares 1 outputs but the network has 2")]
    public void AnotherNetworksProperty_IsRefused(int? inputs, int? outputs, string problem)
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(Header, "p", inputs, outputs));
        Assert.Equal(ModelErrorKind.ShapeMismatch, error.Kind);
        Assert.Contains(problem, error.Message);
    }

    [Theory]
    [InlineData("(and ")]
    [InlineData("(not ")]
    [InlineData("(<= (- ")]
    [InlineData("(")]
    public void DeepNesting_IsRefused(string opening)
    {
        string text = Header + "(assert " + string.Concat(Enumerable.Repeat(opening, 200_000));
        Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(text, "p"));
        string allowed = string.Concat(Enumerable.Repeat("(and ", VnnLibParser.MaxDepth - 1)) + "(<= Y_0 1)" + new string(')', VnnLibParser.MaxDepth - 1);
        Assert.Single(VnnLibReader.Read(Header + $"(assert {allowed})", "p").Cases);
        Assert.Contains("256 parentheses", Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(Header + $"(assert (and {allowed}))", "p")).Message);
    }

    [Fact]
    public void NumbersThatOnlyTakeTime_AreRefused()
    {
        Assert.Contains("2001 characters", Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(Header + $"(assert (<= Y_0 {new string('9', 2001)}))", "p")).Message);
        string product = "(* Y_0 " + string.Concat(Enumerable.Repeat("1e500 ", 50_000)) + ")";
        Assert.Contains("too long a number", Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(Header + $"(assert (<= {product} 1))", "p")).Message);
        Assert.Contains("does not fit a double", Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(Header + "(assert (<= Y_0 1e400))", "p")).Message);
        Assert.Contains("X_0 is too large for a double", Assert.Throws<ModelFormatException>(
            () => VnnLibReader.Read("(declare-const X_0 Real)(declare-const Y_0 Real)(assert (and (<= X_0 1e400) (>= X_0 0)))", "p")).Message);
    }

    [Fact]
    public void DamagedGzip_IsRefused() =>
        Assert.Throws<ModelFormatException>(() => VnnLibReader.Read(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, "p.gz"));
}
