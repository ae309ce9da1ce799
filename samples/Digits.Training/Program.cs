using System.Globalization;
using Digits.Training;
using NetCompile.Samples.Training;

// Usage: dotnet run -c Release --project samples/Digits.Training -- digits.csv.gz [OUTPUT.onnx]
// digits.csv.gz is part of scikit-learn: sklearn/datasets/data/digits.csv.gz (1,797 images).
const int Seed = 1;
const int Epochs = 60;
const int TestEvery = 5;

if (args.Length == 0)
{
    Console.Error.WriteLine("Which data? Give the path of scikit-learn's digits.csv.gz (sklearn/datasets/data/digits.csv.gz), then where to write the model.");
    return 2;
}

string path = args.Length > 1 ? args[1] : "digits.onnx";
IReadOnlyList<DigitImage> images = DigitImage.ReadAll(args[0]);
DigitImage[] training = [.. images.Where((_, i) => i % TestEvery != 0)];
DigitImage[] test = [.. images.Where((_, i) => i % TestEvery == 0)];
Console.WriteLine($"{training.Length} images to train, {test.Length} to test");

DigitTrainer trainer = new(Seed);
int epoch = 0;
foreach (double loss in trainer.Train(training, Epochs))
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {++epoch,2}/{Epochs}: loss {loss:0.0000}, test accuracy {trainer.Accuracy(test):0.0 %}"));
}

byte[] model = OnnxWriter.Write(trainer.ForGreyLevels(), "digits", "pixels", "scores");
File.WriteAllBytes(path, model);
Console.WriteLine($"{path}: {model.Length} bytes");
return 0;
