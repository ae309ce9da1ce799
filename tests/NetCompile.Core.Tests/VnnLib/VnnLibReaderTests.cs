using System.IO.Compression;
using System.Text;
using NetCompile.Properties;
using NetCompile.VnnLib;

namespace NetCompile.Core.Tests.VnnLib;

public sealed class VnnLibReaderTests
{
    private const string Header = "(declare-const X_0 Real)\n(declare-const X_1 Real)\n(declare-const Y_0 Real)\n(declare-fun Y_1 () Real)\n";
    private const string Box = "(assert (and (>= X_0 0) (<= X_0 1) (>= X_1 0) (<= X_1 1)))\n";

    [Theory]
    [InlineData("(<= Y_0 Y_1)", "Y_0 + -1·Y_1 ≤ 0")]
    [InlineData("(>= Y_0 Y_1)", "-1·Y_0 + Y_1 ≤ 0")]
    [InlineData("(< Y_0 Y_1)", "Y_0 + -1·Y_1 < 0")]
    [InlineData("(> Y_0 Y_1)", "-1·Y_0 + Y_1 < 0")]
    [InlineData("(<= 3 Y_0)", "-1·Y_0 ≤ -3")]
    [InlineData("(>= Y_0 3)", "-1·Y_0 ≤ -3")]
    [InlineData("(> 3.5 Y_0)", "Y_0 < 3.5")]
    [InlineData("(not (<= Y_0 3))", "-1·Y_0 < -3")]
    [InlineData("(not (not (< Y_0 3)))", "Y_0 < 3")]
    [InlineData("(= Y_0 3)", "Y_0 ≤ 3 & -1·Y_0 ≤ -3")]
    [InlineData("(<= 1 Y_0 Y_1)", "-1·Y_0 ≤ -1 & Y_0 + -1·Y_1 ≤ 0")]
    [InlineData("(or (<= Y_0 1) (and (<= Y_0 2) (<= Y_1 3)))", "Y_0 ≤ 1 | Y_0 ≤ 2 & Y_1 ≤ 3")]
    [InlineData("(=> (<= Y_0 1) (<= Y_1 2))", "-1·Y_0 < -1 | Y_1 ≤ 2")]
    [InlineData("(=> (<= Y_0 1) (<= Y_0 2) (<= Y_1 2))", "-1·Y_0 < -1 | -1·Y_0 < -2 | Y_1 ≤ 2")]
    [InlineData("(<= (+ Y_0 Y_1 X_0 -1) (- 5))", "X_0 + Y_0 + Y_1 ≤ -4")]
    [InlineData("(<= (- Y_0 Y_1 Y_1 2) 0)", "Y_0 + -2·Y_1 ≤ 2")]
    [InlineData("(<= (* 2 Y_0 3) (* (+ 1 1) (- Y_1 4)))", "6·Y_0 + -2·Y_1 ≤ -8")]
    [InlineData("(<= (* 0 Y_0) 3)", "true")]
    [InlineData("(or (<= (* 0 Y_0) -3) (<= Y_0 Y_0))", "true")]
    [InlineData("(<= Y_0 1e2)", "Y_0 ≤ 100")]
    [InlineData("(<= Y_0 -25E-2)", "Y_0 ≤ -0.25")]
    [InlineData("(<= Y_0 +.5)", "Y_0 ≤ 0.5")]
    [InlineData("(<= Y_0 7.)", "Y_0 ≤ 7")]
    [InlineData("true", "true")]
    [InlineData("(or false (<= Y_0 1))", "Y_0 ≤ 1")]
    [InlineData("(<= Y_0 ; (a comment (with 3 parentheses\n 1)", "Y_0 ≤ 1")]
    public void EveryForm_MeansWhatItSays(string assertion, string expected)
    {
        VerificationProperty property = VnnLibReader.Read(Header + Box + $"(assert {assertion})", "p");
        PropertyCase only = Assert.Single(property.Cases);
        Assert.Equal(expected, string.Join(" | ", only.Unsafe.Select(u => u.Constraints.IsEmpty ? "true" : string.Join(" & ", u.Constraints))));
        Assert.Equal([InputInterval.Exact(0, 1), InputInterval.Exact(0, 1)], only.Region.ToArray());
    }

    [Fact]
    public void Assertions_AreAConjunction()
    {
        VerificationProperty property = VnnLibReader.Read(Header + Box + "(assert (<= Y_0 1)) (assert (or (<= Y_1 2) (<= Y_1 3)))\n(assert (<= X_0 0.5))", "p", 2, 2);
        PropertyCase only = Assert.Single(property.Cases);
        Assert.Equal(["Y_0 ≤ 1 & Y_1 ≤ 2", "Y_0 ≤ 1 & Y_1 ≤ 3"], only.Unsafe.Select(u => string.Join(" & ", u.Constraints)));
        Assert.Equal(InputInterval.Exact(0, 0.5), only.Region[0]);
        Assert.Equal(("p", 2, 2), (property.Name, property.InputCount, property.OutputCount));
    }

    [Fact]
    public void DisjunctiveInputRegions_AreBoxes()
    {
        VerificationProperty property = VnnLibReader.Read(
            Header + "(assert (or (and (<= X_0 1) (>= X_0 0)) (and (<= X_0 -1) (>= X_0 -2))))(assert (>= X_1 0))(assert (<= X_1 4))(assert (or (<= Y_0 0) (<= Y_1 0)))", "p");
        Assert.Equal([InputInterval.Exact(0, 1), InputInterval.Exact(-2, -1)], property.Cases.Select(c => c.Region[0]));
        Assert.All(property.Cases, c => Assert.Equal(2, c.Unsafe.Length));
    }

    [Fact]
    public void CommandsWithoutMeaningForTheProperty_AreSkipped()
    {
        string text = "\uFEFF; title\r\n(set-logic QF_LRA)(set-info :source |a ) quoted\n( symbol|)(set-option :produce-models true)(set-info :notes \"a \"\"quoted\"\" ) string\")"
            + Header + Box + "(assert (<= Y_0 1))\n(check-sat)\n(get-model)\n(exit)\n";
        Assert.Single(VnnLibReader.Read(text, "p").Cases);
    }

    [Fact]
    public void EmptyRegions_AreVacuous()
    {
        VerificationProperty property = VnnLibReader.Read(Header + Box + "(assert (< X_0 0))", "p");
        Assert.Empty(property.Cases);
        Assert.True(property.IsRegionEmpty);
    }

    [Fact]
    public void LongDecimals_AreReadExactly()
    {
        // Just above 0.1 by 10^-60: no double tells them apart, but the box does.
        string above = "0.1" + new string('0', 58) + "1", tenth = "0.1";
        Assert.True(VnnLibReader.Read(Header + Box + $"(assert (>= X_0 {above}))(assert (<= X_0 {tenth}))", "p").IsRegionEmpty);
        Assert.False(VnnLibReader.Read(Header + Box + $"(assert (>= X_0 {tenth}))(assert (<= X_0 {above}))", "p").IsRegionEmpty);
    }

    [Fact]
    public void Bytes_ArePlainOrCompressed()
    {
        byte[] plain = Encoding.UTF8.GetBytes(Header + Box + "; § in a comment\n(assert (<= Y_0 1))");
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        VerificationProperty expected = VnnLibReader.Read(Encoding.UTF8.GetString(plain), "p");
        Assert.Equal(expected, VnnLibReader.Read(plain, "p"));
        Assert.Equal(expected, VnnLibReader.Read(packed.ToArray(), "p"));
    }
}
