using NetCompile.Milp;
using NetCompile.Samples;

namespace Optimization;

/// <summary>What to look at after every solve.</summary>
internal static class Report
{
    /// <summary>Beyond this share of its value a network's output in the solution is not what the network computes.</summary>
    private const double LargestDiscrepancy = 1e-4;

    /// <summary>Prints status, objective, bound, gap, effort and checks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="solution">The solution.</param>
    /// <param name="unit">The unit of the objective.</param>
    /// <param name="tolerance">How far an output in the solution may be from the network's, as a share of it: more where the model lets every sum round the worst way.</param>
    /// <returns>Whether there is a solution, and the networks, run at it, agree with it.</returns>
    public static bool Show(MilpModel model, MilpSolution solution, string unit, double tolerance = LargestDiscrepancy)
    {
        Terminal.Line(Terminal.Dim($"model       {model}"));
        Terminal.Line(Terminal.Dim($"solver      {solution.Solver}, {solution.Nodes} nodes, {Terminal.Time(TimeSpan.FromSeconds(solution.Seconds))}"));
        string proof = solution.IsBoundProved ? "proved, rounded outward" : "the solver's word";
        if (!solution.HasSolution)
        {
            Terminal.Line(Terminal.Open($"status      {solution.Status} ({solution.StopReason}), {proof} {solution.Message}".TrimEnd()));
            return false;
        }

        Terminal.Line($"status      {solution.Status} ({solution.StopReason})");
        Terminal.Line($"objective   {solution.Objective:0.#####} {unit}   bound {solution.Bound:0.#####} ({proof})   gap {solution.Gap:0.0e+0}");
        Terminal.Line($"rows        met within {solution.RowViolation:0.0e+0}, integers whole within {solution.IntegralityViolation:0.0e+0}");
        foreach (Discrepancy d in solution.Discrepancies)
        {
            string line = $"check       {Path.GetFileNameWithoutExtension(d.Name)} in float32 at this input differs from the model by {d.Largest:0.0e+0}";
            Terminal.Line(d.Relative <= tolerance ? Terminal.Good(line) : Terminal.Bad(line + ": too much"));
        }

        return solution.Discrepancies.All(d => d.Relative <= tolerance);
    }
}
