using NetCompile.Milp;
using NetCompile.Milp.Cbc;
using NetCompile.Runtime;
using NetCompile.Verification;
using Optimization;
using Optimization.Examples;

namespace NetCompile.Samples.Tests;

/// <summary>Runs each example of samples/Optimization and checks its claim again, without a solver.</summary>
public class OptimizationTests
{
    [SkippableFact]
    public void The_whole_sample_runs_and_says_what_it_decided()
    {
        RequireSolver();
        (int exitCode, string output) = SampleProcess.Run("Optimization.dll");

        Assert.True(exitCode == 0, output);
        foreach (string name in new[] { "verify", "nearest", "reactor", "counterfactual", "compressed", "berth" })
        {
            Assert.Contains($"\n{name}: ", output);
        }

        Assert.DoesNotContain("too much", output);
        Assert.DoesNotContain("\e", output);
    }

    [SkippableFact]
    public void One_example_runs_alone_and_an_unknown_one_is_named()
    {
        RequireSolver();
        (int exitCode, string output, _) = SampleProcess.Run("Optimization.dll", ["berth"]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("berth: ", output);
        Assert.DoesNotContain("reactor: ", output);

        (int unknown, _, string error) = SampleProcess.Run("Optimization.dll", ["bath"]);
        Assert.Equal(2, unknown);
        Assert.Contains("'bath'", error);
        Assert.Contains("berth", error);
    }

    [Fact]
    public void Without_the_solver_it_says_what_to_install()
    {
        (int exitCode, _, string error) = SampleProcess.Run("Optimization.dll", [], ("NETCOMPILE_CBC_LIBRARY", "no such file"));

        Assert.Equal(3, exitCode);
        Assert.Contains("coinor-libcbc3", error);
    }

    [SkippableFact]
    public void The_worst_case_is_attained_and_no_situation_is_worse()
    {
        RequireSolver();
        VerifyExactly.Result result = VerifyExactly.Run();

        Assert.True(result.Succeeded);
        Assert.Equal((true, Verdict.Holds), (result.Solution.IsBoundProved, result.Engine));
        Assert.True(result.Solution.Bound <= result.Required);
        Assert.True(result.Worst.gap <= 40 && result.Worst.speed - result.Worst.leadSpeed >= 15 - 1e-4);
        Assert.Equal(result.Command, Cruise.Forward(result.Worst).acceleration);

        // What all roundings together may add was a thousandth; what is claimed of every situation holds of any.
        Assert.InRange(result.Solution.Bound - result.Command, 0, 5e-3);
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            double speed = 15 + (25 * random.NextDouble());
            Cruise.Input x = new((float)(40 * random.NextDouble()), (float)speed, (float)((speed - 15) * random.NextDouble()), (float)(10 + (30 * random.NextDouble())));
            Assert.True(Cruise.Forward(x).acceleration <= result.Solution.Bound || x.speed - x.leadSpeed < 15);
        }
    }

    [SkippableFact]
    public void The_nearest_pictures_fool_the_reader_and_the_engine_finds_none_nearer()
    {
        RequireSolver();
        NearestAdversary.Result result = NearestAdversary.Run();

        Assert.True(result.Succeeded);
        foreach (MinimumNormResult found in new[] { result.LInfinity, result.L1 })
        {
            Assert.Equal((7, true, Arithmetic.Float32), (found.Label, found.IsBoundProved, found.Arithmetic));
            Assert.Equal(found.NewLabel, Read([.. found.Input]));
            Assert.NotEqual(7, found.NewLabel);
            Assert.All(found.Input, v => Assert.InRange(v, 0, 16));
            Assert.InRange(found.Gap, 0, 0.01);
            double[] changes = [.. found.Input.Zip(result.Original, (a, b) => Math.Abs((double)a - b))];
            Assert.Equal(found.Norm == InputNorm.L1 ? changes.Sum() : changes.Max(), found.Distance, 1e-9);
        }

        Assert.Equal(7, Read(result.Original));
        Assert.True(result.L1.Distance < result.LInfinity.Input.Zip(result.Original, (a, b) => Math.Abs((double)a - b)).Sum(), "the ℓ1 picture changes no less than the ℓ∞ one");

        // Another method with another arithmetic: the engine proves the ball of the bound, less a little.
        Properties.VerificationProperty ball = Properties.VerificationProperty.Robustness(
            "below the bound", result.Original, 0.98 * result.LInfinity.LowerBound, [.. Enumerable.Repeat(Properties.InputInterval.Exact(0, 16), 64)], 7, 10);
        Assert.Equal(Verdict.Holds, Verifier.Verify(NetworkRunner.Create<DigitReader.Network>(), ball, new VerificationOptions { TimeLimit = TimeSpan.FromMinutes(2) }).Verdict);
    }

    [SkippableFact]
    public void No_batch_of_a_fine_grid_earns_more()
    {
        RequireSolver();
        BestBatch.Result result = BestBatch.Run();

        Assert.True(result.Succeeded);
        Assert.Equal(result.Solution.Objective, result.Profit, 0.01);
        Assert.True(Energy(result.Temperature, result.Minutes) <= Budget(result.HasExchanger) + 1e-3);
        double best = double.NegativeInfinity;
        foreach (bool hasExchanger in new[] { false, true })
        {
            for (int bags = 1; bags <= 8; bags++)
            {
                for (int i = 0; i <= 80; i++)
                {
                    for (int j = 0; j <= 110; j++)
                    {
                        (float temperature, float minutes) = (320 + i, 5 + (0.5f * j));
                        if (Energy(temperature, minutes) <= Budget(hasExchanger))
                        {
                            best = Math.Max(best, BestBatch.Profit(Reactor.Forward(new(temperature, minutes, bags)).yield, temperature, minutes, bags, hasExchanger));
                        }
                    }
                }
            }
        }

        Assert.True(result.Profit >= best - 0.01, $"{result.Profit} €, a grid point earns {best} €");
        Assert.InRange(result.Profit, best - 0.01, best + 10);

        static double Energy(double temperature, double minutes) => (0.5 * (temperature - 320)) + (0.6 * minutes);

        static double Budget(bool hasExchanger) => BestBatch.KilowattHours + (hasExchanger ? BestBatch.MoreWithExchanger : 0);
    }

