using System.Globalization;

namespace NetCompile.Benchmarks.Specialization;

/// <summary>Generated classes with and without <c>SpecializeToRegion</c>, called as users call them, guard included.</summary>
internal static class GeneratedComparison
{
    private const int Batch = 64;

    private delegate void Single(ReadOnlySpan<float> input, Span<float> output);

    private delegate void Many(ReadOnlySpan<float> inputs, Span<float> outputs, int count);

    public static void Run()
    {
        Compare(
            "5-50×6-5, inputs from 0.2 to 0.21", 5, 5, 0.2f, 0.21f, AcasShapeSmall.Forward, AcasShapeSmall.ForwardBatch, AcasShapeSpecialized.Forward, AcasShapeSpecialized.ForwardBatch,
            (AcasShapeSpecialized.Specialization.Neurons, AcasShapeSpecialized.Specialization.ConstantNeurons, AcasShapeSpecialized.Specialization.MergedNeurons),
            (AcasShapeSpecialized.Specialization.OriginalMultiplyAdds, AcasShapeSpecialized.Specialization.MultiplyAdds), AcasShapeSpecialized.Specialization.MaxDifference.Max());
        Compare(
            "784-256-256-10, inputs from 0.4 to 0.401", 784, 10, 0.4f, 0.401f, MnistShapeSmall.Forward, MnistShapeSmall.ForwardBatch, MnistShapeSpecialized.Forward, MnistShapeSpecialized.ForwardBatch,
            (MnistShapeSpecialized.Specialization.Neurons, MnistShapeSpecialized.Specialization.ConstantNeurons, MnistShapeSpecialized.Specialization.MergedNeurons),
            (MnistShapeSpecialized.Specialization.OriginalMultiplyAdds, MnistShapeSpecialized.Specialization.MultiplyAdds), MnistShapeSpecialized.Specialization.MaxDifference.Max());
    }

    private static void Compare(
        string name, int inputs, int outputs, float lower, float upper, Single plain, Many plainBatch, Single special, Many specialBatch,
        (int Neurons, int Constant, int Merged) counts, (long Before, long After) work, double difference)
    {
        Random random = new(1);
        float[] x = [.. Enumerable.Range(0, Batch * inputs).Select(_ => Math.Clamp(lower + (random.NextSingle() * (upper - lower)), lower, upper))], y = new float[Batch * outputs];
        Interleaved times = Interleaved.Run(
        [
            new("plain", 1, 1, () => plain(x.AsSpan(0, inputs), y.AsSpan(0, outputs))),
            new("special", 1, 1, () => special(x.AsSpan(0, inputs), y.AsSpan(0, outputs))),
            new("plain, batch", 1, Batch, () => plainBatch(x, y, Batch)),
            new("special, batch", 1, Batch, () => specialBatch(x, y, Batch)),
        ]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {counts.Constant} constant and {counts.Merged} merged of {counts.Neurons} neurons, {work.Before} to {work.After} multiply-adds, difference at most {difference:G2}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  one sample {times.Seconds("plain") * 1e9:F0} to {times.Seconds("special") * 1e9:F0} ns, {times.Speedup("special", "plain"):F2}x; a sample of {Batch} {times.Seconds("plain, batch") * 1e9:F0} to {times.Seconds("special, batch") * 1e9:F0} ns, {times.Speedup("special, batch", "plain, batch"):F2}x"));
    }
}
