using System.IO.Compression;
using NetCompile.Samples.Training;

namespace NetCompile.Benchmarks.Forward;

/// <summary>Writes the model files that the benchmarks declare: <c>--write-models FOLDER</c>.</summary>
internal static class ModelFiles
{
    /// <summary>Weights repeat after so many, which lets gzip shrink a megabyte to a few kilobytes. A prime, so that no two rows are alike.</summary>
    private const int Period = 1021;

    public static void Write(string folder)
    {
        Write(Path.Combine(folder, "acas-shape.onnx.gz"), 5, 50, 50, 50, 50, 50, 50, 5);
        Write(Path.Combine(folder, "mnist-shape.onnx.gz"), 784, 256, 256, 10);
    }

    private static void Write(string path, params int[] widths)
    {
        DenseNetwork network = new(new Random(1), widths);
        foreach (DenseLayer layer in network.Layers)
        {
            for (int i = Period; i < layer.Weights.Length; i++)
            {
                layer.Weights[i] = layer.Weights[i - Period];
            }

            for (int i = 0; i < layer.Biases.Length; i++)
            {
                layer.Biases[i] = ((i % 7) - 3) / 32.0;
            }
        }

        using GZipStream stream = new(File.Create(path), CompressionLevel.SmallestSize);
        stream.Write(OnnxWriter.Write(network, Path.GetFileNameWithoutExtension(path), "x", "y"));
        Console.WriteLine($"{path}: {string.Join('-', widths)}");
    }
}
