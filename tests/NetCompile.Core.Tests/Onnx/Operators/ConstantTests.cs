using NetCompile.Models;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.Onnx.OnnxTestNetwork;

namespace NetCompile.Core.Tests.Onnx.Operators;

public class ConstantTests
{
    public static TheoryData<string> Storages => ["raw", "packed", "unpacked", "double", "typed double", "half", "typed half"];

    // 1.5 and −0.375 are exact in every type.
    [Theory]
    [MemberData(nameof(Storages))]
    public void Weights_AreReadFromEveryStorage(string storage)
    {
        OnnxTensorData data = storage switch
        {
            "raw" => OnnxTensorData.Floats([2], 1.5f, -0.375f),
            "packed" => OnnxTensorData.TypedFloats([2], packed: true, 1.5f, -0.375f),
            "unpacked" => OnnxTensorData.TypedFloats([2], packed: false, 1.5f, -0.375f),
            "double" => OnnxTensorData.Doubles([2], 1.5, -0.375),
            "typed double" => OnnxTensorData.TypedDoubles([2], 1.5, -0.375),
            "half" => OnnxTensorData.Halves([2], (Half)1.5, (Half)(-0.375)),
            _ => OnnxTensorData.TypedHalves([2], (Half)1.5, (Half)(-0.375)),
        };
        Assert.Equal([1.5, -0.375], Run(new OnnxBuilder().Input("x", 2).Initializer("c", data).Node("Mul", ["x", "c"], "y").Output("y"), 1, 1));
        Assert.Equal([1.5, -0.375], Run(new OnnxBuilder().Input("x", 2).Node("Constant", [], "c", ("value", data)).Node("Mul", ["x", "c"], "y").Output("y"), 1, 1));
    }

    [Fact]
    public void EveryHalf_IsReadExactly()
    {
        Half[] halves = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite)];
        NetworkModel model = Read(new OnnxBuilder().Input("x", halves.Length).Initializer("c", OnnxTensorData.Halves([halves.Length], halves)).Node("Add", ["x", "c"], "y").Output("y"));
        Assert.Equal(halves.Select(h => (float)h), ((ShiftOperator)model.Operators[1]).Offset.Values);
    }

    [Fact]
    public void ADoubleThatIsNoFloat_IsRoundedAndNoted()
    {
        NetworkModel model = Read(new OnnxBuilder().Input(11, "x", 1).Initializer("c", OnnxTensorData.Doubles([1], 0.1)).Node("Mul", ["x", "c"], "y").Output("y"));
        Assert.Equal([0.1f], ((ScaleOperator)model.Operators[1]).Factor.Values.ToArray());
        Assert.Contains(model.Source!.Notes, n => n.Contains("rounded to float32", StringComparison.Ordinal));
    }

    [Fact]
    public void ADoubleTooLargeForAFloat_IsRefused() =>
        Assert.Equal(ModelErrorKind.NonFiniteWeight, Fail(new OnnxBuilder().Input("x", 1).Initializer("c", OnnxTensorData.Doubles([1], 1e300)).Node("Mul", ["x", "c"], "y").Output("y")).Kind);

    [Theory]
    [InlineData("value_float")]
    [InlineData("value_floats")]
    public void Constant_TakesShortForms(string form)
    {
        object value = form == "value_float" ? 4f : new[] { 4f };
        Assert.Equal([12], Run(new OnnxBuilder().Input("x", 1).Node("Constant", [], "c", (form, value)).Node("Mul", ["x", "c"], "y").Output("y"), 3));
    }

    [Fact]
    public void Constant_TakesIntegers()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 2, 3).Node("Constant", [], "rows", ("value_int", 1)).Node("Constant", [], "i", ("value_ints", new long[] { 2, 0 }))
            .Node("Gather", ["x", "rows"], "r", ("axis", 0)).Node("Gather", ["r", "i"], "y", ("axis", 0)).Output("y");
        Assert.Equal([6, 4], Run(builder, 1, 2, 3, 4, 5, 6));
    }

    [Fact]
    public void ShapeArithmetic_AsExportersWriteIt_IsFolded()
    {
        // Shape → Gather → Unsqueeze → Concat → Reshape, with the batch symbolic.
        OnnxBuilder builder = new OnnxBuilder().Input("x", "batch", 2, 3).Node("Shape", ["x"], "s").Node("Constant", [], "zero", ("value_int", 0)).Integers("axes", 0).Integers("minus", -1)
            .Node("Gather", ["s", "zero"], "b").Node("Unsqueeze", ["b", "axes"], "u").Node("Concat", ["u", "minus"], "t", ("axis", 0)).Node("Reshape", ["x", "t"], "f")
            .Initializer("w", [6, 1], Counting(6)).Node("MatMul", ["f", "w"], "y").Output("y");
        Assert.Equal([91], Run(builder, 1, 2, 3, 4, 5, 6));
    }

    [Fact]
    public void ConstantOfShape_AndCast_AreFolded()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 2).Integers("s", 2).Node("ConstantOfShape", ["s"], "i", ("value", OnnxTensorData.Integers([1], 3))).Node("Cast", ["i"], "c", ("to", 1))
            .Node("Mul", ["x", "c"], "y").Output("y");
        Assert.Equal([3, 6], Run(builder, 1, 2));
    }

    [Fact]
    public void CastOfAValueToInteger_IsRefused() =>
        Assert.Contains("int64", Fail(new OnnxBuilder().Input("x", 2).Node("Cast", ["x"], "y", ("to", 7)).Output("y")).Message);

    [Fact]
    public void AConstantOutput_DoesNotDependOnTheInput()
    {
        NetworkModel model = Read(new OnnxBuilder().Input("x", 1).Initializer("c", [2], 3, 4).Node("Identity", ["c"], "y").Output("y"));
        Assert.Equal([3, 4], DoubleEvaluator.Evaluate(model, [99.0]));
    }

    [Fact]
    public void ExternalData_IsRefused()
    {
        OnnxTensorData tensor = new(1, [2], w => w.Message(13, new ProtobufWriter().Text(1, "location").Text(2, "weights.bin")).Integer(14, 1));
        ModelFormatException error = Fail(new OnnxBuilder().Input("x", 2).Initializer("c", tensor).Node("Mul", ["x", "c"], "y").Output("y"));
        Assert.Equal(ModelErrorKind.Unsupported, error.Kind);
        Assert.Contains("tensor 'c' keeps its data in another file", error.Message);
        Assert.Equal("Mul_y", error.Node);
        Assert.NotNull(error.Offset);
    }

    [Fact]
    public void DataOfTheWrongLength_IsMalformed()
    {
        ModelFormatException error = Fail(new OnnxBuilder().Input("x", 2).Initializer("c", [2], 1, 2, 3).Node("Mul", ["x", "c"], "y").Output("y"));
        Assert.Equal(ModelErrorKind.Malformed, error.Kind);
        Assert.Contains("has shape 2 of 2 elements but holds data for 3", error.Message);
    }

    [Theory]
    [InlineData(8, "string")]
    [InlineData(14, "complex64")]
    [InlineData(99, "type 99")]
    public void ATypeThatIsNoNumber_IsRefused(int type, string name) =>
        Assert.Contains($"has element type {name}", Fail(new OnnxBuilder().Input("x", 2).Initializer("c", new OnnxTensorData(type, [2], _ => { })).Node("Mul", ["x", "c"], "y").Output("y")).Message);
}
