using NetCompile.Samples.Training;

namespace Optimization.Training;

/// <summary>Teaches a network a formula by least squares on random samples, each of them new.</summary>
internal sealed class RegressionTrainer
{
    private const int BatchSize = 64;
    private const double FirstRate = 5e-3;

    private readonly Random _random;
    private readonly ITeacher _teacher;
    private readonly AdamOptimizer _optimizer;

    public RegressionTrainer(ITeacher teacher, int seed)
    {
        _random = new Random(seed);
        _teacher = teacher;
        Network = new DenseNetwork(_random, teacher.Widths);
        _optimizer = new AdamOptimizer(Network);
    }

    public DenseNetwork Network { get; }

    /// <summary>Trains with a learning rate that falls linearly to zero; the same seed and steps give the same network.</summary>
    /// <returns>The root mean square error over the last tenth of the steps.</returns>
    public double Train(int steps)
    {
        double[] input = new double[_teacher.Widths[0]];
        double[] gradient = new double[1];
        double squaredError = 0;
        int samples = 0;
        for (int step = 0; step < steps; step++)
        {
            for (int sample = 0; sample < BatchSize; sample++)
            {
                double target = _teacher.Draw(_random, input);
                double error = Network.Forward(input)[0] - target;
                gradient[0] = 2 * error;
                Network.Backward(gradient, _optimizer.Accumulate);
                if (step >= steps - (steps / 10))
                {
                    squaredError += error * error;
                    samples++;
                }
            }

            _optimizer.Step(FirstRate * (1 - ((double)step / steps)));
        }

        return Math.Sqrt(squaredError / samples);
    }
}
