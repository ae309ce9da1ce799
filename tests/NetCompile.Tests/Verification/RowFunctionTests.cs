using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification;

/// <summary>Linear functions of specification rows and the clipping with them, against exact rational arithmetic.</summary>
public sealed class RowFunctionTests
{
    [Fact]
    public void A_row_function_is_below_the_row_and_clipping_keeps_every_point_that_meets_it()
    {
        int clipped = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            NetworkModel model = (seed % 3) switch
            {
                0 => RandomNetworks.EveryOperator(random, 3, 8, 3),
                1 => RandomNetworks.Chain(random, 3, 9, 8, 3),
                _ => RandomNetworks.Tangle(random, 3, 3, 8),
            };
            NetworkRunner runner = NetworkRunner.Create(model);
            // 0.7 Y_0 − Y_1 + 0.3 X_2, its coefficients decimals that are no doubles.
            LinearExpression left = LinearExpression.FromVariable(PropertyVariable.Output(0)).Times(Rational.Create(7, 10))
                - LinearExpression.FromVariable(PropertyVariable.Output(1)) + LinearExpression.FromVariable(PropertyVariable.Input(2)).Times(Rational.Create(3, 10));
            (double[] lower, double[] upper) = Box(random, [-1, -1, -1], [1, 1, 1]);
            Rational middle = Row(model, [.. lower.Zip(upper).Select(p => Rational.FromDouble(0.5 * (p.First + p.Second)))]);
            Rational bound = middle - Rational.Create(random.Next(-10, 60), 100);
            Specification specification = Specification.Create([new Conjunction([(left - LinearExpression.FromConstant(bound)).ToConstraint(false)])]);
            CaseProblem problem = new(0, InputBox.Create([.. lower.Zip(upper).Select(p => InputInterval.Exact(p.First, p.Second))])!, specification);
            foreach (SlopePolicy policy in Enum.GetValues<SlopePolicy>())
            {
                using BoundsWorkspace workspace = new(runner, Arithmetic.Float32);
                BoxBounds.Prepare(workspace);
                // A box inside, with the outer box's bounds inherited, as the search does.
                BoxBounds.Compute(workspace, lower, upper, new BoundsSettings(true, true, SlopePolicy.Adaptive));
                double[] inheritedLower = new double[workspace.Tables.PreActivationCount], inheritedUpper = new double[workspace.Tables.PreActivationCount];
                BoxBounds.CopyPreActivations(workspace, inheritedLower, inheritedUpper);
                (double[] l, double[] u) = Box(random, lower, upper);
                BoxNode node = new()
                {
                    Case = problem, Lower = l, Upper = u, Open = [0], Depth = seed % 4, InheritedLower = inheritedLower, InheritedUpper = inheritedUpper,
                };
                BoxRefuter refuter = new(workspace);
                SlopePolicy slopes = policy;
                int[] open = [0];
                Assert.True(refuter.Refute(node, l, u, ref slopes, ref open));
                double[] clipLower = (double[])l.Clone(), clipUpper = (double[])u.Clone();
                bool possible = open.Length > 0 && refuter.Clip(specification, open, clipLower, clipUpper);
                clipped += possible && !(clipLower.SequenceEqual(l) && clipUpper.SequenceEqual(u)) ? 1 : 0;
                RowFunction f = refuter.Functions[0]!;
                for (int i = 0; i < 40; i++)
                {
                    double[] x = [.. l.Zip(u).Select(p => random.Next(4) switch { 0 => p.First, 1 => p.Second, _ => Math.Clamp(p.First + (random.NextDouble() * (p.Second - p.First)), p.First, p.Second) })];
                    Rational[] point = [.. x.Select(Rational.FromDouble)];
                    Rational row = Row(model, point);
                    Rational below = Rational.FromDouble(f.Constant);
                    for (int j = 0; j < x.Length; j++)
                    {
                        below += Rational.FromDouble(f.Coefficients[j]) * point[j];
                    }

                    Assert.True(below <= row, $"seed {seed}: the linear function is above the row");
                    if (row <= bound)
                    {
                        Assert.True(possible, $"seed {seed}: a point that meets the row was refuted");
                        Assert.All(Enumerable.Range(0, x.Length), j => Assert.InRange(x[j], clipLower[j], clipUpper[j]));
                    }
                }
            }
        }

