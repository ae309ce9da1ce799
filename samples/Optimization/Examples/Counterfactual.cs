using NetCompile.Milp;
using NetCompile.Samples;

namespace Optimization.Examples;

/// <summary>What an applicant could change, with the least effort, to get the loan: age cannot change, years and credits are whole, and only some things can go down.</summary>
internal static class Counterfactual
{
    /// <summary>One thing about an applicant: where it may move to, and the effort of one unit.</summary>
    internal sealed record Feature(string Name, double Now, double Lowest, double Highest, bool IsWhole, double EffortPerUnit, string Unit);

    /// <summary>The effort of changing anything at all, so that little is changed, and the score that a loan is asked to have.</summary>
    public const double EffortPerChange = 0.5, Score = 0.01;

    public const int MostChanges = 3;

    /// <summary>The refused applicant.</summary>
    public static IReadOnlyList<Feature> Applicant { get; } =
    [
        new("age", 34, 34, 34, true, 0, "years"),
        new("income", 2.4, 2.4, 4, false, 3, "k€ a month"),
        new("debt", 18, 0, 18, false, 0.2, "k€"),
        new("savings", 4, 0, 30, false, 0.25, "k€"),
        new("yearsInJob", 2, 2, 12, true, 1, "years"),
        new("openCredits", 3, 0, 3, true, 1, "credits"),
    ];

    /// <summary>The change that was found.</summary>
    internal sealed record Result(MilpSolution Solution, float[] Before, float[] After, float ScoreBefore, float ScoreAfter, bool Succeeded);

    public static Result Run()
    {
        MilpModel model = new("counterfactual");
        List<MilpVariable> inputs = [];
        List<MilpExpression> efforts = [], changes = [];
        foreach (Feature f in Applicant)
        {
            MilpVariable x = f.IsWhole ? model.AddInteger(f.Lowest, f.Highest, f.Name) : model.AddVariable(f.Lowest, f.Highest, f.Name);
            inputs.Add(x);
            if (f.Lowest == f.Highest)
            {
                continue;
            }

            // change ≥ |x − now|, and 0 unless it is changed at all.
            double most = Math.Max(f.Highest - f.Now, f.Now - f.Lowest);
            MilpVariable change = model.AddVariable(0, most, f.Name + ".change");
            MilpVariable isChanged = model.AddBinary(f.Name + ".isChanged");
            model.Add(change >= x - f.Now);
            model.Add(change >= f.Now - x);
            model.Add(change <= most * isChanged);
            efforts.Add((f.EffortPerUnit * change) + (EffortPerChange * isChanged));
            changes.Add(isChanged);
        }

        EncodedNetwork credit = Credit.AddTo(model, [.. inputs]);
        model.Add(credit.Outputs[0] >= Score, "granted");
        model.Add(MilpExpression.Sum(changes) <= MostChanges, "few");
        model.Minimize(MilpExpression.Sum(efforts));

        MilpSolution solution = Solvers.Quick.Solve(model);
        bool isChecked = Report.Show(model, solution, "effort");
        float[] before = [.. Applicant.Select(f => (float)f.Now)];
        float scoreBefore = Score32(before);
        if (!solution.HasSolution)
        {
            return new Result(solution, before, [], scoreBefore, float.NaN, false);
        }

        float[] after = [.. inputs.Select((x, j) => (float)(Applicant[j].IsWhole ? Math.Round(solution[x]) : solution[x]))];
        float scoreAfter = Score32(after);
        Terminal.Line($"decided     score {scoreBefore:+0.000;−0.000} (refused) becomes {scoreAfter:+0.000;−0.000} (granted) with");
        for (int j = 0; j < after.Length; j++)
        {
            if (Math.Abs(after[j] - before[j]) > 1e-4)
            {
                Terminal.Line($"            {Applicant[j].Name,-12} {before[j],6:0.##} → {after[j]:0.##} {Applicant[j].Unit}");
            }
        }

        return new Result(solution, before, after, scoreBefore, scoreAfter, isChecked && solution.Status == MilpStatus.Optimal && scoreBefore < 0 && scoreAfter > 0);
    }

    private static float Score32(float[] x) => Credit.Forward(Credit.Input.FromSpan(x)).score;
}
