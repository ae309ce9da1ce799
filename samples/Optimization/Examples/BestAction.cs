using NetCompile.Milp;
using NetCompile.Runtime;
using NetCompile.Samples;

namespace Optimization.Examples;

/// <summary>The best continuous action by a Q-function, exactly: the state is fixed, the action is the decision. A grid of actions or a gradient can miss it.</summary>
internal static class BestAction
{
    /// <summary>One decision.</summary>
    internal sealed record Decision(float Distance, float Speed, float Engine, float Drogue, float Value, MilpSolution Solution);

    /// <summary>The decisions for some states.</summary>
    internal sealed record Result(IReadOnlyList<Decision> Decisions, bool Succeeded);

    public static Result Run()
    {
        List<Decision> decisions = [];
        bool succeeded = true;
        foreach ((float distance, float speed) in new[] { (10f, 0.5f), (3f, 1.5f), (1f, 0.5f) })
        {
            Terminal.Line(Terminal.Bold($"{distance} m from the quay at {speed} m/s"));
            MilpModel model = new("action");
            MilpVariable[] inputs =
            [
                model.AddVariable(distance, distance, "distance"), model.AddVariable(speed, speed, "speed"),
                model.AddVariable(-1, 1, "engine"), model.AddVariable(0, 1, "drogue"),
            ];

            // Bounds for this state, not for every state: most neurons are settled and need no binary. This is what makes it quick enough to ask at every step.
            NeuronBounds bounds = BoundTightening.Compute(NetworkRunner.Create<Berth.Network>(), [.. inputs.Select(x => x.Lower)], [.. inputs.Select(x => x.Upper)]).Bounds;
            EncodedNetwork value = Berth.AddTo(model, inputs, bounds);
            model.Maximize(value.Outputs[0]);

            MilpSolution solution = Solvers.Proving.Solve(model);
            succeeded &= Report.Show(model, solution, "points") && solution.Status == MilpStatus.Optimal;
            if (solution.HasSolution)
            {
                (float engine, float drogue) = ((float)solution[inputs[2]], (float)solution[inputs[3]]);
                float worth = Berth.Forward(new(distance, speed, engine, drogue)).value;
                Terminal.Line($"decided     engine {100 * engine:+0;−0} %, drogue {100 * drogue:0} % out: worth {worth:0.000} points   ({value.UnstableCount} neurons open, {value.StablyActiveCount + value.StablyInactiveCount} settled)");
                decisions.Add(new Decision(distance, speed, engine, drogue, worth, solution));
            }
        }

        return new Result(decisions, succeeded && decisions.Count == 3);
    }
}
