using System.Globalization;
using NetCompile.Generator.Emit;

namespace NetCompile.Generator.Tests.Emit;

public class LiteralTests
{
    [Theory]
    [InlineData(0.1f, "0.1f")]
    [InlineData(-2f, "-2f")]
    [InlineData(0f, "0f")]
    [InlineData(-0f, "-0f")]
    [InlineData(1e20f, "1E+20f")]
    [InlineData(float.MaxValue, "3.4028235E+38f")]
    [InlineData(float.Epsilon, "1E-45f")]
    [InlineData(float.PositiveInfinity, "float.PositiveInfinity")]
    [InlineData(float.NegativeInfinity, "float.NegativeInfinity")]
    public void Floats_are_written_shortest(float value, string literal) => Assert.Equal(literal, Literal.Float(value));

    [Fact]
    public void Floats_read_back_bit_for_bit_in_any_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = comma;
            Random random = new(1);
            for (int i = 0; i < 10_000; i++)
            {
                float value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
                if (float.IsFinite(value))
                {
                    string literal = Literal.Float(value);
                    Assert.Equal(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(float.Parse(literal.TrimEnd('f'), CultureInfo.InvariantCulture)));
                }
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("class", "@class")]
    [InlineData("record", "@record")]
    public void Identifiers_are_escaped_where_they_are_keywords(string name, string escaped) => Assert.Equal(escaped, Literal.Identifier(name));

    [Fact]
    public void Text_in_comments_stays_on_its_line() => Assert.Equal("a b c d", Literal.OneLine("a\nb\u2028c\rd"));

    [Fact]
    public void Text_in_documentation_is_escaped() => Assert.Equal("x &lt; 1 &amp;&amp; y &gt; 2", Literal.Xml("x < 1 && y > 2"));
}
