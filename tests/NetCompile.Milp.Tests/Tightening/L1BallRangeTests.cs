using NetCompile.Milp.Tests.Certified;
using NetCompile.Milp.Tests.Doubles;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Tightening;

public class L1BallRangeTests
{
    [Fact]
    public void HandComputedRanges()
    {
        // max 3x + 2y − z over [0, 1]³ and |x − ½| + |y − ½| + |z − ½| ≤ 0.75: x goes up ½, y up ¼.
        L1BallRange range = new(new L1Ball([0.5, 0.5, 0.5], 0.75), [0, 0, 0], [1, 1, 1]);
        Assert.Equal(3 + 1.5 - 0.5, range.Maximum([0, 1, 2], [3, 2, -1], 1), 1e-12);
        Assert.Equal(-(0 + 0.5 - 0.5), range.Maximum([0, 1, 2], [3, 2, -1], -1), 1e-12);

        // The ball reaches all ends, or is a point.
        Assert.Equal(5, new L1BallRange(new L1Ball([0.5, 0.5, 0.5], 9), [0, 0, 0], [1, 1, 1]).Maximum([0, 1, 2], [3, 2, -1], 1), 1e-12);
        Assert.Equal(2, new L1BallRange(new L1Ball([0.5, 0.5, 0.5], 0), [0, 0, 0], [1, 1, 1]).Maximum([0, 1, 2], [3, 2, -1], 1), 1e-12);

        // The centre is outside the box: getting there costs 1 of 1.25.
        Assert.Equal(0.25, new L1BallRange(new L1Ball([-1, 0], 1.25), [0, 0], [1, 1]).Maximum([0, 1], [1, 0.5], 1), 1e-12);
        Assert.True(new L1BallRange(new L1Ball([-1, 0], 0.75), [0, 0], [1, 1]).IsEmpty);
        Assert.False(new L1BallRange(new L1Ball([-1, 0], 1), [0, 0], [1, 1]).IsEmpty);
        Assert.Equal(5, new L1BallRange(null, [0, 0, 0], [1, 1, 1]).Maximum([0, 1, 2], [3, 2, -1], 1), 1e-12);
    }

    [Fact]
    public void ItIsTheLinearProgramsOptimum()
    {
        Random random = new(1);
        for (int trial = 0; trial < 100; trial++)
        {
            int n = 1 + random.Next(6);
            double[] lower = [.. Enumerable.Range(0, n).Select(_ => -random.NextDouble())], upper = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
            double[] weights = [.. Enumerable.Range(0, n).Select(_ => random.Next(5) == 0 ? 0 : RandomPrograms.Number(random, 1))];
            L1Ball ball = new([.. Enumerable.Range(0, n).Select(_ => 1.5 * (random.NextDouble() - 0.5))], 0.5 + (random.NextDouble() * n));
            MilpModel model = new();
            MilpVariable[] x = [.. Enumerable.Range(0, n).Select(j => model.AddVariable(lower[j], upper[j]))];
            InputRows.Add(model, x, new InputConstraints([], ball));
            model.Maximize(MilpExpression.Dot(weights, x));
            using LpSession session = new DenseLpSolver().Open(model);
            L1BallRange range = new(ball, lower, upper);
            if (session.Solve() == LpStatus.Infeasible)
            {
                continue;
            }

            Assert.False(range.IsEmpty);
            double maximum = range.Maximum([.. Enumerable.Range(0, n)], weights, 1);
            Assert.InRange(maximum, -session.Objective - 1e-9, -session.Objective + 1e-8);
        }
    }

