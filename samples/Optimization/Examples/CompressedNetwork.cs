using NetCompile.Milp;
using NetCompile.Milp.Cbc;
using NetCompile.Models;
using NetCompile.Runtime;
using NetCompile.Samples;

namespace Optimization.Examples;

/// <summary>Two networks in one model, on the same inputs: how far the commands of the cruise controller and of its version with rounded weights can be apart.</summary>
internal static class CompressedNetwork
{
    /// <summary>Where both drive: following a car. Ends of gap, speed, speed of the car ahead, set speed.</summary>
    public static double[] Lower { get; } = [40, 22, 22, 30];

    /// <inheritdoc cref="Lower"/>
    public static double[] Upper { get; } = [60, 28, 28, 30];

    /// <summary>One compression: the largest difference that was found, where, and what is proved of all inputs.</summary>
    internal sealed record Comparison(int Bits, NetworkRunner Compressed, double LargestFound, double ProvedBound, float[] Input, IReadOnlyList<MilpSolution> Solutions);

    /// <summary>All compressions.</summary>
    internal sealed record Result(IReadOnlyList<Comparison> Comparisons, bool Succeeded);

    public static Result Run()
    {
        bool succeeded = true;
        List<Comparison> comparisons = [];
        foreach (int bits in new[] { 8, 12 })
        {
            comparisons.Add(Compare(bits, ref succeeded));
        }

        return new Result(comparisons, succeeded);
    }

    private static Comparison Compare(int bits, ref bool succeeded)
    {
        NetworkRunner original = NetworkRunner.Create<Cruise.Network>();
        NetworkRunner compressed = NetworkRunner.Create(Compress(original.Model, bits));
        MilpModel model = new("difference");
        MilpVariable[] inputs = [.. Enumerable.Range(0, 4).Select(j => model.AddVariable(Lower[j], Upper[j], $"x[{j}]"))];
        MilpVariable exact = AddTo(model, original, inputs).Outputs[0];
        MilpVariable rounded = AddTo(model, compressed, inputs).Outputs[0];

        double found = 0, bound = 0;
        float[] worst = [];
        List<MilpSolution> solutions = [];
        foreach (int sign in new[] { 1, -1 })
        {
            Terminal.Line(Terminal.Bold($"weights of {bits} bits: how far is the command {(sign > 0 ? "above" : "below")} the original's?"));
            model.Maximize(sign * (rounded - exact));
            MilpSolution solution = Solvers.Proving.Solve(model, new MilpSolveOptions { RelativeGap = 1e-4, AbsoluteGap = 1e-4, TimeLimit = TimeSpan.FromSeconds(20) });
            succeeded &= Report.Show(model, solution, "m/s²") && solution.IsBoundProved;
            if (solution.Bound < 0)
            {
                Terminal.Line($"            negative: it is always {(sign > 0 ? "below" : "above")} the original's, by {-solution.Bound:0.0000} m/s² or more");
            }

            solutions.Add(solution);
            bound = Math.Max(bound, solution.Bound);
            if (solution.HasSolution)
            {
                float[] input = [.. inputs.Select(x => (float)solution[x])];
                double apart = Math.Abs(Command(compressed, input) - Command(original, input));
                (found, worst) = worst.Length == 0 || apart > found ? (apart, input) : (found, worst);
            }
        }

        Terminal.Line(Terminal.Good($"proved      with {bits} bits the two commands are never more than {bound:0.0000} m/s² apart (real arithmetic)"));
        Terminal.Line($"attained    {found:0.0000} m/s², both run in float32{(worst.Length == 0 ? "" : $", at gap {worst[0]:0.0} m, speeds {worst[1]:0.0} and {worst[2]:0.0} m/s")}");
        return new Comparison(bits, compressed, found, bound, worst, solutions);
    }

    private static EncodedNetwork AddTo(MilpModel model, NetworkRunner network, MilpVariable[] inputs)
    {
        // Nobody generated code for the compressed network: it exists at run time only, and is encoded from its operators.
        TighteningOptions tightening = new() { Method = TighteningMethod.Lp, Solver = new ClpSolver() };
        return NetworkEncoder.AddTo(model, network, inputs, BoundTightening.Compute(network, Lower, Upper, tightening).Bounds);
    }

    /// <summary>The output of a network with one.</summary>
    public static float Command(NetworkRunner network, float[] input)
    {
        float[] output = new float[1];
        network.Forward(input, output);
        return output[0];
    }

    // Each layer's weights on a grid of 2^bits − 1 steps, symmetric about 0; biases and scaling stay.
    private static NetworkModel Compress(NetworkModel model, int bits)
    {
        NetworkModelBuilder builder = new($"cruise with {bits} bits", model.InputShape);
        int last = builder.Input;
        foreach (NetworkOperator o in model.Operators.Skip(1))
        {
            last = o switch
            {
                DenseOperator d => builder.AddDense(last, Rounded(d.Weights, bits), d.Bias),
                ReluOperator => builder.AddRelu(last),
                ShiftOperator t => builder.AddShift(last, t.Offset),
                ScaleOperator s => builder.AddScale(last, s.Factor, s.IsDivision),
                _ => throw new NotSupportedException($"{o} is no part of a plain chain of layers."),
            };
        }

        return builder.Build(last);
    }

    private static Tensor Rounded(Tensor weights, int bits)
    {
        float step = weights.Values.Max(Math.Abs) / ((1 << (bits - 1)) - 1);
        return new Tensor(weights.Shape, [.. weights.Values.Select(w => MathF.Round(w / step) * step)]);
    }
}
