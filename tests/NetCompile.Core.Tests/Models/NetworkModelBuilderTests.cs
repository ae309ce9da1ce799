using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Core.Tests.Models;

public sealed class NetworkModelBuilderTests
{
    [Fact]
    public void AMaximum_HasOneElementPerGroup()
    {
        NetworkModelBuilder b = new("net", TensorShape.Of(4));
        MaximumOperator flat = Assert.IsType<MaximumOperator>(b[b.AddMaximum(b.Input, [[0, 1], [2, 3], [1, 2]])]);
        Assert.Equal((3, TensorShape.Of(3), OperatorKind.Maximum, true), (flat.Count, flat.Shape, flat.Kind, flat.IsActivation));
        Assert.Equal(TensorShape.Of(1, 2), b[b.AddMaximum(b.Input, [[0, 1], [2, 3]], TensorShape.Of(1, 2))].Shape);
        Assert.Equal(5, b.Build(2).ActivationCount);
    }

    public static TheoryData<int[][], ModelErrorKind, string> WrongGroups => new()
    {
        { [[0, 1], []], ModelErrorKind.Malformed, "group 1 is empty; a maximum needs an element at least" },
        { [[0, 4]], ModelErrorKind.ShapeMismatch, "group 0 names element 4 but the value before has 4 elements" },
        { [[0], [-1]], ModelErrorKind.ShapeMismatch, "group 1 names element -1 but the value before has 4 elements" },
        { [[0, 1, 0]], ModelErrorKind.Malformed, "group 0 names element 0 twice" },
    };

    [Theory]
    [MemberData(nameof(WrongGroups))]
    public void WrongGroups_AreRefusedWithTheirPlace(int[][] groups, ModelErrorKind kind, string problem)
    {
        NetworkModelBuilder b = new("net", TensorShape.Of(4));
        ModelFormatException e = Assert.Throws<ModelFormatException>(() => b.AddMaximum(b.Input, [.. groups.Select(g => g.ToImmutableArray())], name: "pool"));
        Assert.Equal((kind, $"net, operator Maximum, node 'pool': {problem}"), (e.Kind, e.Message));
    }

    [Fact]
    public void AShapeOfAnotherSize_IsRefused()
    {
        NetworkModelBuilder b = new("net", TensorShape.Of(4));
        Assert.Contains("the shape 3x1 does not hold 2 elements", Assert.Throws<ModelFormatException>(() => b.AddMaximum(b.Input, [[0], [1]], TensorShape.Of(3, 1))).Message);
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(2, 2, 2)]
    public void AStep_KeepsItsValues(float low, float atZero, float high)
    {
        NetworkModelBuilder b = new("net", TensorShape.Of(2, 3));
        StepOperator step = Assert.IsType<StepOperator>(b[b.AddStep(b.Input, low, atZero, high)]);
        Assert.Equal((low, atZero, high), (step.Low, step.AtZero, step.High));
        Assert.Equal((TensorShape.Of(2, 3), OperatorKind.Step, true), (step.Shape, step.Kind, step.IsActivation));
    }

    [Theory]
    [InlineData(float.NaN, 0, 1, ModelErrorKind.NonFiniteWeight, "the value below zero is NaN")]
    [InlineData(0, float.PositiveInfinity, 1, ModelErrorKind.NonFiniteWeight, "the value at zero is infinite")]
    [InlineData(0, 0, float.NegativeInfinity, ModelErrorKind.NonFiniteWeight, "the value above zero is infinite")]
    [InlineData(1, 0, -1, ModelErrorKind.Unsupported, "the values below, at and above zero are 1, 0 and -1; only steps that never fall are supported")]
    [InlineData(0, 2, 1, ModelErrorKind.Unsupported, "the values below, at and above zero are 0, 2 and 1; only steps that never fall are supported")]
    public void WrongSteps_AreRefused(float low, float atZero, float high, ModelErrorKind kind, string problem)
    {
        NetworkModelBuilder b = new("net", TensorShape.Of(2));
        ModelFormatException e = Assert.Throws<ModelFormatException>(() => b.AddStep(b.Input, low, atZero, high, "sign"));
        Assert.Equal((kind, $"net, operator Step, node 'sign': {problem}"), (e.Kind, e.Message));
    }

    [Fact]
    public void ContentHash_TellsGroupsAndStepValuesApart()
    {
        string Maximum(params int[][] groups) => Build(b => b.AddMaximum(b.Input, [.. groups.Select(g => g.ToImmutableArray())]));
        string Step(float low, float atZero, float high) => Build(b => b.AddStep(b.Input, low, atZero, high));
        string[] hashes =
        [
            Maximum([0, 1], [2]), Maximum([0], [1, 2]), Maximum([0, 1], [3]), Maximum([0], [1], [2]), Maximum([12], [3]), Maximum([1, 2], [3]),
            Step(0, 0, 1), Step(0, 1, 1), Step(-1, 0, 1), Step(0, 0.5f, 1), Build(b => b.AddRelu(b.Input)),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(hashes[0], Maximum([0, 1], [2]));
        Assert.Equal(hashes[6], Step(0, 0, 1));
    }

    private static string Build(Func<NetworkModelBuilder, int> add)
    {
        NetworkModelBuilder b = new("net", TensorShape.Of(13));
        return b.Build(add(b)).ContentHash;
    }
}
