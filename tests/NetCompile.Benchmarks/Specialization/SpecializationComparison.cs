using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;
using NetCompile.VnnLib;

namespace NetCompile.Benchmarks.Specialization;

/// <summary>A network and what specialisation to the first input box of a property makes of it: size, distance, forward pass, verification of that property, and what the guard costs.</summary>
internal static class SpecializationComparison
{
    private const int Batch = 64;

    // What the generator spends on CROWN at most; beyond it the pass gets intervals, as there.
    private const long MaxCrownWork = 1_000_000_000;

    /// <param name="modelPath">The network.</param>
    /// <param name="propertyPath">The property.</param>
    /// <param name="shrink">The share of the box, around its middle, that counts; 1 for all of it.</param>
    public static void Run(string modelPath, string propertyPath, double shrink)
    {
        NetworkModel model = LowerMaximumPass.Run(ModelReader.Read(File.ReadAllBytes(modelPath), Path.GetFileName(modelPath)));
        VerificationProperty property = VnnLibReader.Read(File.ReadAllText(propertyPath), Path.GetFileName(propertyPath), model.InputCount, model.OutputCount);
        ImmutableArray<InputInterval> region = [.. property.Cases[0].Region.Select(i => Shrink(i, shrink))];
        property = property with { Cases = [property.Cases[0] with { Region = region }] };

        bool usesCrown = CrownWork(model) <= MaxCrownWork;
        Func<NetworkModel, ImmutableArray<InputInterval>, NetworkBounds> bounds = usesCrown ? (m, r) => CrownBounds.Compute(m, r, new CrownOptions(IntersectWithIntervals: true)) : IntervalBounds.Compute;
        SpecializePass.Run(model, region, bounds); // compiles
        Stopwatch watch = Stopwatch.StartNew();
        _ = bounds(model, SpecializePass.Widen(region));
        double boundTime = watch.Elapsed.TotalMilliseconds;
        watch.Restart();
        SpecializedModel specialized = SpecializePass.Run(model, region, bounds);
        double passTime = watch.Elapsed.TotalMilliseconds - boundTime;
        SpecializationCounts c = specialized.Counts;
        Print($"{Path.GetFileName(modelPath)}, {Path.GetFileName(propertyPath)}, {shrink:P0} of its box");
        Print($"bounds by {(usesCrown ? "CROWN" : "intervals")} {boundTime:F0} ms, the rest of the pass {passTime:F0} ms");
        Print($"{c.Gone} of {c.Neurons} neurons went ({c.Constant} constant, {c.Merged} merged, {c.Unused} unused), {c.KeptLinear} linear ones stayed; multiply-adds {c.OriginalMultiplyAdds} to {c.MultiplyAdds}");
        Print($"largest bound on the difference {specialized.MaxDifference.Max():G3}, outputs' magnitudes {Magnitude(model, region):G3}, largest seen {LargestDifference(specialized, region):G3}");
        Forward(specialized, region);
        Verification(specialized, property);
    }

    private static void Forward(SpecializedModel specialized, ImmutableArray<InputInterval> region)
    {
        NetworkRunner original = NetworkRunner.Create(specialized.Original), small = NetworkRunner.Create(specialized.Model);
        RegionGuard guard = new(region, [.. region.Select((_, i) => $"x{i}")]);
        float[] input = Inputs(region, new Random(1), Batch), output = new float[Batch * original.Model.OutputCount];
        int n = original.Model.InputCount, m = original.Model.OutputCount;
        Interleaved times = Interleaved.Run(
        [
            new("original", 1, 1, () => original.Forward(input.AsSpan(0, n), output.AsSpan(0, m))),
            new("specialised", 1, 1, () => small.Forward(input.AsSpan(0, n), output.AsSpan(0, m))),
            new("guard", 1, 1, () => guard.Require(input.AsSpan(0, n))),
            new("original, batch", 1, Batch, () => original.ForwardBatch(input, output, Batch)),
            new("specialised, batch", 1, Batch, () => small.ForwardBatch(input, output, Batch)),
            new("guard, batch", 1, Batch, () => guard.Require(input, Batch)),
        ]);
        Print($"one sample: {times.Seconds("original") * 1e9:F0} ns to {times.Seconds("specialised") * 1e9:F0} ns, {times.Speedup("specialised", "original"):F2}x; the guard {times.Seconds("guard") * 1e9:F1} ns");
        Print($"a sample of {Batch}: {times.Seconds("original, batch") * 1e9:F0} ns to {times.Seconds("specialised, batch") * 1e9:F0} ns, {times.Speedup("specialised, batch", "original, batch"):F2}x; the guard {times.Seconds("guard, batch") * 1e9:F1} ns");
    }

