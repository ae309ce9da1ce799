using System.Globalization;
using NetCompile.Runtime;

namespace NetCompile.Benchmarks.Forward;

/// <summary>The forward pass against naive loops and against the machine's peak: <c>--quick</c>.</summary>
internal static class ForwardComparison
{
    private const string Peak512 = "peak 512-bit", Peak256 = "peak 256-bit";

    public static void Run()
    {
        List<Contender> contenders = [];
        if (MultiplyAddPeak.Has512)
        {
            contenders.Add(new Contender(Peak512, MultiplyAddPeak.Operations512, 1, () => MultiplyAddPeak.Run512()));
        }

        if (MultiplyAddPeak.Has256)
        {
            contenders.Add(new Contender(Peak256, MultiplyAddPeak.Operations256, 1, () => MultiplyAddPeak.Run256()));
        }

        if (contenders.Count == 0)
        {
            Console.Error.WriteLine("This machine has neither AVX-512 nor AVX2 with fused multiply-add; the peak to compare with is not measured.");
            return;
        }

        AddNetwork<AcasShape.Network>(contenders, "ACAS 5-50×6-5");
        AddNetwork<MnistShape.Network>(contenders, "MNIST 784-256-256-10");
        Interleaved times = Interleaved.Run(contenders);
        string peak = contenders.Where(c => c.Name is Peak512 or Peak256).MaxBy(c => times.Rate(c.Name))!.Name;
        Console.WriteLine($"Peak, one core: {string.Join(", ", contenders.Where(c => c.Name is Peak512 or Peak256).Select(c => Invariant($"{c.Name[5..]} {times.Rate(c.Name) / 1e9:f0} GFLOP/s")))}");
        Console.WriteLine();
        Console.WriteLine("| network | form | ns a sample | × naive | % of peak |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: |");
        foreach (Contender c in contenders.Where(c => c.Name.Contains('|')))
        {
            string[] name = c.Name.Split('|');
            Console.WriteLine(Invariant(
                $"| {name[0]} | {name[1]} | {times.Seconds(c.Name) * 1e9:f0} | {times.Speedup(c.Name, name[0] + "|naive loops"):f1} | {100 * times.ShareOf(c.Name, peak):f0} |"));
        }
    }

    private static void AddNetwork<TNetwork>(List<Contender> contenders, string name) where TNetwork : struct, INetwork<TNetwork>
    {
        ForwardPasses<TNetwork> passes = new();
        long one = ForwardPasses<TNetwork>.Operations;
        int samples = ForwardPasses<TNetwork>.Samples;
        contenders.Add(new Contender($"{name}|naive loops", one, 1, passes.Naive));
        contenders.Add(new Contender($"{name}|loaded, one sample", one, 1, passes.Loaded));
        contenders.Add(new Contender($"{name}|generated, one sample", one, 1, passes.Generated));
        contenders.Add(new Contender($"{name}|loaded, batch of 64", samples * one, samples, passes.LoadedBatch));
        contenders.Add(new Contender($"{name}|generated, batch of 64", samples * one, samples, passes.Batch));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