        Assert.True(clipped > 20, $"only {clipped} boxes were clipped: this test no longer tests clipping");
    }

    /// <summary>The farthest feasible value of each input, in exact arithmetic, with the others where they contribute least: clipping keeps it and hardly more.</summary>
    [Fact]
    public void Clipping_is_sound_and_tight()
    {
        int shrunk = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            double Next() => ((random.NextDouble() * 2) - 1) * Math.Pow(10, random.Next(-2, 3));
            double[] a = [Next(), random.Next(5) == 0 ? 0 : Next(), Next()];
            (double[] lower, double[] upper) = Box(random, [-3, -3, -3], [3, 3, 3]);
            double constant = Next(), bound = constant + a.Select((c, j) => c * (0.5 * (lower[j] + upper[j]))).Sum() + (0.3 * Next());
            double[] clipLower = (double[])lower.Clone(), clipUpper = (double[])upper.Clone();
            bool possible = new RowFunction(0, a, constant, 1e-14).Clip(bound, clipLower, clipUpper);
            Rational room = Rational.FromDouble(bound) - Rational.FromDouble(constant);
            for (int j = 0; j < 3; j++)
            {
                room -= Rational.FromDouble(a[j]) * Rational.FromDouble(a[j] >= 0 ? lower[j] : upper[j]);
            }

            if (room.Sign < 0)
            {
                // Rounding may leave a sliver; nothing else may be kept.
                Assert.True(!possible || room > Rational.FromDouble(-1e-9));
                continue;
            }

            Assert.True(possible, $"seed {seed}: a feasible box was called empty");
            for (int j = 0; j < 3; j++)
            {
                if (a[j] == 0)
                {
                    Assert.Equal((lower[j], upper[j]), (clipLower[j], clipUpper[j]));
                    continue;
                }

                Rational reach = room / Rational.FromDouble(Math.Abs(a[j]));
                Rational end = a[j] > 0 ? Rational.FromDouble(lower[j]) + reach : Rational.FromDouble(upper[j]) - reach;
                Rational kept = a[j] > 0 ? Rational.FromDouble(clipUpper[j]) : -Rational.FromDouble(clipLower[j]);
                Rational needed = a[j] > 0 ? Min(end, Rational.FromDouble(upper[j])) : -Max(end, Rational.FromDouble(lower[j]));
                Assert.True(kept >= needed, $"seed {seed}: input {j} was clipped too far");
                Assert.True(kept <= needed + Rational.FromDouble(1e-8), $"seed {seed}: input {j} was clipped too little");
                shrunk += clipLower[j] > lower[j] || clipUpper[j] < upper[j] ? 1 : 0;
            }
        }

        Assert.True(shrunk > 100, $"only {shrunk} inputs were clipped");
    }

    private static Rational Min(Rational a, Rational b) => a < b ? a : b;

    private static Rational Max(Rational a, Rational b) => a > b ? a : b;

    private static Rational Row(NetworkModel model, Rational[] x)
    {
        Rational[] y = RationalForward.Evaluate(model, x);
        return (Rational.Create(7, 10) * y[0]) - y[1] + (Rational.Create(3, 10) * x[2]);
    }

    private static (double[] Lower, double[] Upper) Box(Random random, double[] lower, double[] upper)
    {
        double[] l = new double[lower.Length], u = new double[lower.Length];
        for (int j = 0; j < l.Length; j++)
        {
            double a = lower[j] + (random.NextDouble() * (upper[j] - lower[j])), b = lower[j] + (random.NextDouble() * (upper[j] - lower[j]));
            (l[j], u[j]) = (Math.Clamp(Math.Min(a, b), lower[j], upper[j]), Math.Clamp(Math.Max(a, b), lower[j], upper[j]));
        }

        return (l, u);
    }
}
