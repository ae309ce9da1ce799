using System.Diagnostics;
using NetCompile.Models;
using NetCompile.Onnx;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.Onnx.OnnxTestNetwork;

namespace NetCompile.Core.Tests.Onnx;

/// <summary>Files made to break a reader: each gives its error, quickly and without large allocations.</summary>
public class OnnxHostileFileTests
{
    /// <summary>What a hostile file of a few kilobytes may make the reader allocate; the expansion budget allows some 2²² elements, each of which takes a few times 8 bytes on the way.</summary>
    private const long MaxAllocation = 128L << 20;

    [Fact]
    public void ACycle_IsFound()
    {
        ModelFormatException error = FailCheaply(new OnnxBuilder().Input("x", 1).Node("Add", ["x", "b"], "a").Node("Relu", ["a"], "b").Node("Neg", ["b"], "y").Output("y").Build());
        Assert.Contains("cycle", error.Message);
        Assert.Equal("Add_a", error.Node);
    }

    [Fact]
    public void AValueDefinedTwice_IsMalformed() => Assert.Contains("value 'y' is defined twice", FailCheaply(new OnnxBuilder().Input("x", 1).Node("Relu", ["x"], "y").Node("Neg", ["x"], "y").Output("y").Build()).Message);

    [Fact]
    public void ANodeThatRedefinesTheInput_IsMalformed() => Assert.Contains("value 'x' is defined twice", FailCheaply(new OnnxBuilder().Input("x", 1).Node("Relu", ["x"], "x").Output("x").Build()).Message);

    [Fact]
    public void AnInitializerGivenTwice_IsMalformed() =>
        Assert.Contains("initializer 'w' is given twice", FailCheaply(new OnnxBuilder().Input("x", 1).Initializer("w", [1], 1).Initializer("w", [1], 2).Node("Mul", ["x", "w"], "y").Output("y").Build()).Message);

    [Fact]
    public void AnInputGivenTwice_IsMalformed() => Assert.Contains("input 'x' is given twice", FailCheaply(new OnnxBuilder().Input("x", 1).Input("x", 2).Node("Relu", ["x"], "y").Output("y").Build()).Message);

    [Fact]
    public void AnUndefinedName_IsMalformed()
    {
        ModelFormatException error = FailCheaply(new OnnxBuilder().Input("x", 1).Node("Add", ["x", "ghost"], "y").Output("y").Build());
        Assert.Contains("input 'ghost' is defined nowhere", error.Message);
        Assert.Equal("Add_y", error.Node);
    }

    [Fact]
    public void AnOutputThatNothingComputes_IsMalformed() => Assert.Contains("the output 'z' is computed by no node", FailCheaply(new OnnxBuilder().Input("x", 1).Node("Relu", ["x"], "y").Output("z").Build()).Message);

    [Fact]
    public void AMissingInput_IsMalformed() => Assert.Contains("input 1 is missing", FailCheaply(new OnnxBuilder().Input("x", 1).Node("Add", ["x"], "y").Output("y").Build()).Message);

    [Fact]
    public void NoGraph_IsMalformed() => Assert.Contains("no graph", FailCheaply(new ProtobufWriter().Integer(1, 7).ToArray()).Message);

    [Fact]
    public void NoInput_IsMalformed() => Assert.Contains("no input", FailCheaply(new OnnxBuilder().Initializer("w", [1], 1).Node("Relu", ["w"], "y").Output("y").Build()).Message);

    [Fact]
    public void NoOutput_IsMalformed() => Assert.Contains("no output", FailCheaply(new OnnxBuilder().Input("x", 1).Node("Relu", ["x"], "y").Build()).Message);

    [Fact]
    public void AnEmptyFile_IsNoModel() => Assert.Contains("IR version 0", FailCheaply(new ProtobufWriter().Message(7, new ProtobufWriter()).ToArray()).Message);

    [Theory]
    [InlineData(1L << 40, 1)]
    [InlineData(1 << 20, 1 << 20)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(-2, 3)]
    [InlineData(0, 3)]
    public void GiantOrImpossibleInputDimensions_AreRefused(long a, long b) => FailCheaply(new OnnxBuilder().Input("x", 1, a, b).Node("Relu", ["x"], "y").Output("y").Build());

