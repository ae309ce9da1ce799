using NetCompile.Models;

namespace NetCompile.Benchmarks.Milp;

/// <summary>A 784-50-50-10 ReLU network, trained here on 900 of the 1,000 stored MNIST test images: mini-batches of 20, momentum, weight decay. The same weights in every run.</summary>
internal sealed class DigitNetwork
{
    private const int Pixels = 784, Hidden = 50, Classes = 10, TrainingImages = 900, Epochs = 60, BatchSize = 20;
    private const float Rate = 0.05f, Momentum = 0.9f, Decay = 1e-3f;

    private readonly float[][] _weights = new float[3][], _biases = new float[3][];
    private readonly int[] _widths = [Pixels, Hidden, Hidden, Classes];

    private DigitNetwork(Random random)
    {
        for (int l = 0; l < 3; l++)
        {
            float scale = MathF.Sqrt(6f / _widths[l]);
            _weights[l] = [.. Enumerable.Range(0, _widths[l] * _widths[l + 1]).Select(_ => ((2 * random.NextSingle()) - 1) * scale)];
            _biases[l] = new float[_widths[l + 1]];
        }
    }

    /// <summary>The images and labels of a data folder, pixels in [0, 1].</summary>
    /// <exception cref="BenchmarkException">The files are missing or are not what they should be.</exception>
    public static (float[][] Images, int[] Labels) Read(string data)
    {
        string images = Path.Combine(data, "mnist", "t10k-first1000-images-idx3-ubyte"), labels = Path.Combine(data, "mnist", "t10k-first1000-labels-idx1-ubyte");
        if (!File.Exists(images) || !File.Exists(labels))
        {
            throw new Verification.BenchmarkException($"The folder '{data}' has no mnist/t10k-first1000-… files.");
        }

        byte[] pixels = File.ReadAllBytes(images), classes = File.ReadAllBytes(labels);
        int count = classes.Length - 8;
        if (pixels.Length != 16 + (count * Pixels))
        {
            throw new Verification.BenchmarkException($"{count} labels, but {pixels.Length - 16} bytes of images.");
        }

        return ([.. Enumerable.Range(0, count).Select(i => Array.ConvertAll(pixels[(16 + (i * Pixels))..(16 + ((i + 1) * Pixels))], p => p / 255f))], [.. classes[8..].Select(c => (int)c)]);
    }

    /// <summary>Trains, and says how many of the images that were held back it reads.</summary>
    public static (NetworkModel Model, double Accuracy) Train(float[][] images, int[] labels)
    {
        Random random = new(20261122);
        DigitNetwork network = new(random);
        float[][] weightSpeed = [.. network._weights.Select(w => new float[w.Length])], biasSpeed = [.. network._biases.Select(b => new float[b.Length])];
        int[] order = [.. Enumerable.Range(0, TrainingImages)];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (int[] batch in order.Chunk(BatchSize))
            {
                network.Step(batch, images, labels, weightSpeed, biasSpeed, epoch < Epochs / 2 ? Rate : Rate / 5);
            }
        }

        int right = Enumerable.Range(TrainingImages, images.Length - TrainingImages).Count(i => network.Class(images[i]) == labels[i]);
        return (network.Build(), (double)right / (images.Length - TrainingImages));
    }

    private int Class(float[] image)
    {
        float[] logits = Forward(image)[^1];
        return Array.IndexOf(logits, logits.Max());
    }

    private NetworkModel Build()
    {
        NetworkModelBuilder b = new("digits-50-50", TensorShape.Of(Pixels));
        int value = b.Input;
        for (int l = 0; l < 3; l++)
        {
            value = b.AddDense(value, new Tensor(TensorShape.Of(_widths[l + 1], _widths[l]), [.. _weights[l]]), new Tensor(TensorShape.Of(_widths[l + 1]), [.. _biases[l]]));
            value = l < 2 ? b.AddRelu(value) : value;
        }

        return b.Build(value);
    }

    private float[][] Forward(float[] image)
    {
        float[][] values = new float[4][];
        values[0] = image;
        for (int l = 0; l < 3; l++)
        {
            values[l + 1] = new float[_widths[l + 1]];
            for (int i = 0; i < values[l + 1].Length; i++)
            {
                float sum = _biases[l][i];
                for (int j = 0, at = i * _widths[l]; j < _widths[l]; j++, at++)
                {
                    sum += _weights[l][at] * values[l][j];
                }

                values[l + 1][i] = l < 2 ? MathF.Max(0, sum) : sum;
            }
        }

        return values;
    }

    private void Step(int[] batch, float[][] images, int[] labels, float[][] weightSpeed, float[][] biasSpeed, float rate)
    {
        float[][] weightGradient = [.. _weights.Select(w => new float[w.Length])], biasGradient = [.. _biases.Select(b => new float[b.Length])];
        foreach (int image in batch)
        {
            float[][] values = Forward(images[image]);
            float top = values[3].Max(), total = values[3].Sum(v => MathF.Exp(v - top));
            float[] gradient = [.. values[3].Select((v, c) => (MathF.Exp(v - top) / total) - (c == labels[image] ? 1 : 0))];
            for (int l = 2; l >= 0; l--)
            {
                float[] next = new float[_widths[l]];
                for (int i = 0; i < gradient.Length; i++)
                {
                    biasGradient[l][i] += gradient[i];
                    for (int j = 0, at = i * _widths[l]; j < _widths[l]; j++, at++)
                    {
                        weightGradient[l][at] += gradient[i] * values[l][j];
                        next[j] += _weights[l][at] * gradient[i];
                    }
                }

                gradient = [.. next.Select((g, j) => l > 0 && values[l][j] > 0 ? g : 0)];
            }
        }

        for (int l = 0; l < 3; l++)
        {
            Move(_weights[l], weightSpeed[l], weightGradient[l], rate / batch.Length, rate * Decay);
            Move(_biases[l], biasSpeed[l], biasGradient[l], rate / batch.Length, 0);
        }
    }

    private static void Move(float[] values, float[] speed, float[] gradient, float rate, float decay)
    {
        for (int k = 0; k < values.Length; k++)
        {
            speed[k] = (Momentum * speed[k]) - (rate * gradient[k]) - (decay * values[k]);
            values[k] += speed[k];
        }
    }
}
