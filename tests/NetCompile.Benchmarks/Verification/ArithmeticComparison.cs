using System.Diagnostics;
using NetCompile.Cli.Files;
using NetCompile.Cli.Instances;
using NetCompile.Cli.Reports;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Benchmarks.Verification;

/// <summary>What it costs that a proof includes the rounding of the forward pass: the same ACAS Xu instances in both arithmetics, in turn, on one thread, where the boxes are deterministic.</summary>
internal static class ArithmeticComparison
{
    private const int Rounds = 3;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(BenchmarkSets.Limit(BenchmarkSets.Acas)!.Value);

    private static readonly (string Network, int Property)[] s_instances = [("1_1", 3), ("1_1", 5), ("1_1", 6), ("3_3", 2), ("4_2", 2)];

    /// <summary>Prints a row an instance and one for all.</summary>
    /// <param name="folder">The folder of the set.</param>
    /// <param name="filter">Compare only instances whose file names contain this text.</param>
    public static void Run(string folder, string filter)
    {
        Console.WriteLine("\n| instance | boxes, float32 | boxes, real | seconds, float32 | seconds, real | float32 / real |\n| --- | ---: | ---: | ---: | ---: | ---: |");
        double[] single = new double[Rounds], real = new double[Rounds];
        foreach ((string network, int property) in s_instances)
        {
            InstanceKey key = BenchmarkSets.AcasKey(network, property);
            if (!key.ToString().Contains(filter, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            NetworkRunner runner = NetworkRunner.Create(ModelFiles.ReadModel(Path.Combine(folder, key.Model)));
            VerificationProperty statement = ModelFiles.ReadProperty(Path.Combine(folder, key.Property), runner.Model);
            double[] s = new double[Rounds], r = new double[Rounds];
            long singleBoxes = 0, realBoxes = 0;
            for (int round = 0; round < Rounds; round++)
            {
                s[round] = Time(runner, statement, Arithmetic.Float32, out singleBoxes);
                r[round] = Time(runner, statement, Arithmetic.Real, out realBoxes);
                single[round] += s[round];
                real[round] += r[round];
            }

            Write($"{network} prop {property}", singleBoxes, realBoxes, s, r);
        }

        Write("all", null, null, single, real);
    }

    private static double Time(NetworkRunner runner, VerificationProperty property, Arithmetic arithmetic, out long boxes)
    {
        Stopwatch watch = Stopwatch.StartNew();
        VerificationResult result = Verifier.Verify(runner, property, new VerificationOptions { Threads = 1, Arithmetic = arithmetic, TimeLimit = s_limit });
        boxes = result.Verdict == Verdict.Unknown ? throw new BenchmarkException($"{result}: only decided instances can be compared.") : result.Boxes;
        return watch.Elapsed.TotalSeconds;
    }

    private static void Write(string name, long? singleBoxes, long? realBoxes, double[] single, double[] real) => Console.WriteLine(
        $"| {name} | {Boxes(singleBoxes)} | {(singleBoxes is not null && singleBoxes == realBoxes ? "the same" : Boxes(realBoxes))} | {VerdictText.Seconds(RunSummary.Median(single))} "
        + FormattableString.Invariant($"| {VerdictText.Seconds(RunSummary.Median(real))} | {RunSummary.Median(single.Zip(real, (s, r) => s / r)):0.00} |"));

    private static string Boxes(long? boxes) => boxes is { } count ? VerdictText.Count(count) : "";
}
