using CruiseControl.Training;
using Digits.Training;
using NetCompile.Models;
using NetCompile.Onnx;
using NetCompile.Samples.Training;
using NetCompile.TestSupport;

namespace NetCompile.Samples.Tests;

public class OnnxWriterTests
{
    [Fact]
    public void A_written_network_reads_back_as_the_same_function()
    {
        Random random = new(11);
        DenseNetwork network = new(random, 3, 7, 5, 2);
        foreach (DenseLayer layer in network.Layers)
        {
            for (int i = 0; i < layer.Biases.Length; i++)
            {
                layer.Biases[i] = random.NextDouble() - 0.5;
            }
        }

        NetworkModel model = OnnxReader.Read(OnnxWriter.Write(network, "example", "x", "y"), "example.onnx");

        Assert.Equal((3, 2), (model.InputCount, model.OutputCount));
        for (int sample = 0; sample < 50; sample++)
        {
            double[] input = [random.NextDouble(), -random.NextDouble(), random.NextDouble()];
            double[] expected = network.Forward(input).ToArray();
            double[] actual = DoubleEvaluator.Evaluate(model, input);

            // The file holds float32 weights; nothing else differs.
            Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-5));
        }
    }

    [Fact]
    public void The_cruise_model_of_the_sample_imitates_the_driver_model()
    {
        NetworkModel model = Committed("CruiseControl", "cruise.onnx");
        Random random = new(12);
        double[] input = new double[4];
        double squaredError = 0;
        const int Situations = 5000;
        for (int i = 0; i < Situations; i++)
        {
            Situation situation = Situation.Draw(random);
            situation.Normalise(input);
            double error = DoubleEvaluator.Evaluate(model, input)[0] - IntelligentDriver.Command(situation);
            squaredError += error * error;
        }

        // m/s²; an untrained network is off by several.
        Assert.InRange(Math.Sqrt(squaredError / Situations), 0.01, 0.2);
    }

    [SkippableFact]
    public void The_digits_model_of_the_sample_reads_the_test_images()
    {
        IReadOnlyList<DigitImage> images = DigitImage.ReadAll(TestData.Require("digits", "digits.csv.gz"));
        NetworkModel model = Committed("Digits", "digits.onnx");

        double accuracy = images.Where((_, i) => i % 5 == 0).Average(image =>
        {
            double[] scores = DoubleEvaluator.Evaluate(model, image.Pixels);
            return Array.IndexOf(scores, scores.Max()) == image.Label ? 1.0 : 0.0;
        });

        Assert.InRange(accuracy, 0.96, 1.0);
    }

    private static NetworkModel Committed(string sample, string file) =>
        OnnxReader.Read(File.ReadAllBytes(Path.Combine(TestData.RepositoryRoot, "samples", sample, "models", file)), file);
}