    [Fact]
    public void ItIsAtLeastTheExactMaximumAndOffByRoundingOnly()
    {
        Random random = new(2);
        for (int trial = 0; trial < 300; trial++)
        {
            int n = 1 + random.Next(8), spread = random.Next(12);
            double[] lower = new double[n], upper = new double[n], weights = new double[n], center = new double[n];
            for (int j = 0; j < n; j++)
            {
                (double a, double b) = (RandomPrograms.Number(random, spread), RandomPrograms.Number(random, spread));
                (lower[j], upper[j], weights[j]) = (Math.Min(a, b), Math.Max(a, b), RandomPrograms.Number(random, spread));
                center[j] = lower[j] + ((upper[j] - lower[j]) * ((1.4 * random.NextDouble()) - 0.2));
            }

            L1Ball ball = new([.. center], 2 * random.NextDouble() * n * upper.Zip(lower, (u, l) => u - l).Average());
            L1BallRange range = new(ball, lower, upper);
            if (Exact(ball, lower, upper, weights, out Rational magnitude) is not { } exact)
            {
                continue;
            }

            Assert.False(range.IsEmpty);
            Rational bound = Rational.FromDouble(range.Maximum([.. Enumerable.Range(0, n)], weights, 1));
            Assert.True(bound >= exact);
            Assert.True(bound - exact <= magnitude * Rational.FromDouble(1e-13) + Rational.FromDouble(1e-300));
        }
    }

    [Theory]
    [InlineData(Arithmetic.Real)]
    [InlineData(Arithmetic.Float32)]
    public void FirstLayersAreBoundedOverTheBallAlsoBehindANormalisation(Arithmetic arithmetic)
    {
        Random random = new(3);
        for (int trial = 0; trial < 10; trial++)
        {
            NetworkModel model = RandomNetworks.EveryOperator(random, 3, 4, 2);
            L1Ball ball = new([0.1, -0.2, 0], 0.4);
            TighteningOptions options = new() { Arithmetic = arithmetic, Constraints = new([], ball), Method = TighteningMethod.Interval };
            NeuronBounds with = BoundTightening.Compute(model, [-1, -1, -1], [1, 1, 1], options).Bounds;
            NeuronBounds without = BoundTightening.Compute(model, [-1, -1, -1], [1, 1, 1], options with { Constraints = InputConstraints.None }).Bounds;
            Sampling.AssertTighter(with, without, 0);
            int first = NeuronBounds.Needed(model).First();
            Assert.Equal(BoundOrigin.L1Ball, with[first].UpperOrigin[0]);
            Assert.Equal(BoundOrigin.Interval, without[first].UpperOrigin[0]);
            Assert.True(Sampling.AssertContains(with, random, 2000, x => x.Select((v, j) => Math.Abs((double)v - ball.Center[j])).Sum() <= ball.Radius) > 3);

            // Linear programs find nothing tighter there.
            NeuronBounds lp = BoundTightening.Compute(
                model, [-1, -1, -1], [1, 1, 1], options with { Method = TighteningMethod.Lp, Solver = new DenseLpSolver(), IsProgressive = false, Threads = 1, Constraints = new([new([0], [1], -5, 5)], ball) }).Bounds;
            for (int k = 0; k < lp[first].Count; k++)
            {
                Assert.InRange(lp[first].Upper[k], with[first].Upper[k] - 1e-5, with[first].Upper[k]);
            }
        }
    }

    // The same greedy filling in exact arithmetic; null where box and ball have no point in common.
    private static Rational? Exact(L1Ball ball, double[] lower, double[] upper, double[] weights, out Rational magnitude)
    {
        Rational Q(double value) => Rational.FromDouble(value);
        Rational Abs(Rational value) => value.Sign < 0 ? -value : value;
        Rational budget = Q(ball.Radius), sum = Rational.Zero;
        magnitude = Rational.Zero;
        for (int j = 0; j < lower.Length; j++)
        {
            double nearest = Math.Clamp(ball.Center[j], lower[j], upper[j]);
            budget -= Abs(Q(nearest) - Q(ball.Center[j]));
            sum += Q(weights[j]) * Q(nearest);
            magnitude += Abs(Q(weights[j])) * (Abs(Q(lower[j])) + Abs(Q(upper[j])));
        }

        magnitude += Q(ball.Radius) * Abs(Q(weights.MaxBy(Math.Abs)));
        if (budget.Sign < 0)
        {
            return null;
        }

        foreach (int j in Enumerable.Range(0, lower.Length).OrderByDescending(j => Math.Abs(weights[j])))
        {
            double nearest = Math.Clamp(ball.Center[j], lower[j], upper[j]);
            Rational room = weights[j] > 0 ? Q(upper[j]) - Q(nearest) : Q(nearest) - Q(lower[j]), step = room < budget ? room : budget;
            sum += Abs(Q(weights[j])) * step;
            budget -= step;
        }

        return sum;
    }
}
