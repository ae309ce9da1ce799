using Digits;
using NetCompile.Milp;
using NetCompile.Runtime;
using NetCompile.Samples;
using NetCompile.Verification;

namespace Optimization.Examples;

/// <summary>The least change of a picture that makes the reader see another digit: once with every pixel moving a little (ℓ∞), once with few pixels moving much (ℓ1).</summary>
internal static class NearestAdversary
{
    /// <summary>The picture, and what was found in either norm.</summary>
    internal sealed record Result(float[] Original, MinimumNormResult LInfinity, MinimumNormResult L1, bool Succeeded);

    public static Result Run()
    {
        float[] seven = Picture.Load(7);
        MinimumNormResult largest = Find(seven, InputNorm.LInfinity);
        MinimumNormResult sum = Find(seven, InputNorm.L1);
        return new Result(seven, largest, sum, IsFound(largest) && IsFound(sum));
    }

    private static MinimumNormResult Find(float[] picture, InputNorm norm)
    {
        // Float32: the bound holds for the code that ships, whatever its roundings.
        MinimumNormOptions options = new()
        {
            Norm = norm,
            Encoding = new EncodingOptions { Arithmetic = Arithmetic.Float32 },
            Solve = new MilpSolveOptions { RelativeGap = 1e-3, TimeLimit = TimeSpan.FromSeconds(20) },
        };
        double[] paper = new double[64], ink = new double[64];
        Array.Fill(ink, 16);
        MinimumNormResult result = new MinimumNormSearch(NetworkRunner.Create<DigitReader.Network>(), Solvers.Proving, options).Find(picture, paper, ink);

        Terminal.Line(Terminal.Bold(norm == InputNorm.LInfinity ? "every pixel by a little (ℓ∞)" : "few pixels by much (ℓ1)"));
        foreach (TargetSolve solve in result.Solves)
        {
            MilpSolution s = solve.Solution;
            Terminal.Line(Terminal.Dim($"read as {solve.Target}   up to {solve.Cutoff,7:0.000}   {s.Status,-10} bound {solve.LowerBound,7:0.000}   {s.Nodes,6} nodes  {Terminal.Time(TimeSpan.FromSeconds(s.Seconds)),7}"));
        }

        if (result.Input.IsEmpty)
        {
            Terminal.Line(Terminal.Open("found nothing"));
            return result;
        }

        foreach (string line in Picture.SideBySide(picture, [.. result.Input]))
        {
            Terminal.Line(line);
        }

        int changed = result.Input.Zip(picture, (a, b) => Math.Abs(a - b) > 1e-3).Count(c => c);
        Terminal.Line($"found       a {result.Label} read as {result.NewLabel}: distance {result.Distance:0.0000} grey levels, {changed} of 64 pixels changed; replayed in float32");
        Terminal.Line($"bound       none is nearer than {result.LowerBound:0.0000} ({(result.IsBoundProved ? "proved" : "the solver's word")}, {result.Arithmetic} arithmetic); the solver's own optimum {result.SolvedDistance:0.0000}, gap {result.Gap:0.0e+0}");
        return result;
    }

    private static bool IsFound(MinimumNormResult result) => !result.Input.IsEmpty && result.NewLabel != result.Label && result.LowerBound > 0;
}
