using NetCompile.Samples.Training;

namespace CruiseControl.Training;

/// <summary>Teaches a small network the <see cref="IntelligentDriver"/> by regression on random situations.</summary>
internal sealed class CruiseTrainer
{
    private const int BatchSize = 64;
    private const int StepsPerEpoch = 2000;
    private const double FirstRate = 4e-3;

    private readonly Random _random;
    private readonly AdamOptimizer _optimizer;

    public CruiseTrainer(int seed)
    {
        _random = new Random(seed);
        Network = new DenseNetwork(_random, 4, 24, 24, 1);
        _optimizer = new AdamOptimizer(Network);
    }

    public DenseNetwork Network { get; }

    /// <summary>Trains with a learning rate that falls linearly to zero; the same seed and epochs give the same network.</summary>
    /// <returns>The mean squared error, in (m/s²)², of each epoch.</returns>
    public IEnumerable<double> Train(int epochs, int stepsPerEpoch = StepsPerEpoch)
    {
        double[] input = new double[4];
        double[] gradient = new double[1];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double squaredError = 0;
            for (int step = 0; step < stepsPerEpoch; step++)
            {
                for (int sample = 0; sample < BatchSize; sample++)
                {
                    // Every situation is new, so the network cannot learn any by heart.
                    Situation situation = Situation.Draw(_random);
                    situation.Normalise(input);
                    double error = Network.Forward(input)[0] - IntelligentDriver.Command(situation);
                    squaredError += error * error;
                    gradient[0] = 2 * error;
                    Network.Backward(gradient, _optimizer.Accumulate);
                }

                double done = ((double)epoch * stepsPerEpoch + step) / ((double)epochs * stepsPerEpoch);
                _optimizer.Step(FirstRate * (1 - done));
            }

            yield return squaredError / (stepsPerEpoch * BatchSize);
        }
    }
}
