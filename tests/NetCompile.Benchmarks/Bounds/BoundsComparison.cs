using System.Diagnostics;
using System.Globalization;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;
using NetCompile.VnnLib;

namespace NetCompile.Benchmarks.Bounds;

/// <summary>Every bound method on the first input box of a property: mean width of the outputs' bounds, and time.</summary>
internal static class BoundsComparison
{
    private const int Repeats = 5;

    public static void Run(string modelPath, string propertyPath)
    {
        NetworkModel model = ModelReader.Read(File.ReadAllBytes(modelPath), Path.GetFileName(modelPath));
        VerificationProperty property = VnnLibReader.Read(File.ReadAllText(propertyPath), Path.GetFileName(propertyPath), model.InputCount, model.OutputCount);
        NetworkRunner network = NetworkRunner.Create(model);
        Console.WriteLine($"{Path.GetFileName(modelPath)}, {Path.GetFileName(propertyPath)}");
        foreach (BoundMethod method in Enum.GetValues<BoundMethod>())
        {
            // The first call compiles. Disturbances only add time, so the least says most about the method.
            OutputBounds bounds = OutputBounds.Compute(network, property.Cases[0].Region, method, Arithmetic.Real);
            double least = double.PositiveInfinity;
            for (int i = 0; i < Repeats; i++)
            {
                Stopwatch watch = Stopwatch.StartNew();
                bounds = OutputBounds.Compute(network, property.Cases[0].Region, method, Arithmetic.Real);
                least = Math.Min(least, watch.Elapsed.TotalMilliseconds);
            }

            double width = bounds.Upper.Zip(bounds.Lower, (u, l) => u - l).Average();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {method} | {width:G5} | {least:F2} |"));
        }
    }
}
