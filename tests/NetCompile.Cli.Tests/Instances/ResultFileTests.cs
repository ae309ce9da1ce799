using NetCompile.Cli.Instances;

namespace NetCompile.Cli.Tests.Instances;

public sealed class ResultFileTests : IDisposable
{
    private static readonly ResultRow s_first = new(new InstanceKey("a.onnx", "p, q.vnnlib"), "holds", 1.25, 17);
    private static readonly ResultRow s_second = new(new InstanceKey("b.onnx", "r.vnnlib"), "timeout", 2, 0);

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["results.csv"];

    [Fact]
    public void ANewFile_HasTheHeaderAndEachRowAtOnce()
    {
        using ResultFile results = ResultFile.Open(File);
        Assert.Empty(results.Earlier);
        results.Append(s_first);

        // Read while the file is still open: a row is on disk as soon as it is done.
        using FileStream stream = new(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.Equal("onnx,vnnlib,verdict,seconds,boxes\na.onnx,\"p, q.vnnlib\",holds,1.250,17\n", new StreamReader(stream).ReadToEnd());
    }

    [Fact]
    public void AnExistingFile_IsReadAndContinued()
    {
        Write(s_first);
        using (ResultFile results = ResultFile.Open(File))
        {
            Assert.Equal([s_first], results.Earlier);
            results.Append(s_second);
        }

        Assert.Equal($"{ResultFile.Header}\n{s_first}\n{s_second}\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void HalfARow_LeftByAKilledRun_IsDropped()
    {
        Write(s_first);
        System.IO.File.AppendAllText(File, "b.onnx,r.vnnlib,hol");
        using (ResultFile results = ResultFile.Open(File))
        {
            Assert.Equal([s_first], results.Earlier);
            results.Append(s_second);
        }

        Assert.Equal($"{ResultFile.Header}\n{s_first}\n{s_second}\n", System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("some notes\n", "line 1: the header")]
    [InlineData("some notes", "line 1: the header")]
    [InlineData("onnx,vnnlib,verdict,seconds,boxes\na,b,sat,1,1\n", "line 2: 'a,b,sat,1,1' is no row of")]
    [InlineData("onnx,vnnlib,verdict,seconds,boxes\na,b,holds,1\n", "line 2: 'a,b,holds,1' is no row of")]
    public void AnotherKindOfFile_IsNotOverwritten(string text, string message)
    {
        _folder.Write("results.csv", text);
        CliException e = Assert.Throws<CliException>(() => ResultFile.Open(File));
        Assert.Equal(ExitCodes.BadData, e.ExitCode);
        Assert.Contains(message, e.Message);
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Messages_GoToAFileBesideIt()
    {
        using ResultFile results = ResultFile.Open(File);
        results.AppendError(s_second.Key, "b.onnx: broken,\nreally");
        results.AppendError(s_first.Key, "gone");
        Assert.Equal(_folder["results.errors.csv"], results.ErrorPath);
        Assert.Equal(
            "onnx,vnnlib,message\nb.onnx,r.vnnlib,\"b.onnx: broken, really\"\na.onnx,\"p, q.vnnlib\",gone\n", System.IO.File.ReadAllText(results.ErrorPath));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(params ResultRow[] rows)
    {
        using ResultFile results = ResultFile.Open(File);
        foreach (ResultRow row in rows)
        {
            results.Append(row);
        }
    }
}
