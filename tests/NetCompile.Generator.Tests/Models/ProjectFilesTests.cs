using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NetCompile.Generator.Models;

namespace NetCompile.Generator.Tests.Models;

public class ProjectFilesTests
{
    private static readonly ProjectFiles s_files = new(
        [new File("/project/models/a.onnx"), new File("/project/src/models/a.onnx"), new File("/project/models/b.nnet"), new File("/elsewhere/c.vnnlib"), new File("C:\\win\\d.csv")], "/project/");

    [Theory]
    [InlineData("models/a.onnx", "/project/src", "/project/src/models/a.onnx")]
    [InlineData("models/b.nnet", "/project/src", "/project/models/b.nnet")]
    [InlineData("../models/a.onnx", "/project/src", "/project/models/a.onnx")]
    [InlineData("models\\.\\b.nnet", "/project", "/project/models/b.nnet")]
    [InlineData("/elsewhere/c.vnnlib", "/project/src", "/elsewhere/c.vnnlib")]
    [InlineData("../elsewhere/c.vnnlib", "/project", "/elsewhere/c.vnnlib")]
    [InlineData("C:/win/d.csv", "/project", "C:\\win\\d.csv")]
    [InlineData("d.csv", "C:\\win", "C:\\win\\d.csv")]
    [InlineData("b.nnet", "/project/src", null)]
    [InlineData("", "/project/src", null)]
    [InlineData("../../../../models/b.nnet", "/project", null)]
    public void A_path_is_relative_to_the_declaring_folder_or_else_to_the_project(string path, string folder, string? found) => Assert.Equal(found, s_files.Find(path, folder)?.Path);

    [Theory]
    [InlineData("models/a.onx", "models/a.onnx")]
    [InlineData("b.nnet", "models/b.nnet")]
    [InlineData("model/b.nnet", "models/b.nnet")]
    [InlineData("completely-different.txt", null)]
    public void The_nearest_path_is_one_that_can_be_written(string path, string? nearest)
    {
        Assert.Equal(nearest, s_files.Nearest(path, "/project/src"));
        Assert.True(nearest is null || s_files.Find(nearest, "/project/src") is not null);
    }

    private sealed class File(string path) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => null;
    }
}
