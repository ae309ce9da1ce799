using NetCompile.Milp.Cbc;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Milp.Tests.Encodings;

/// <summary>How strong the linear relaxations are, from the same interval bounds: big-M ⊇ partition ⊇ extended = ideal, and the ends of the scale are equal.</summary>
public sealed class RelaxationStrengthTests
{
    [SkippableTheory]
    [InlineData(HiddenActivation.Relu)]
    [InlineData(HiddenActivation.LeakyRelu)]
    public void RelaxationsAreOrdered(HiddenActivation activation)
    {
        int strictly = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            EncodingCase c = EncodingCase.Create(seed, activation, 4, 4, 3, 1);
            double bigM = Relaxation(c, "big-m"), extended = Relaxation(c, "extended"), ideal = Relaxation(c, "ideal");
            double exact = PieceEnumeration.Maximize(c.Network, c.Lower, c.Upper, c.Objective), tolerance = 1e-9 * Math.Max(1, Math.Abs(bigM));
            Assert.True(extended >= exact - tolerance, $"seed {seed}: extended {extended:R} below the optimum {exact:R}");
            Assert.Equal(extended, ideal, 1e-8 * Math.Max(1, Math.Abs(bigM)));
            Assert.Equal(bigM, Relaxation(c, "partition:1"), tolerance);
            Assert.Equal(extended, Relaxation(c, "partition:4"), tolerance);
            foreach (string partition in new[] { "partition:2", "partition:3", "partition:2:random", "partition:2:uneven", "partition:3:equal-range" })
            {
                double between = Relaxation(c, partition);
                Assert.True(between <= bigM + tolerance && between >= extended - tolerance, $"seed {seed}: big-M {bigM:R}, {partition} {between:R}, extended {extended:R}");
                strictly += between < bigM - 1e-6 && between > extended + 1e-6 ? 1 : 0;
            }
        }

        // Otherwise the order would say nothing.
        Assert.True(strictly > 20, $"only {strictly} relaxations lie strictly between");
    }

    [SkippableFact]
    public void LinearRelaxationsAreOrdered()
    {
        int strictly = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            EncodingCase c = EncodingCase.Create(seed, HiddenActivation.Relu, 4, 4, 3, 1);
            double exact = PieceEnumeration.Maximize(c.Network, c.Lower, c.Upper, c.Objective);
            double triangle = Relaxation(c, "triangle"), hull = Relaxation(c, "projected-hull"), extended = Relaxation(c, "extended"), tolerance = 1e-8 * Math.Max(1, Math.Abs(triangle));
            Assert.True(hull <= triangle + tolerance && hull >= exact - tolerance, $"seed {seed}: triangle {triangle:R}, hull {hull:R}, exact {exact:R}");

            // Without binaries in the objective, the projection of the extended form is the hull; the triangle is that of big-M.
            Assert.Equal(extended, hull, tolerance);
            Assert.Equal(Relaxation(c, "big-m"), triangle, tolerance);
            strictly += hull < triangle - 1e-6 ? 1 : 0;
        }

        Assert.True(strictly > 10, $"only {strictly} hulls are stronger than the triangle");
    }

    // [PT] §4.3: max(0, Σ x_i) on [−1, 1]ⁿ at the alternating corner and z = ½.
    [SkippableTheory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(10)]
    public void BigMIsArbitrarilyBad(int n)
    {
        NetworkModelBuilder b = new("sum", TensorShape.Of(n));
        NetworkModel network = b.Build(b.AddRelu(b.AddDense(b.Input, new Tensor(TensorShape.Of(1, n), [.. Enumerable.Repeat(1f, n)]), null)));
        double[] lower = [.. Enumerable.Repeat(-1.0, n)], upper = [.. Enumerable.Repeat(1.0, n)];
        EncodingCase c = new(network, lower, upper, [1], EncodingCase.IntervalBoundsOf(network, lower, upper));
        Assert.Equal(n / 2.0, AtAlternatingCorner("big-m"), 1e-9);
        Assert.Equal(n / 2.0, AtAlternatingCorner("partition:1"), 1e-9);
        Assert.Equal(0, AtAlternatingCorner("ideal"), 1e-9);
        Assert.Equal(0, AtAlternatingCorner("extended"), 1e-9);

        double AtAlternatingCorner(string encoding)
        {
            (MilpModel model, EncodedNetwork encoded) = c.Encode(encoding);
            for (int j = 0; j < n; j++)
            {
                double corner = j % 2 == 0 ? 1 : -1;
                model.Add(1.0 * encoded.Inputs[j] == corner);
            }

            model.Add(1.0 * encoded.Binaries[0] == 0.5);
            return Solve(model, encoded);
        }
    }

    [SkippableFact]
    public void PartitionKeepsTheBigMRowsWhereBoundsAreTighterThanIntervals()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            EncodingCase c = EncodingCase.Create(seed, HiddenActivation.Relu, 4, 4, 3, 1);
            NeuronBounds crown = EncodingCase.CrownBoundsOf(c.Network, c.Lower, c.Upper);
            double bigM = Relaxation(c, "big-m", crown), tolerance = 1e-9 * Math.Max(1, Math.Abs(bigM));
            foreach (string encoding in new[] { "partition:1", "partition:2", "extended", "ideal" })
            {
                double value = Relaxation(c, encoding, crown);
                Assert.True(value <= bigM + tolerance, $"seed {seed}: {encoding} {value:R} is weaker than big-M {bigM:R}");
            }
        }
    }

    private static double Relaxation(EncodingCase c, string encoding, NeuronBounds? bounds = null)
    {
        (MilpModel model, EncodedNetwork encoded) = c.Encode(encoding, bounds);
        return Solve(model, encoded);
    }

    private static double Solve(MilpModel model, EncodedNetwork encoded)
    {
        Skip.IfNot(ClpSolver.IsAvailable(out string reason), reason);
        ClpSolver solver = new();
        CutRounds.Add(model, encoded.Separators, solver, maximumRounds: 1000, tolerance: 1e-9);
        using LpSession session = solver.Open(model);
        Assert.Equal(LpStatus.Optimal, session.Solve());
        return -session.Objective;
    }
}
