using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Tests.Propagation;

public sealed unsafe class PointBatchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(PointBatch.Size)]
    public void Values_and_gradients_are_those_of_the_network_at_each_point(int points)
    {
        int compared = 0;
        for (int seed = 0; seed < 30; seed++)
        {
            Random random = new(seed);
            NetworkModel model = (seed % 3) switch
            {
                0 => RandomNetworks.EveryOperator(random, 3, 9, 4),
                1 => RandomNetworks.Chain(random, 4, 11, 13, 3),
                _ => RandomNetworks.Tangle(random, 3, seed % 2 == 0 ? 3 : 4, 9),
            };
            int n = model.InputCount, m = model.OutputCount;
            using PointBatch batch = new(NetworkRunner.Create(model));
            // Twice in the same memory: nothing may be left over.
            for (int round = 0; round < 2; round++)
            {
                double[][] x = [.. Enumerable.Range(0, points).Select(_ => Enumerable.Range(0, n).Select(_ => (random.NextDouble() * 4) - 2).ToArray())];
                double[] weights = [.. Enumerable.Range(0, m).Select(_ => (random.NextDouble() * 2) - 1)];
                for (int p = 0; p < points; p++)
                {
                    x[p].CopyTo(new Span<double>(batch.Values(0) + (p * batch.Tables.Stride[0]), n));
                }

                batch.Evaluate(points);
                batch.BeginGradients();
                for (int p = 0; p < points; p++)
                {
                    // The network's function is Σ w_k y_k + 3 x_0.
                    new ReadOnlySpan<double>([.. weights]).CopyTo(new Span<double>(batch.Touch(model.Output) + (p * batch.Tables.Stride[model.Output]), m));
                    batch.Touch(0)[p * batch.Tables.Stride[0]] += 3;
                }

                batch.Differentiate(points);
                for (int p = 0; p < points; p++)
                {
                    double[][] values = DoubleEvaluator.EvaluateAll(model, x[p]);
                    for (int id = 0; id < values.Length; id++)
                    {
                        for (int k = 0; k < values[id].Length; k++)
                        {
                            Assert.Equal(values[id][k], batch.Values(id)[(p * batch.Tables.Stride[id]) + k], 1e-9 * (1 + Math.Abs(values[id][k])));
                        }
                    }

                    for (int j = 0; j < n; j++)
                    {
                        double At(double step)
                        {
                            double[] moved = [.. x[p]];
                            moved[j] += step;
                            return DoubleEvaluator.Evaluate(model, moved).Zip(weights, (y, w) => y * w).Sum() + (3 * moved[0]);
                        }

                        const double h = 1e-6;
                        double right = (At(h) - At(0)) / h, left = (At(0) - At(-h)) / h;
                        if (Math.Abs(right - left) < 1e-7 * (1 + Math.Abs(right)))
                        {
                            // No kink in between.
                            double gradient = batch.Gradients(0)[(p * batch.Tables.Stride[0]) + j];
                            Assert.True(Math.Abs(gradient - right) < 1e-6 * (1 + Math.Abs(right)), $"seed {seed}, point {p}, input {j}: {gradient}, the difference quotient is {right}");
                            compared++;
                        }
                    }
                }
            }
        }

        Assert.True(compared > 100 * points, $"only {compared} derivatives were compared");
    }

    [Fact]
    public void A_surrogate_slope_sees_through_a_neuron_that_is_off()
    {
        NetworkModelBuilder b = new("off", TensorShape.Of(1));
        NetworkModel model = b.Build(b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 1, 2), Tensor.Vector(-5))));
        using PointBatch batch = new(NetworkRunner.Create(model));
        batch.InactiveSlope[1] = 0.25;
        batch.Evaluate(2);
        batch.BeginGradients();
        double* dy = batch.Touch(model.Output);
        (dy[0], dy[batch.Tables.Stride[model.Output]]) = (1, 1);
        batch.Differentiate(2);
        Assert.Equal((0, 0.5), (batch.Gradients(0)[0], batch.Gradients(0)[batch.Tables.Stride[0]]));
    }
}
