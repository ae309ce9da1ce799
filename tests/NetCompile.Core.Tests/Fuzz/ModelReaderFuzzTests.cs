using System.Diagnostics;
using System.IO.Compression;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Fuzz;

/// <summary>Damaged files: a model that still evaluates, or a <see cref="ModelFormatException"/> that names the file; nothing else, in bounded time and memory.</summary>
public class ModelReaderFuzzTests
{
    private const int Cases = 1500;
    private const long MaxAllocationPerCase = 256L << 20;
    private static readonly TimeSpan s_maxTimePerCase = TimeSpan.FromSeconds(10);

    public static TheoryData<string, int> Samples
    {
        get
        {
            TheoryData<string, int> data = [];
            int seed = 1;
            foreach (string name in s_files.Keys)
            {
                data.Add(name, seed++);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void DamagedSamples_GiveAModelOrItsError(string name, int seed) => Fuzz(s_files[name](), name, seed, Cases);

    [SkippableTheory]
    [InlineData("test/onnx/test_small.onnx")]
    [InlineData("acasxu/onnx/ACASXU_run2a_1_1_batch_2000.onnx")]
    [InlineData("rl_benchmarks/onnx/cartpole.onnx")]
    [InlineData("onnx_zoo/slice_test.onnx")]
    [InlineData("onnx_zoo/linear2-3_bn1-linear3-1.onnx")]
    [InlineData("onnx_zoo/split/split_5d_split-2-2-81_axis-4-mul-concat.onnx")]
    [InlineData("onnx_zoo/mnist2x10.onnx")]
    [InlineData("acasxu/nnet/ACASXU_run2a_1_1_batch_2000.nnet")]
    public void DamagedBenchmarkFiles_GiveAModelOrTheirError(string path) => Fuzz(File.ReadAllBytes(TestData.Require(path)), Path.GetFileName(path), seed: path.Length, cases: 300);

    private static void Fuzz(byte[] file, string name, int seed, int cases)
    {
        ModelReader.Read(file, name);
        Random random = new(seed);
        int models = 0;
        for (int i = 0; i < cases; i++)
        {
            byte[] damaged = Damage(file, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Stopwatch watch = Stopwatch.StartNew();
            models += TryRead(() => ModelReader.Read(damaged, name), name, $"case {i} of {name} (seed {seed})") is { } model && IsUsable(model) ? 1 : 0;
            TryRead(() => ModelReader.Describe(damaged, name), name, $"case {i} of {name} (seed {seed}), described,");
            Assert.True(watch.Elapsed < s_maxTimePerCase, $"case {i} of {name} (seed {seed}) took {watch.Elapsed}");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocationPerCase);
        }

        // Some damage must be harmless (a flipped bit of a weight), or the damage is so crude that nothing behind the first check is tested.
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            Assert.InRange(models, 1, cases - 1);
        }
    }

    private static T? TryRead<T>(Func<T> read, string name, string place)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ModelFormatException e)
        {
            Assert.Equal(name, e.File);
            Assert.NotEmpty(e.Problem);
        }
        catch (Exception e)
        {
            Assert.Fail($"{place} threw {e}");
        }

        return null;
    }

    private static bool IsUsable(NetworkModel model)
    {
        // The first dimension of an input may have been damaged into a large one that is still possible; evaluating that would test nothing.
        if (model.Operators.Sum(o => (long)o.Count) < 1 << 20)
        {
            Assert.Equal(model.OutputCount, DoubleEvaluator.Evaluate(model, new double[model.InputCount]).Length);
        }

        return true;
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        byte[] damaged = [.. file];
        switch (random.Next(5))
        {
            case 0:
                return damaged[..random.Next(damaged.Length)];
            case 1:
                int start = random.Next(damaged.Length), length = Math.Min(random.Next(1, 9), damaged.Length - start);
                return [.. damaged[..start], .. damaged[(start + length)..]];
            case 2:
                int at = random.Next(damaged.Length);
                byte[] extra = new byte[random.Next(1, 9)];
                random.NextBytes(extra);
                return [.. damaged[..at], .. extra, .. damaged[at..]];
            default:
                for (int flips = random.Next(1, 5); flips > 0; flips--)
                {
                    damaged[random.Next(damaged.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(damaged[random.Next(damaged.Length)] ^ (1 << random.Next(8)));
                }

                return damaged;
        }
    }

    private static readonly Dictionary<string, Func<byte[]>> s_files = new()
    {
        ["dense.onnx"] = () => new OnnxBuilder(opset: 9).Input("x", "N", 1, 3).Initializer("w", [3, 2], 1, -2, 3, -4, 5, -6).Initializer("b", [2], 0.5f, 1.5f).Initializer("v", [1, 2], 1, 1)
            .Node("Flatten", ["x"], "f", ("axis", 1)).Node("Gemm", ["f", "w", "b"], "h", ("alpha", 0.5f), ("beta", 2f)).Node("Relu", ["h"], "r").Node("Gemm", ["r", "v"], "y", ("transB", 1)).Output("y", "N", 1).Build(),
        ["shapes.onnx"] = () => new OnnxBuilder().Input("x", 2, 3).Integers("starts", 1).Integers("ends", long.MaxValue).Integers("axes", 1).Integers("steps", 1).Integers("shape", -1, 2).Integers("pads", 0, 1, 0, 1)
            .Integers("sizes", 1, 1).Integers("wide", 2, 4)
            .Node("Transpose", ["x"], "t", ("perm", new long[] { 1, 0 })).Node("Reshape", ["t", "shape"], "r").Node("Slice", ["r", "starts", "ends", "axes", "steps"], "s").Node("Pad", ["r", "pads"], "p")
            .Node("Split", ["r", "sizes"], ["q0", "q1"], ("axis", 1)).Node("Concat", ["s", "q0", "p"], "c", ("axis", 1)).Node("Unsqueeze", ["c", "axes"], "u").Node("Squeeze", ["u"], "z")
            .Node("ReduceDummy", ["z"], "unused").Node("Relu", ["z"], "y").Output("y").Build(),
        ["arithmetic.onnx"] = () => new OnnxBuilder(opset: 14).Input("x", 1, 2, 2).Initializer("c", [2, 1], 2, 4).Initializer("lo", [], -1).Initializer("hi", [], 1).Initializer("s", [2], 1, 2)
            .Node("Constant", [], "k", ("value", OnnxTensorData.TypedFloats([1], true, 3))).Node("Constant", [], "h", ("value", OnnxTensorData.TypedHalves([2], (Half)1, (Half)2)))
            .Node("Mul", ["x", "c"], "m").Node("Div", ["m", "k"], "d").Node("Sub", ["k", "d"], "e").Node("Add", ["e", "h"], "a").Node("BatchNormalization", ["a", "s", "s", "s", "s"], "n")
            .Node("Clip", ["n", "lo", "hi"], "cl").Node("LeakyRelu", ["cl"], "l", ("alpha", 0.1f)).Node("Sub", ["l", "x"], "y").Output("y").Build(),
        ["small.nnet"] = () => System.Text.Encoding.UTF8.GetBytes("// small\n2,2,1,2,\n2,2,1,\n0,\n-1,-10,\n3,10,\n1,2,100,\n2,4,10,\n1,2,\n-1,1,\n0.5,\n0,\n3,1,\n-0.25,\n"),
        ["dense.onnx.gz"] = () =>
        {
            MemoryStream packed = new();
            using (GZipStream stream = new(packed, CompressionLevel.Optimal))
            {
                stream.Write(s_files!["dense.onnx"]());
            }

            return packed.ToArray();
        },
    };
}
