using NetCompile.Cli.Instances;

namespace NetCompile.Cli.Tests.Instances;

public sealed class InstanceListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Read_TakesEveryRowInOrder()
    {
        List<Instance> instances = InstanceList.Read(_folder.Write("list.csv", "onnx/a.onnx,vnnlib/p.vnnlib,116\r\n\r\n./b.onnx, q.vnnlib ,2.5\n"));
        Assert.Equal(
            [new Instance(new InstanceKey("onnx/a.onnx", "vnnlib/p.vnnlib"), 116), new Instance(new InstanceKey("./b.onnx", "q.vnnlib"), 2.5)], instances);
    }

    [Theory]
    [InlineData("a.onnx,p.vnnlib", "list.csv, line 1: 2 values; the three of onnx,vnnlib,timeout are needed")]
    [InlineData("a.onnx,p.vnnlib,1\na.onnx,p.vnnlib,1,2", "line 2: 4 values")]
    [InlineData("onnx,vnnlib,timeout\na.onnx,p.vnnlib,1", "line 1: the timeout 'timeout' is no number of seconds above 0; the list has no header")]
    [InlineData("a.onnx,p.vnnlib,1\n\na.onnx,p.vnnlib,-1", "line 3: the timeout '-1' is no number")]
    [InlineData("a.onnx,p.vnnlib,inf", "the timeout 'inf' is no number")]
    [InlineData(",p.vnnlib,1", "line 1: a file name is empty")]
    [InlineData("\"a.onnx,p.vnnlib,1", "line 1: a quote is not closed")]
    [InlineData("\n\n", "lists no instance")]
    public void Read_RefusesABadLineWithItsNumber(string text, string expected)
    {
        CliException e = Assert.Throws<CliException>(() => InstanceList.Read(_folder.Write("list.csv", text)));
        Assert.Equal(ExitCodes.BadData, e.ExitCode);
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void Read_SuggestsANameForAMissingFile()
    {
        _folder.Write("instances.csv", "a.onnx,p.vnnlib,1\n");
        CliException e = Assert.Throws<CliException>(() => InstanceList.Read(_folder["instance.csv"]));
        Assert.Equal(ExitCodes.NoInput, e.ExitCode);
        Assert.Contains($"did you mean {_folder["instances.csv"]}?", e.Message);
    }

    public void Dispose() => _folder.Dispose();
}
