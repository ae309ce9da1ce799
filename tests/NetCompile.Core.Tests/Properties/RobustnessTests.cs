using NetCompile.Properties;

namespace NetCompile.Core.Tests.Properties;

public sealed class RobustnessTests
{
    [Fact]
    public void TheBox_IsExactAndCutAtTheRanges()
    {
        VerificationProperty property = VerificationProperty.Robustness("r", [0.1f, 0.95f], 0.1, [InputInterval.Exact(0, 1), InputInterval.Exact(0, 1)], 1, 3);
        PropertyCase only = Assert.Single(property.Cases);
        Rational center = Rational.FromDouble(0.1f), radius = Rational.FromDouble(0.1);
        Assert.Equal((center + radius).ToDoubleUp(), only.Region[0].Upper);
        Assert.Equal((center + radius).ToDoubleDown(), only.Region[0].InnerUpper);
        Assert.Equal((center - radius).ToDoubleDown(), only.Region[0].Lower);
        Assert.Equal(1, only.Region[1].Upper);
    }

    [Fact]
    public void AnyOtherOutputThatReachesTheLabel_Violates()
    {
        VerificationProperty property = VerificationProperty.Robustness("r", [0f], 0.5, default, 1, 3);
        Assert.Equal(["-1·Y_0 + Y_1 ≤ 0", "Y_1 + -1·Y_2 ≤ 0"], property.Cases[0].Unsafe.Select(u => Assert.Single(u.Constraints).ToString()));
        Assert.True(PropertyEvaluator.IsViolated(property, [0.5f], [2f, 2f, 1f]));
        Assert.True(PropertyEvaluator.IsViolated(property, [-0.5f], [0f, 2f, 3f]));
        Assert.False(PropertyEvaluator.IsViolated(property, [0f], [1f, 2f, 1f]));
        Assert.False(PropertyEvaluator.IsViolated(property, [0.6f], [2f, 2f, 1f]));
    }

    [Fact]
    public void Degenerate_CasesAreTold()
    {
        Assert.True(VerificationProperty.Robustness("r", [5f], 0.5, [InputInterval.Exact(0, 1)], 0, 2).IsRegionEmpty);
        VerificationProperty single = VerificationProperty.Robustness("r", [0f], 0.5, default, 0, 1);
        Assert.Empty(single.Cases);
        Assert.False(single.IsRegionEmpty);
        Assert.Throws<ArgumentException>(() => VerificationProperty.Robustness("r", [0f], -1, default, 0, 2));
        Assert.Throws<ArgumentException>(() => VerificationProperty.Robustness("r", [0f], double.NaN, default, 0, 2));
        Assert.Throws<ArgumentException>(() => VerificationProperty.Robustness("r", [float.NaN], 1, default, 0, 2));
        Assert.Throws<ArgumentException>(() => VerificationProperty.Robustness("r", [0f], 1, default, 2, 2));
    }
}
