using System.Diagnostics;
using System.Globalization;
using NetCompile.Milp;
using NetCompile.Milp.Cbc;
using NetCompile.Models;
using NetCompile.Runtime;

namespace NetCompile.Benchmarks.Milp;

/// <summary>
/// Encodings × bounds on one question of a 784-50-50-10 digit network: over an ℓ∞ ball of 0.05 around an image, how far can the runner-up's logit come above the label's? Rows, columns, root bound, nodes and seconds of CBC,
/// as a table for RESULTS.md.
/// </summary>
internal static class EncodingComparison
{
    private const double Radius = 0.05;

    private static readonly string[] Encodings = ["big-m", "partition:2", "partition:4", "ideal", "indicator", "sos1", "extended"];

    private static readonly (string Name, TighteningMethod Method)[] Methods =
        [("interval", TighteningMethod.Interval), ("crown", TighteningMethod.Crown), ("obbt", TighteningMethod.Lp), ("milp", TighteningMethod.Milp)];

    /// <param name="data">The data folder.</param>
    /// <param name="seconds">The limit of each solve.</param>
    /// <param name="image">Which of the held-back images, from 0; the first that the network reads from there on.</param>
    public static int Run(string data, double seconds, int image)
    {
        (float[][] images, int[] labels) = DigitNetwork.Read(data);
        (NetworkModel network, double accuracy) = DigitNetwork.Train(images, labels);
        NetworkRunner runner = NetworkRunner.Create(network);
        float[] logits = new float[10];
        int index = 900 + image;
        for (; ; index++)
        {
            runner.Forward(images[index], logits);
            if (Array.IndexOf(logits, logits.Max()) == labels[index])
            {
                break;
            }
        }

        int label = labels[index], other = Enumerable.Range(0, 10).Where(c => c != label).MaxBy(c => logits[c]);
        Console.WriteLine(Text($"Network 784-50-50-10, {accuracy:P0} of the held-back images read. Image {index}: label {label}, runner-up {other}, margin {logits[other] - logits[label]:F4}; ball {Radius}, limit {seconds} s a solve."));
        Console.WriteLine("| bounds | seconds | unstable | encoding | rows | columns | binaries | build ms | root bound | status | optimum | bound | nodes | seconds | discrepancy |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        double[] lower = [.. images[index].Select(p => Math.Max(0, p - Radius))], upper = [.. images[index].Select(p => Math.Min(1, p + Radius))];
        ClpSolver lp = new();
        NeuronBounds? known = null;
        foreach ((string name, TighteningMethod method) in Methods)
        {
            TighteningResult bounds = BoundTightening.Compute(
                runner, lower, upper, new TighteningOptions { Method = method, Solver = lp, Known = known, NeuronTimeLimit = TimeSpan.FromSeconds(1) });
            known = bounds.Bounds;
            foreach (string encoding in Encodings)
            {
                Solve(runner, bounds, name, encoding, lower, upper, label, other, seconds, lp);
            }
        }

        return 0;
    }

    private static void Solve(
        NetworkRunner runner, TighteningResult bounds, string method, string encoding, double[] lower, double[] upper, int label, int other, double seconds, ClpSolver lp)
    {
        // Twice: the first build compiles the code.
        (MilpModel model, EncodedNetwork encoded, double milliseconds) = Build(runner, bounds.Bounds, encoding, lower, upper, label, other);
        (model, encoded, milliseconds) = Build(runner, bounds.Bounds, encoding, lower, upper, label, other);
        CutRounds.Add(model, encoded.Separators, lp);
        MilpSolution root = new CbcSolver().Solve(model, new MilpSolveOptions { RelaxIntegrality = true });
        MilpSolution solution = new CbcSolver().Solve(model, new MilpSolveOptions { TimeLimit = TimeSpan.FromSeconds(seconds) });
        string discrepancy = solution.Discrepancies.IsEmpty ? "—" : solution.Discrepancies[0].Largest.ToString("E1", CultureInfo.InvariantCulture);
        Console.WriteLine(Text(
            $"| {method} | {bounds.Seconds:F2} | {encoded.UnstableCount} | {encoding} | {model.RowCount:N0} | {model.ColumnCount:N0} | {model.IntegerCount} | {milliseconds:F1} | {root.Objective:F4} | {solution.Status} | {solution.Objective:F6} | {solution.Bound:F6} | {solution.Nodes:N0} | {solution.Seconds:F2} | {discrepancy} |"));
    }

    private static (MilpModel Model, EncodedNetwork Encoded, double Milliseconds) Build(
        NetworkRunner runner, NeuronBounds bounds, string encoding, double[] lower, double[] upper, int label, int other)
    {
        Stopwatch watch = Stopwatch.StartNew();
        MilpModel model = new("digits");
        MilpVariable[] pixels = new MilpVariable[lower.Length];
        for (int j = 0; j < pixels.Length; j++)
        {
            pixels[j] = model.AddVariable(lower[j], upper[j]);
        }

        EncodedNetwork encoded = NetworkEncoder.AddTo(model, runner, pixels, bounds, new EncodingOptions { Encoding = ReluEncoding.Parse(encoding) });
        model.Maximize(encoded.Outputs[other] - encoded.Outputs[label]);
        return (model, encoded, watch.Elapsed.TotalMilliseconds);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
