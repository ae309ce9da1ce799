using CruiseControl.Training;
using Digits.Training;
using NetCompile.Models;
using NetCompile.Onnx;
using NetCompile.Samples.Training;
using NetCompile.TestSupport;
using Optimization.Training;

namespace NetCompile.Samples.Tests;

public class TrainingTests
{
    [Fact]
    public void Cruise_training_lowers_the_error_epoch_by_epoch()
    {
        double[] errors = [.. new CruiseTrainer(seed: 2).Train(epochs: 4, stepsPerEpoch: 200)];

        Assert.Equal(4, errors.Length);
        Assert.True(errors.Zip(errors.Skip(1)).All(p => p.Second < p.First), $"mean squared errors: {string.Join(", ", errors)}");

        // A network that had learned nothing but the mean command would err by the variance of the commands.
        Random random = new(9);
        double[] commands = [.. Enumerable.Range(0, 10_000).Select(_ => IntelligentDriver.Command(Situation.Draw(random)))];
        double mean = commands.Average();
        double variance = commands.Average(c => (c - mean) * (c - mean));
        Assert.True(errors[^1] < variance / 4, $"the last mean squared error is {errors[^1]}, the variance {variance}");
    }

    [Fact]
    public void The_same_seed_trains_the_same_network_and_another_seed_another()
    {
        Assert.Equal(Train(2), Train(2));
        Assert.NotEqual(Train(2), Train(3));

        static byte[] Train(int seed)
        {
            CruiseTrainer trainer = new(seed);
            Assert.Single(trainer.Train(epochs: 1, stepsPerEpoch: 20));
            return OnnxWriter.Write(trainer.Network, "cruise", "situation", "command");
        }
    }

    [Theory]
    [InlineData("reactor", 0.05)]
    [InlineData("credit", 0.2)]
    [InlineData("berth", 0.4)]
    public void Lessons_of_the_optimization_sample_are_learned_in_a_few_steps_and_well_by_the_committed_networks(string name, double error)
    {
        ITeacher teacher = name switch { "reactor" => new ReactorTeacher(), "credit" => new CreditTeacher(), _ => new BerthTeacher() };
        RegressionTrainer trainer = new(teacher, seed: 5);
        double learned = trainer.Train(steps: 2000);
        Assert.InRange(learned, 0, error);

        NetworkModel model = OnnxReader.Read(File.ReadAllBytes(Path.Combine(TestData.RepositoryRoot, "samples", "Optimization", "models", name + ".onnx")), name);
        Random random = new(6);
        double[] input = new double[model.InputCount];
        double squaredError = 0, sum = 0, sumOfSquares = 0;
        const int Samples = 5000;
        for (int i = 0; i < Samples; i++)
        {
            double target = teacher.Draw(random, input);
            squaredError += Math.Pow(DoubleEvaluator.Evaluate(model, input)[0] - target, 2);
            (sum, sumOfSquares) = (sum + target, sumOfSquares + (target * target));
        }

        double variance = (sumOfSquares / Samples) - Math.Pow(sum / Samples, 2);
        Assert.True(Math.Sqrt(squaredError / Samples) < learned, "the committed network knows less than two thousand steps teach");
        Assert.True(squaredError / Samples < variance / 20, $"mean squared error {squaredError / Samples}, variance {variance}");
    }

    [SkippableFact]
    public void Digit_training_lowers_the_loss_and_learns_most_digits_in_a_few_epochs()
    {
        IReadOnlyList<DigitImage> images = DigitImage.ReadAll(TestData.Require("digits", "digits.csv.gz"));
        Assert.Equal(1797, images.Count);
        DigitTrainer trainer = new(seed: 1);

        double[] losses = [.. trainer.Train([.. images.Where((_, i) => i % 5 != 0)], epochs: 12)];

        Assert.Equal(12, losses.Length);
        Assert.True(losses[^1] < losses[5] && losses[5] < losses[0], $"losses: {string.Join(", ", losses)}");
        Assert.InRange(trainer.Accuracy(images.Where((_, i) => i % 5 == 0)), 0.9, 1.0);
    }

    [Fact]
    public void Gradients_agree_with_finite_differences()
    {
        Random random = new(5);
        DenseNetwork network = new(random, 3, 6, 4, 2);
        double[] input = [0.3, -0.8, 0.5];
        double[] weightOfOutput = [1.0, -0.7];
        Dictionary<int, double[]> gradients = [];
        network.Forward(input);
        network.Backward(weightOfOutput, (layer, g, h) => gradients[layer] = [.. Outer(g.ToArray(), h.ToArray())]);
        double[] inputGradient = network.InputGradient.ToArray();

        const double Step = 1e-6;
        for (int i = 0; i < input.Length; i++)
        {
            Assert.Equal(Slope(input, i), inputGradient[i], 1e-6);
        }

        for (int l = 0; l < network.Layers.Count; l++)
        {
            for (int i = 0; i < network.Layers[l].Weights.Length; i++)
            {
                Assert.Equal(Slope(network.Layers[l].Weights, i), gradients[l][i], 1e-6);
            }
        }

        double Slope(double[] values, int i)
        {
            double kept = values[i];
            values[i] = kept + Step;
            double above = Loss();
            values[i] = kept - Step;
            double below = Loss();
            values[i] = kept;
            return (above - below) / (2 * Step);
        }

        double Loss()
        {
            ReadOnlySpan<double> y = network.Forward(input);
            return (weightOfOutput[0] * y[0]) + (weightOfOutput[1] * y[1]);
        }

        static IEnumerable<double> Outer(double[] g, double[] h) => g.SelectMany(a => h.Select(b => a * b));
    }

    [Theory]
    [InlineData("1,2,3")]
    [InlineData("")]
    public void An_image_line_that_is_too_short_is_named(string start)
    {
        string path = Path.GetTempFileName();
        try
        {
            string valid = string.Join(",", Enumerable.Repeat("0", 64)) + ",3";
            File.WriteAllText(path, valid + "\n" + start + ",1\n");

            FormatException error = Assert.Throws<FormatException>(() => DigitImage.ReadAll(path));

            Assert.Contains("image 2", error.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
