using NetCompile.Milp;
using NetCompile.Milp.Cbc;
using NetCompile.Runtime;
using NetCompile.Samples;
using NetCompile.Verification;

namespace Optimization.Examples;

/// <summary>Proves a property by the worst case: where the engine says "holds", this says by how much. Both are about the float32 forward pass that ships, every rounding included.</summary>
internal static class VerifyExactly
{
    /// <summary>The worst case, and what the engine says.</summary>
    internal sealed record Result(MilpSolution Solution, double Required, Cruise.Input Worst, float Command, Verdict Engine, bool Succeeded);

    public static Result Run()
    {
        // "Within 40 m, closing in with 15 m/s or more: brake with 3 m/s² or more." Violated iff the greatest command there is above −3.
        const double Required = -3;
        MilpModel model = new("closing in");
        MilpVariable gap = model.AddVariable(0, 40, "gap");
        MilpVariable speed = model.AddVariable(15, 40, "speed");
        MilpVariable leadSpeed = model.AddVariable(0, 25, "leadSpeed");
        MilpVariable setSpeed = model.AddVariable(10, 40, "setSpeed");
        model.Add(speed - leadSpeed >= 15, "closing");

        // Bounds for this region and for float32: linear programs that know of the row above tighten what propagation leaves open.
        MilpVariable[] inputs = [gap, speed, leadSpeed, setSpeed];
        TighteningOptions tightening = new()
        {
            Method = TighteningMethod.Lp,
            Solver = new ClpSolver(),
            Arithmetic = Arithmetic.Float32,
            Constraints = new InputConstraints([new InputConstraint([1, 2], [1, -1], 15, double.PositiveInfinity)]),
        };
        NeuronBounds bounds = BoundTightening.Compute(NetworkRunner.Create<Cruise.Network>(), [.. inputs.Select(x => x.Lower)], [.. inputs.Select(x => x.Upper)], tightening).Bounds;
        EncodedNetwork cruise = Cruise.AddTo(model, inputs, bounds, new EncodingOptions { Arithmetic = Arithmetic.Float32 });
        model.Maximize(cruise.Outputs[0]);

        MilpSolution solution = Solvers.Proving.Solve(model, new MilpSolveOptions { RelativeGap = 1e-4 });
        // The worst rounding that float32 allows is in the model; the processor's own is kinder.
        bool isChecked = Report.Show(model, solution, "m/s²", tolerance: 1e-3);
        VerificationResult engine = Cruise.Verify.BrakesHardWhenClosingFast();
        bool holds = solution.IsBoundProved && solution.Bound <= Required;
        Terminal.Line(holds
            ? Terminal.Good($"proved      the command is never above {solution.Bound:0.0000} m/s²; {Required} was asked for")
            : Terminal.Open($"not proved  the bound is {solution.Bound:0.0000} m/s²; {Required} was asked for"));
        Terminal.Line($"engine      {engine}");
        if (!solution.HasSolution)
        {
            return new Result(solution, Required, default, float.NaN, engine.Verdict, false);
        }

        Cruise.Input worst = new((float)solution[gap], (float)solution[speed], (float)solution[leadSpeed], (float)solution[setSpeed]);
        float command = Cruise.Forward(worst).acceleration;
        Terminal.Line($"worst case  gap {worst.gap:0.0} m, speed {worst.speed:0.0} m/s, car ahead {worst.leadSpeed:0.0} m/s, set to {worst.setSpeed:0.0} m/s: {command:0.0000} m/s²");
        return new Result(solution, Required, worst, command, engine.Verdict, isChecked && holds && engine.Verdict == Verdict.Holds);
    }
}
