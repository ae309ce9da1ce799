using NetCompile.Samples.Training;

namespace Digits.Training;

/// <summary>Trains a 64-32-16-10 classifier with cross-entropy on adversarial examples.</summary>
/// <remarks>
/// Each image is moved within ±<see cref="Radius"/> grey levels to where the loss grows (the fast gradient sign method of Goodfellow et al., 2015)
/// before the network learns from it. Without that the classifier is as accurate but far easier to fool, and little of its robustness can be proved.
/// </remarks>
internal sealed class DigitTrainer
{
    private const int BatchSize = 16;
    private const double FirstRate = 2e-3;
    private const double WeightDecay = 1e-2;
    private const double Radius = 1.5;

    /// <summary>The network sees grey levels 0..16 as they are; training sees them in 0..1, and <see cref="ForGreyLevels"/> moves the factor into the first layer.</summary>
    private const double Scale = 1.0 / 16;

    private readonly Random _random;
    private readonly AdamOptimizer _optimizer;

    public DigitTrainer(int seed)
    {
        _random = new Random(seed);
        Network = new DenseNetwork(_random, DigitImage.PixelCount, 32, 16, 10);
        _optimizer = new AdamOptimizer(Network);
    }

    /// <summary>The network on pixels in 0..1.</summary>
    public DenseNetwork Network { get; }

    /// <summary>Trains with a learning rate that falls linearly to zero.</summary>
    /// <returns>The mean loss of each epoch.</returns>
    public IEnumerable<double> Train(IReadOnlyList<DigitImage> images, int epochs)
    {
        int[] order = [.. Enumerable.Range(0, images.Count)];
        double[] input = new double[DigitImage.PixelCount];
        double[] gradient = new double[10];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            _random.Shuffle(order);
            double loss = 0;
            for (int start = 0; start < order.Length; start += BatchSize)
            {
                int end = Math.Min(start + BatchSize, order.Length);
                for (int i = start; i < end; i++)
                {
                    DigitImage image = images[order[i]];
                    Scaled(image, input);
                    MoveUphill(input, image.Label, gradient);
                    loss += CrossEntropy(Network.Forward(input), image.Label, gradient);
                    Network.Backward(gradient, _optimizer.Accumulate);
                }

                double done = (epoch + ((double)start / order.Length)) / epochs;
                _optimizer.Step(FirstRate * (1 - done), WeightDecay);
            }

            yield return loss / order.Length;
        }
    }

    /// <summary>The share of images that the network classifies as labelled.</summary>
    public double Accuracy(IEnumerable<DigitImage> images)
    {
        double[] input = new double[DigitImage.PixelCount];
        return images.Average(image =>
        {
            Scaled(image, input);
            return ArgMax(Network.Forward(input)) == image.Label ? 1.0 : 0.0;
        });
    }

    /// <summary>Moves the scaling into the first layer, so that the network takes grey levels 0..16; call it once, after training.</summary>
    public DenseNetwork ForGreyLevels()
    {
        double[] weights = Network.Layers[0].Weights;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= Scale;
        }

        return Network;
    }

    private void MoveUphill(double[] input, int label, double[] gradient)
    {
        CrossEntropy(Network.Forward(input), label, gradient);
        Network.Backward(gradient, accumulate: null);
        for (int i = 0; i < input.Length; i++)
        {
            double step = Radius * Scale * Math.Sign(Network.InputGradient[i]) * _random.NextDouble();
            input[i] = Math.Clamp(input[i] + step, 0, 1);
        }
    }

    private static void Scaled(DigitImage image, double[] input)
    {
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = image.Pixels[i] * Scale;
        }
    }

    private static double CrossEntropy(ReadOnlySpan<double> scores, int label, double[] gradient)
    {
        double largest = scores[ArgMax(scores)];
        double sum = 0;
        for (int c = 0; c < scores.Length; c++)
        {
            gradient[c] = Math.Exp(scores[c] - largest);
            sum += gradient[c];
        }

        for (int c = 0; c < scores.Length; c++)
        {
            gradient[c] = (gradient[c] / sum) - (c == label ? 1 : 0);
        }

        return Math.Log(sum) - (scores[label] - largest);
    }

    private static int ArgMax(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int c = 1; c < scores.Length; c++)
        {
            best = scores[c] > scores[best] ? c : best;
        }

        return best;
    }
}
