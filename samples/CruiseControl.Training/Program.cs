using System.Globalization;
using CruiseControl.Training;
using NetCompile.Samples.Training;

// Usage: dotnet run -c Release --project samples/CruiseControl.Training [-- OUTPUT.onnx]
const int Seed = 2;
const int Epochs = 40;

string path = args.Length > 0 ? args[0] : "cruise.onnx";
CruiseTrainer trainer = new(Seed);
int epoch = 0;
foreach (double error in trainer.Train(Epochs))
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {++epoch,2}/{Epochs}: root mean square error {Math.Sqrt(error):0.000} m/s²"));
}

byte[] model = OnnxWriter.Write(trainer.Network, "cruise", "situation", "command");
File.WriteAllBytes(path, model);
Console.WriteLine($"{path}: {model.Length} bytes");
