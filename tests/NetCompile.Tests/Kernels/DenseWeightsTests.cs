using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Tests.Kernels;

public class DenseWeightsTests
{
    [Fact]
    public void LengthsThatDisagreeAreNamed()
    {
        Assert.Contains("11", Assert.Throws<ArgumentException>(() => DenseWeights.Pack(new float[11], default, 3, 4)).Message);
        Assert.Contains("12", Assert.Throws<ArgumentException>(() => DenseWeights.Pack(new float[11], default, 3, 4)).Message);
        Assert.Contains("3", Assert.Throws<ArgumentException>(() => DenseWeights.Pack(new float[12], new float[3], 3, 4)).Message);
        Assert.Throws<ArgumentException>(() => DenseWeights.Pack(default, default, -1, 0));
    }

    [Fact]
    public unsafe void MemoryIsAlignedToCacheLines()
    {
        for (int i = 0; i < 20; i++)
        {
            DenseWeights weights = DenseWeights.Pack(new float[7 * i], default, 7, i);
            Assert.Equal(0u, (nuint)weights.Panels % 64);
            Assert.Equal(0u, (nuint)weights.Blocks % 64);
        }
    }

    [Fact]
    public void AnOperatorWithoutBiasPacksZeros()
    {
        NetworkModelBuilder builder = new("net", TensorShape.Of(2));
        int dense = builder.AddDense(builder.Input, Tensor.Matrix(3, 2, 1, 2, 3, 4, 5, 6));
        DenseWeights weights = DenseWeights.Pack((DenseOperator)builder[dense]);
        float[] output = new float[3];
        DenseKernel.Forward(new DynamicDenseShape(2, 3), default(IdentityActivation), weights, [10, 1], output);
        Assert.Equal([12f, 34f, 56f], output);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(257)]
    public void RowBlocksCoverTheOutputsInBlocksThatHaveAKernel(int outputs)
    {
        int covered = 0;
        while (covered < outputs)
        {
            int rows = DenseWeights.BlockRows(outputs - covered);
            Assert.Contains(rows, new[] { 1, 2, 4, 6 });
            covered += rows;
        }

        Assert.Equal(outputs, covered);
    }
}