    [Theory]
    [InlineData(1L << 40)]
    [InlineData(1L << 27)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void AGiantTensorWithoutData_IsRefusedBeforeAllocation(long size)
    {
        ModelFormatException error = FailCheaply(new OnnxBuilder().Input("x", 1).Initializer("w", new OnnxTensorData(1, [size], w => w.Bytes(9, [0, 0, 128, 63]))).Node("Mul", ["x", "w"], "y").Output("y").Build());
        Assert.Equal(ModelErrorKind.Malformed, error.Kind);
        Assert.Contains("tensor 'w'", error.Message);
    }

    [Theory]
    [InlineData("Expand")]
    [InlineData("ConstantOfShape")]
    public void AGiantExpansion_IsRefusedBeforeAllocation(string op)
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1).Integers("s", 1 << 14, 1 << 13);
        builder = op == "Expand" ? builder.Node("Expand", ["x", "s"], "y") : builder.Node("ConstantOfShape", ["s"], "c").Node("Add", ["x", "c"], "y");
        ModelFormatException error = FailCheaply(builder.Output("y").Build());
        Assert.Equal(ModelErrorKind.Unsupported, error.Kind);
        Assert.Contains("elements are needed", error.Message);
        Assert.Equal(op, error.OperatorName);
    }

    [Fact]
    public void ManyLargeExpansions_ShareOneAllowance()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1).Integers("s", 1 << 20);
        for (int i = 0; i < 100; i++)
        {
            builder.Node("Expand", ["x", "s"], $"e{i}").Node("Relu", [$"e{i}"], $"r{i}");
        }

        builder.Node("Sum", [.. Enumerable.Range(0, 100).Select(i => $"r{i}")], "y").Output("y");
        Assert.Contains("elements are needed", FailCheaply(builder.Build()).Message);
    }

    [Theory]
    [InlineData("Neg")]
    [InlineData("Relu")]
    [InlineData("Clip")]
    public void AChainOfNodesOnALargeConstant_SharesOneAllowance(string op)
    {
        // A file of a megabyte must not become the gigabytes of a copy for each node.
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1).Initializer("c", [1 << 16], new float[1 << 16]);
        for (int i = 0; i < 1000; i++)
        {
            builder.Node(op, [i == 0 ? "c" : $"v{i - 1}"], $"v{i}");
        }

        Assert.Contains("elements are needed", FailCheaply(builder.Node("Add", ["x", "v999"], "y").Output("y").Build()).Message);
    }

    [Theory]
    [InlineData("Reshape")]
    [InlineData("Unsqueeze")]
    public void ThousandsOfDimensions_AreRefused(string op)
    {
        // Index arithmetic takes time per dimension and element; only stored tensors and declared inputs were limited by the parser.
        long[] numbers = op == "Reshape" ? [.. Enumerable.Repeat(1L, 5000)] : [.. Enumerable.Range(0, 5000).Select(d => (long)d)];
        ModelFormatException error = FailCheaply(new OnnxBuilder().Input("x", 1).Integers("n", numbers).Node(op, ["x", "n"], "y").Output("y").Build());
        Assert.Equal(ModelErrorKind.Unsupported, error.Kind);
        Assert.Contains("at most 32 are supported", error.Message);
    }

    [Fact]
    public void ABlockMatrixOfManyRows_IsRefusedBeforeAllocation()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1 << 14, 2).Initializer("w", [2, 2], 1, 2, 3, 4).Node("MatMul", ["x", "w"], "y").Output("y");
        Assert.Contains("elements are needed", FailCheaply(builder.Build()).Message);
    }

    [Fact]
    public void DeepNesting_DoesNotExhaustTheStack()
    {
        // Attributes hold graphs that hold nodes that hold attributes …, one inside the other.
        byte[] inner = new ProtobufWriter().Text(1, "body").ToArray();
        for (int depth = 0; depth < 300; depth++)
        {
            inner = new ProtobufWriter().Text(1, "body").Message(6, new ProtobufWriter().Message(1, new ProtobufWriter().Text(4, "If").Bytes(5, inner))).ToArray();
        }

        byte[] file = new OnnxBuilder().Input("x", 1).Graph(g => g.Message(1, new ProtobufWriter().Text(1, "x").Text(2, "y").Text(4, "If").Bytes(5, inner))).Output("y").Build();
        Assert.Equal("unsupported operator 'If' (opset 13)", FailCheaply(file).Problem);
    }

    [Fact]
    public void ALongChainOfNodes_IsReadInReasonableTime()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 2);
        for (int i = 0; i < 20_000; i++)
        {
            builder.Node("Neg", [i == 0 ? "x" : $"v{i - 1}"], $"v{i}");
        }

        Stopwatch watch = Stopwatch.StartNew();
        NetworkModel model = Read(builder.Output("v19999"));
        Assert.Equal(20_001, model.Operators.Length);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    [Fact]
    public void AGraphGivenTwice_IsMalformed()
    {
        byte[] file = [.. new OnnxBuilder().Input("x", 1).Node("Relu", ["x"], "y").Output("y").Build(), .. new ProtobufWriter().Message(7, new ProtobufWriter()).ToArray()];
        Assert.Contains("the graph is given twice", FailCheaply(file).Message);
    }

    [Fact]
    public void AnAttributeGivenTwice_IsMalformed() =>
        Assert.Contains("attribute 'alpha' is given twice", FailCheaply(new OnnxBuilder().Input("x", 1).Node("LeakyRelu", ["x"], "y", ("alpha", 0.1f), ("alpha", 0.2f)).Output("y").Build()).Message);

    [Fact]
    public void AnAttributeOfTheWrongType_IsMalformed() =>
        Assert.Contains("attribute 'alpha' is not a float", FailCheaply(new OnnxBuilder().Input("x", 1).Node("LeakyRelu", ["x"], "y", ("alpha", "big")).Output("y").Build()).Message);

    [Fact]
    public void MoreDimensionsThanAnyoneUses_AreRefused() =>
        Assert.Contains("dimensions", FailCheaply(new OnnxBuilder().Input("x", 1).Initializer("w", [.. Enumerable.Repeat(1L, 100)], 1).Node("Mul", ["x", "w"], "y").Output("y").Build()).Message);

    private static ModelFormatException FailCheaply(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        ModelFormatException error = Fail(file);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocation);
        Assert.Equal("test.onnx", error.File);
        return error;
    }
}
