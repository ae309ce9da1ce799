using System.Globalization;
using NetCompile.Runtime;

namespace NetCompile.Tests.Runtime;

public class ValueSpanTests
{
    [Fact]
    public void A_wrong_length_is_named_with_both_numbers()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => ValueSpan.RequireLength(3, 5, "input"));
        Assert.Equal("input", e.ParamName);
        Assert.StartsWith("3 values were given; the network needs 5.", e.Message);
        ValueSpan.RequireLength(5, 5, "input");
    }

    [Fact]
    public void Long_blocks_are_cut_and_counted()
    {
        Assert.Equal("[0.5, -1]", ValueSpan.Format([0.5f, -1]));
        Assert.Equal("[]", ValueSpan.Format([]));
        Assert.Equal("[0, 1, 2, 3, 4, 5, 6, 7, … 64 values]", ValueSpan.Format([.. Enumerable.Range(0, 64).Select(i => (float)i)]));
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("[0.5]", ValueSpan.Format([0.5f]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