    [SkippableFact]
    public void The_counterfactual_is_granted_allowed_and_no_random_one_is_cheaper()
    {
        RequireSolver();
        Counterfactual.Result result = Counterfactual.Run();

        Assert.True(result.Succeeded);
        Assert.True(Score(result.Before) < 0 && Score(result.After) > 0);
        Assert.Equal(result.Solution.Objective, Effort(result.After), 1e-3);
        Assert.InRange(Changes(result.After), 1, Counterfactual.MostChanges);
        for (int j = 0; j < result.After.Length; j++)
        {
            Counterfactual.Feature f = Counterfactual.Applicant[j];
            Assert.InRange(result.After[j], f.Lowest - 1e-4, f.Highest + 1e-4);
            Assert.True(!f.IsWhole || result.After[j] == MathF.Round(result.After[j]), $"{f.Name} is {result.After[j]}");
        }

        Random random = new(4);
        int granted = 0;
        for (int i = 0; i < 100_000; i++)
        {
            float[] x = [.. result.Before];
            for (int change = 0; change < Counterfactual.MostChanges; change++)
            {
                int j = random.Next(x.Length);
                Counterfactual.Feature f = Counterfactual.Applicant[j];
                double value = f.Lowest + ((f.Highest - f.Lowest) * random.NextDouble());
                x[j] = (float)(f.IsWhole ? Math.Round(value) : value);
            }

            if (Score(x) >= Counterfactual.Score + 1e-4)
            {
                granted++;
                Assert.True(Effort(x) >= result.Solution.Objective - 1e-3, $"[{string.Join(", ", x)}] takes {Effort(x)}");
            }
        }

        Assert.True(granted > 1000, $"only {granted} random changes are granted a loan");

        static float Score(float[] x) => Credit.Forward(Credit.Input.FromSpan(x)).score;

        static int Changes(float[] x) => x.Where((v, j) => Math.Abs(v - Counterfactual.Applicant[j].Now) > 1e-4).Count();

        static double Effort(float[] x) =>
            (Counterfactual.EffortPerChange * Changes(x)) + x.Select((v, j) => Counterfactual.Applicant[j].EffortPerUnit * Math.Abs(v - Counterfactual.Applicant[j].Now)).Sum();
    }

    [SkippableFact]
    public void The_compressed_network_is_as_far_off_as_claimed_and_never_further()
    {
        RequireSolver();
        CompressedNetwork.Result result = CompressedNetwork.Run();

        Assert.True(result.Succeeded);
        Assert.Equal([8, 12], result.Comparisons.Select(c => c.Bits));
        Assert.True(result.Comparisons[1].ProvedBound < result.Comparisons[0].ProvedBound);
        NetworkRunner original = NetworkRunner.Create<Cruise.Network>();
        foreach (CompressedNetwork.Comparison c in result.Comparisons)
        {
            Assert.All(c.Solutions, s => Assert.True(s.IsBoundProved));
            Assert.Equal(c.LargestFound, Apart(c, c.Input), 1e-9);
            Assert.InRange(c.ProvedBound - c.LargestFound, -1e-4, 1e-3);
            Random random = new(c.Bits);
            for (int i = 0; i < 20_000; i++)
            {
                float[] x = [.. CompressedNetwork.Lower.Zip(CompressedNetwork.Upper, (l, u) => (float)(l + ((u - l) * random.NextDouble())))];
                Assert.True(Apart(c, x) <= c.ProvedBound + 1e-4, $"[{string.Join(", ", x)}]: {Apart(c, x)}, {c.ProvedBound} is claimed");
            }
        }

        double Apart(CompressedNetwork.Comparison c, float[] x) => Math.Abs(CompressedNetwork.Command(c.Compressed, x) - CompressedNetwork.Command(original, x));
    }

    [SkippableFact]
    public void No_action_of_a_fine_grid_is_worth_more()
    {
        RequireSolver();
        BestAction.Result result = BestAction.Run();

        Assert.True(result.Succeeded);
        Assert.Equal(3, result.Decisions.Count);
        foreach (BestAction.Decision d in result.Decisions)
        {
            Assert.True(d.Solution.IsBoundProved);
            Assert.Equal(d.Solution.Objective, d.Value, 1e-4);
            Assert.Equal(d.Value, Berth.Forward(new(d.Distance, d.Speed, d.Engine, d.Drogue)).value);
            Assert.InRange(d.Engine, -1, 1);
            Assert.InRange(d.Drogue, 0, 1);
            for (int i = 0; i <= 200; i++)
            {
                for (int j = 0; j <= 100; j++)
                {
                    Assert.True(Berth.Forward(new(d.Distance, d.Speed, -1 + (0.01f * i), 0.01f * j)).value <= d.Solution.Bound + 1e-4);
                }
            }
        }
    }

    private static void RequireSolver() => Skip.IfNot(CbcSolver.IsAvailable(out string reason), reason);

    private static int Read(float[] pixels)
    {
        ReadOnlySpan<float> scores = DigitReader.Forward(DigitReader.Input.FromSpan(pixels)).AsSpan();
        int best = 0;
        for (int digit = 1; digit < scores.Length; digit++)
        {
            best = scores[digit] > scores[best] ? digit : best;
        }

        return best;
    }
}