    // In turn, the least of five: disturbances only add time.
    private static void Verification(SpecializedModel specialized, VerificationProperty property)
    {
        NetworkRunner[] networks = [NetworkRunner.Create(specialized.Original), NetworkRunner.Create(specialized.Model)];
        double[] least = [double.PositiveInfinity, double.PositiveInfinity];
        VerificationResult[] results = new VerificationResult[2];
        VerificationOptions options = new() { TimeLimit = TimeSpan.FromSeconds(10) };
        for (int round = 0; round < 6; round++)
        {
            for (int k = 0; k < 2; k++)
            {
                Stopwatch watch = Stopwatch.StartNew();
                results[k] = Verifier.Verify(networks[k], property, options);
                least[k] = round == 0 && watch.Elapsed < TimeSpan.FromSeconds(1) ? least[k] : Math.Min(least[k], watch.Elapsed.TotalMilliseconds);
            }

            if (least.Max() > 1000 && round >= 1)
            {
                break;
            }
        }

        Print($"verification: {results[0].Verdict} in {least[0]:F1} ms, specialised {results[1].Verdict} in {least[1]:F1} ms, {least[0] / least[1]:F2}x");
    }

    private static InputInterval Shrink(InputInterval i, double share)
    {
        double middle = (i.Lower + i.Upper) / 2, radius = (i.Upper - i.Lower) / 2 * share;
        return share == 1 ? i : InputInterval.Exact(middle - radius, middle + radius);
    }

    private static double Magnitude(NetworkModel model, ImmutableArray<InputInterval> region) =>
        DoubleEvaluator.Evaluate(model, region.Select(i => (i.Lower + i.Upper) / 2).ToArray()).Max(Math.Abs);

    private static double LargestDifference(SpecializedModel specialized, ImmutableArray<InputInterval> region)
    {
        NetworkRunner original = NetworkRunner.Create(specialized.Original), small = NetworkRunner.Create(specialized.Model);
        const int count = 2000;
        float[] inputs = Inputs(region, new Random(2), count), a = new float[count * original.Model.OutputCount], b = new float[a.Length];
        original.ForwardBatch(inputs, a, count);
        small.ForwardBatch(inputs, b, count);
        return a.Zip(b, (x, y) => Math.Abs((double)x - y)).Max();
    }

    private static float[] Inputs(ImmutableArray<InputInterval> region, Random random, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(_ => region.Select(i => Math.Clamp((float)(i.Lower + (random.NextDouble() * (i.Upper - i.Lower))), (float)i.Lower, (float)i.Upper)))];

    // As the generator counts: two substitutions a unit, through all layers before it.
    private static long CrownWork(NetworkModel model)
    {
        HashSet<int> bounded = [.. model.Operators.Where(o => o.IsActivation).Select(o => o.Sources[0]), model.Output];
        long before = 0, work = 0;
        foreach (NetworkOperator o in model.Operators)
        {
            work += bounded.Contains(o.Id) ? 2L * o.Count * before : 0;
            before += o is DenseOperator d ? (long)d.Inputs * d.Outputs : o.Count;
        }

        return work;
    }

    private static void Print(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
