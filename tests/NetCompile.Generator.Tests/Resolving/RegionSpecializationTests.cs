using System.Collections.Immutable;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;

namespace NetCompile.Generator.Tests.Resolving;

public sealed class RegionSpecializationTests
{
    [Fact]
    public void A_network_is_specialised_once_but_not_for_another_that_says_more()
    {
        EquatableArray<InputInterval> region = Region(2, 3);
        SpecializedModel first = RegionSpecialization.Of(Model("relu", [new InputRange(0, 9)]), region);
        Assert.Same(first, RegionSpecialization.Of(Model("relu", [new InputRange(0, 9)]), Region(2, 3)));

        // The same function over the same region: its layers have other names, or its file states other ranges.
        Assert.Equal(new InputRange(0, 8), Assert.Single(RegionSpecialization.Of(Model("relu", [new InputRange(0, 8)]), region).Model.InputRanges));
        Assert.Contains(RegionSpecialization.Of(Model("other", [new InputRange(0, 9)]), Region(-2, 3)).Model.Operators, o => o.Name == "other");
        Assert.Contains(RegionSpecialization.Of(Model("relu", [new InputRange(0, 9)]), Region(-2, 3)).Model.Operators, o => o.Name == "relu");
        Assert.NotEqual(first.Model.ContentHash, RegionSpecialization.Of(Model("relu", [new InputRange(0, 9)]), Region(-2, 3)).Model.ContentHash);
    }

    [Theory]
    [InlineData(double.NegativeInfinity, 1)]
    [InlineData(0, 1e39)]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 0)]
    public void A_region_that_is_empty_or_not_finite_is_none(double lower, double upper) => Assert.False(RegionSpecialization.IsPossible(Region(lower, upper)));

    [Fact]
    public void A_region_may_be_a_point_or_all_of_float32()
    {
        Assert.True(RegionSpecialization.IsPossible(Region(-0.0, 0.0)));
        Assert.True(RegionSpecialization.IsPossible(Region(float.MinValue, float.MaxValue)));
        Assert.False(RegionSpecialization.IsPossible(EquatableArray<InputInterval>.Empty));
    }

    // ρ(x) + ρ(−x) + ρ(x + 9): with one side of zero, or with both.
    private static NetworkModel Model(string name, ImmutableArray<InputRange> ranges)
    {
        NetworkModelBuilder b = new("m", TensorShape.Of(1));
        int h = b.AddRelu(b.AddDense(0, Tensor.Matrix(3, 1, 1, -1, 1), Tensor.Vector(0, 0, 9)), name);
        return b.Build(b.AddDense(h, Tensor.Matrix(1, 3, 1, 1, 1)), ranges);
    }

    private static EquatableArray<InputInterval> Region(double lower, double upper) => new([InputInterval.Exact(lower, upper)]);
}
