using System.Globalization;
using NetCompile.Samples.Training;
using Optimization.Training;

// Usage: dotnet run -c Release --project samples/Optimization.Training [-- FOLDER]
const int Seed = 3;
const int Steps = 30_000;

string folder = args.Length > 0 ? args[0] : ".";
(string Name, ITeacher Teacher)[] lessons = [("reactor", new ReactorTeacher()), ("credit", new CreditTeacher()), ("berth", new BerthTeacher())];
foreach ((string name, ITeacher teacher) in lessons)
{
    RegressionTrainer trainer = new(teacher, Seed);
    double error = trainer.Train(Steps);
    string path = Path.Combine(folder, name + ".onnx");
    byte[] model = OnnxWriter.Write(trainer.Network, name, "x", "y");
    File.WriteAllBytes(path, model);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: root mean square error {error:0.0000}, {model.Length} bytes"));
}
