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

    // The first image that was held back in training.
    private const int FirstImage = 900;

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
        Console.WriteLine(Text($"Network 784-50-50-10, {accuracy:P0} of the held-back images read; ball {Radius}, limit {seconds} s a solve."));
        BoundsOverImages(runner, images, labels, seconds);
        Question question = Question.Of(runner, images, labels, image);
        Console.WriteLine(Text($"\nImage {question.Image}: label {question.Label}, runner-up {question.Other}, margin {question.Margin:F4}."));
        Console.WriteLine("| bounds | seconds | unstable | encoding | rows | columns | binaries | build ms | root bound | status | optimum | bound | nodes | seconds | discrepancy |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        ClpSolver lp = new();
        NeuronBounds? known = null;
        foreach ((string name, TighteningMethod method) in Methods)
        {
            TighteningResult bounds = BoundTightening.Compute(
                runner, question.Lower, question.Upper, new TighteningOptions { Method = method, Solver = lp, Known = known, NeuronTimeLimit = TimeSpan.FromSeconds(1) });
            known = bounds.Bounds;
            foreach (string encoding in Encodings)
            {
                Solve(runner, bounds, name, encoding, question, seconds, lp);
            }
        }

        return 0;
    }

    // Big-M, the plainest encoding, on the first ten images: what bounds alone are worth, their own time included.
    private static void BoundsOverImages(NetworkRunner runner, float[][] images, int[] labels, double seconds)
    {
        Console.WriteLine("\n| bounds | solved of 10 | unstable, mean | bounds, s in all | CBC, s in all | nodes in all |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        ClpSolver lp = new();
        foreach ((string name, TighteningMethod method) in Methods)
        {
            int solved = 0, unstable = 0, image = 0;
            double bounding = 0, solving = 0;
            long nodes = 0;
            for (int k = 0; k < 10; k++)
            {
                Question question = Question.Of(runner, images, labels, image);
                image = question.Image - FirstImage + 1;
                TighteningResult bounds = BoundTightening.Compute(
                    runner, question.Lower, question.Upper, new TighteningOptions { Method = method, Solver = lp, NeuronTimeLimit = TimeSpan.FromSeconds(1) });
                (MilpModel model, EncodedNetwork encoded, _) = Build(runner, bounds.Bounds, "big-m", question);
                MilpSolution solution = new CbcSolver().Solve(model, new MilpSolveOptions { TimeLimit = TimeSpan.FromSeconds(seconds) });
                solved += solution.Status == MilpStatus.Optimal ? 1 : 0;
                unstable += encoded.UnstableCount;
                bounding += bounds.Seconds;
                solving += solution.Seconds;
                nodes += solution.Nodes;
            }

            Console.WriteLine(Text($"| {name} | {solved} | {unstable / 10.0:F1} | {bounding:F2} | {solving:F2} | {nodes:N0} |"));
        }
    }

    private static void Solve(NetworkRunner runner, TighteningResult bounds, string method, string encoding, Question question, double seconds, ClpSolver lp)
    {
        // Twice: the first build compiles the code.
        (MilpModel model, EncodedNetwork encoded, double milliseconds) = Build(runner, bounds.Bounds, encoding, question);
        (model, encoded, milliseconds) = Build(runner, bounds.Bounds, encoding, question);
        CutRounds.Add(model, encoded.Separators, lp);
        MilpSolution root = new CbcSolver().Solve(model, new MilpSolveOptions { RelaxIntegrality = true });
        MilpSolution solution = new CbcSolver().Solve(model, new MilpSolveOptions { TimeLimit = TimeSpan.FromSeconds(seconds) });
        string discrepancy = solution.Discrepancies.IsEmpty ? "—" : solution.Discrepancies[0].Largest.ToString("E1", CultureInfo.InvariantCulture);
        Console.WriteLine(Text(
            $"| {method} | {bounds.Seconds:F2} | {encoded.UnstableCount} | {encoding} | {model.RowCount:N0} | {model.ColumnCount:N0} | {model.IntegerCount} | {milliseconds:F1} | {root.Objective:F4} | {solution.Status} | {solution.Objective:F6} | {solution.Bound:F6} | {solution.Nodes:N0} | {solution.Seconds:F2} | {discrepancy} |"));
    }

    private static (MilpModel Model, EncodedNetwork Encoded, double Milliseconds) Build(NetworkRunner runner, NeuronBounds bounds, string encoding, Question question)
    {
        Stopwatch watch = Stopwatch.StartNew();
        MilpModel model = new("digits");
        MilpVariable[] pixels = new MilpVariable[question.Lower.Length];
        for (int j = 0; j < pixels.Length; j++)
        {
            pixels[j] = model.AddVariable(question.Lower[j], question.Upper[j]);
        }

        EncodedNetwork encoded = NetworkEncoder.AddTo(model, runner, pixels, bounds, new EncodingOptions { Encoding = ReluEncoding.Parse(encoding) });
        model.Maximize(encoded.Outputs[question.Other] - encoded.Outputs[question.Label]);
        return (model, encoded, watch.Elapsed.TotalMilliseconds);
    }

    /// <summary>An image that the network reads, its ball, its label and the class that comes second.</summary>
    private sealed record Question(int Image, int Label, int Other, float Margin, double[] Lower, double[] Upper)
    {
        public static Question Of(NetworkRunner runner, float[][] images, int[] labels, int from)
        {
            float[] logits = new float[10];
            for (int index = FirstImage + from; ; index++)
            {
                runner.Forward(images[index], logits);
                int label = labels[index];
                if (Array.IndexOf(logits, logits.Max()) == label)
                {
                    int other = Enumerable.Range(0, 10).Where(c => c != label).MaxBy(c => logits[c]);
                    return new Question(
                        index, label, other, logits[other] - logits[label], [.. images[index].Select(p => Math.Max(0, p - Radius))], [.. images[index].Select(p => Math.Min(1, p + Radius))]);
                }
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
