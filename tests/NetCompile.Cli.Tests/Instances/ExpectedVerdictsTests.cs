using NetCompile.Cli.Instances;

namespace NetCompile.Cli.Tests.Instances;

public sealed class ExpectedVerdictsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("p1", "holds", false)]
    [InlineData("p1", "violated", true)]
    [InlineData("p1", "unknown", false)]
    [InlineData("p1", "timeout", false)]
    [InlineData("p1", "error", false)]
    [InlineData("p2", "holds", true)]
    [InlineData("p2", "violated", false)]
    [InlineData("p3", "holds", false)]
    [InlineData("p3", "violated", false)]
    [InlineData("p4", "holds", true)]
    [InlineData("p5", "violated", true)]
    [InlineData("not listed", "violated", false)]
    public void IsWrong_OnlyWhereAKnownAnswerIsContradicted(string property, string verdict, bool isWrong)
    {
        ExpectedVerdicts expected = ExpectedVerdicts.Read(_folder.Write(
            "expected.csv", "onnx,vnnlib,timeout,expected,agree\na,p1,1,unsat,3\na,p2,1,sat,2\na,p3,1,unknown,0\na,p4,1,violated,0\na,p5,1,holds,0\n"));
        Assert.Equal(isWrong, expected.IsWrong(new InstanceKey("a", property), verdict));
    }

    [Theory]
    [InlineData("onnx,vnnlib,answer\na,b,sat", "has no column 'expected'")]
    [InlineData("onnx,vnnlib,expected\na,b,maybe", "expected.csv, line 2: 'maybe' is no verdict")]
    [InlineData("onnx,vnnlib,expected\na,b,sat\na,b", "expected.csv, line 3: the columns onnx, vnnlib and expected are not all there")]
    [InlineData("", "has no column 'onnx'")]
    public void Read_RefusesWhatItCannotCompareWith(string text, string message)
    {
        CliException e = Assert.Throws<CliException>(() => ExpectedVerdicts.Read(_folder.Write("expected.csv", text)));
        Assert.Equal(ExitCodes.BadData, e.ExitCode);
        Assert.Contains(message, e.Message);
    }

    public void Dispose() => _folder.Dispose();
}
