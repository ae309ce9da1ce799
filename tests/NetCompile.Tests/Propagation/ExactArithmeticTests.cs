using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Propagation;

/// <summary>
/// The double terms of ROUNDING.md, against exact rational arithmetic. On networks that are affine on the box a bound has nothing to hide behind: its true value is known
/// exactly, and a bound that is computed in double without its error term lies inside it about every other time.
/// </summary>
public sealed unsafe class ExactArithmeticTests
{
    public static TheoryData<BoundMethod, Arithmetic> Methods
    {
        get
        {
            TheoryData<BoundMethod, Arithmetic> methods = [];
            foreach (BoundMethod method in Enum.GetValues<BoundMethod>())
            {
                methods.Add(method, Arithmetic.Real);
                methods.Add(method, Arithmetic.Float32);
            }

            return methods;
        }
    }

    public static TheoryData<bool, bool> Passes => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(Methods))]
    public void Bounds_of_affine_networks_contain_their_exact_range(BoundMethod method, Arithmetic arithmetic)
    {
        int tight = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            Random random = new(seed);
            NetworkModel model = Affine(random, seed % 3);
            InputInterval[] region = Box(random, model.InputCount, center: 3);
            OutputBounds bounds = OutputBounds.Compute(NetworkRunner.Create(model), region, method, arithmetic);
            (Rational[][] a, Rational[] c) = Coefficients(model);
            for (int i = 0; i < model.OutputCount; i++)
            {
                Rational lower = c[i], upper = c[i];
                for (int j = 0; j < model.InputCount; j++)
                {
                    Rational low = a[i][j] * Rational.FromDouble(region[j].Lower), high = a[i][j] * Rational.FromDouble(region[j].Upper);
                    lower += low < high ? low : high;
                    upper += low < high ? high : low;
                }

                Assert.True(Rational.FromDouble(bounds.Lower[i]) <= lower, $"seed {seed}: the lower bound {bounds.Lower[i]:R} of output {i} is above {lower.ToDoubleDown():R}");
                Assert.True(Rational.FromDouble(bounds.Upper[i]) >= upper, $"seed {seed}: the upper bound {bounds.Upper[i]:R} of output {i} is below {upper.ToDoubleUp():R}");
                tight += bounds.Lower[i] >= lower.ToDoubleDown() - (1e-4 * Math.Abs(lower.ToDoubleDown())) ? 1 : 0;
            }
        }

        // Backward substitution is exact here; intervals lose more from layer to layer.
        Assert.True(method == BoundMethod.Interval || tight > 100, $"only {tight} bounds were close: this test no longer tests rounding");
    }

    /// <summary>Every operator's value, not the outputs alone, at corners, ends and inner points of boxes from a point to a wide one.</summary>
    [Theory]
    [MemberData(nameof(Passes))]
    public void Every_operator_lies_in_its_bounds_and_between_its_linear_functions(bool useSymbolic, bool useCrown)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            NetworkModel model = (seed % 4) switch
            {
                0 => RandomNetworks.EveryOperator(random, 3, 8, 3),
                1 => RandomNetworks.Chain(random, 3, 9, 9, 2),
                2 => Affine(random, seed / 4 % 3),
                _ => RandomNetworks.Tangle(random, 3, seed % 8 < 4 ? 3 : 4, 9),
            };
            InputInterval[] region = Box(random, model.InputCount, center: 1.5);
            foreach (SlopePolicy slopes in Enum.GetValues<SlopePolicy>())
            {
                using BoundsWorkspace w = new(NetworkRunner.Create(model), Arithmetic.Real);
                BoxBounds.Prepare(w);
                BoxBounds.Compute(w, [.. region.Select(r => r.Lower)], [.. region.Select(r => r.Upper)], new BoundsSettings(useSymbolic, useCrown, slopes));
                for (int sample = 0; sample < 8; sample++)
                {
                    double[] x = Point(random, region);
                    Rational[] point = [.. x.Select(Rational.FromDouble)];
                    Rational[][] values = RationalForward.EvaluateAll(model, point);
                    for (int id = 1; id < values.Length; id++)
                    {
                        for (int k = 0; k < values[id].Length; k++)
                        {
                            Assert.True(
                                Rational.FromDouble(w.Lower(id)[k]) <= values[id][k] && values[id][k] <= Rational.FromDouble(w.Upper(id)[k]),
                                $"seed {seed}: element {k} of operator {id} ({model.Operators[id].Kind}) lies outside [{w.Lower(id)[k]:R}, {w.Upper(id)[k]:R}]");
                            if (useSymbolic)
                            {
                                AssertBetweenFunctions(w, region, point, id, k, values[id][k], seed);
                            }
                        }
                    }
                }
            }
        }
    }

    /// <summary>The linear function that backward substitution leaves is below the row it bounds: over affine networks, where nothing but rounding separates the two.</summary>
    [Theory]
    [InlineData(Arithmetic.Real)]
    [InlineData(Arithmetic.Float32)]
    public void Row_functions_of_affine_networks_are_below_their_rows(Arithmetic arithmetic)
    {
        double closest = double.PositiveInfinity;
        for (int seed = 0; seed < 150; seed++)
        {
            Random random = new(seed);
            NetworkModel model = Affine(random, seed % 3);
            InputInterval[] region = Box(random, model.InputCount, center: 3);
            // 0.7 Y_0 − Y_1 + 0.3 X_0, two coefficients of which are no doubles.
            LinearExpression row = LinearExpression.FromVariable(PropertyVariable.Output(0)).Times(Rational.Create(7, 10))
                - LinearExpression.FromVariable(PropertyVariable.Output(1)) + LinearExpression.FromVariable(PropertyVariable.Input(0)).Times(Rational.Create(3, 10));
            Specification specification = Specification.Create([new Conjunction([row.ToConstraint(false)])]);
            using BoundsWorkspace w = new(NetworkRunner.Create(model), arithmetic);
            BoxBounds.Prepare(w);
            BoxBounds.Compute(w, [.. region.Select(r => r.Lower)], [.. region.Select(r => r.Upper)], new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive));
            CrownPropagation.Begin(w);
            SpecificationBounds.SetRow(w, specification.Rows[0], 0);
            CrownPropagation.Run(w, 1, model.Output);
            double bound = CrownPropagation.RowBound(w, 0), direct = SpecificationBounds.DirectBound(w, specification.Rows[0]);
            RowFunction f = RowFunction.Take(w, 0, 0);
            for (int sample = 0; sample < 12; sample++)
            {
                double[] x = Point(random, region);
                Rational[] point = [.. x.Select(Rational.FromDouble)], y = RationalForward.Evaluate(model, point);
                Rational exact = (Rational.Create(7, 10) * y[0]) - y[1] + (Rational.Create(3, 10) * point[0]);
                Rational below = Rational.FromDouble(f.Constant);
                for (int j = 0; j < x.Length; j++)
                {
                    below += Rational.FromDouble(f.Coefficients[j]) * point[j];
                }

                Assert.True(below <= exact, $"seed {seed}: the linear function is above the row");
                Assert.True(Rational.FromDouble(bound) <= exact, $"seed {seed}: the row bound is above the row");
                Assert.True(Rational.FromDouble(direct) <= exact, $"seed {seed}: the direct bound is above the row");
                closest = exact.IsZero ? closest : Math.Min(closest, Math.Abs(((exact - below) / exact).ToDoubleUp()));
            }
        }

        Assert.True(closest < (arithmetic == Arithmetic.Real ? 1e-12 : 1e-4), $"the functions are at least {closest:E2}, relatively, below their rows: this test no longer tests rounding");
    }

    /// <summary>A row over inputs alone passes no operator that would charge anything: its own sum, whose terms cancel, is all there is.</summary>
    [Fact]
    public void Rows_over_inputs_alone_are_bounded_by_their_exact_minimum()
    {
        const int n = 12;
        NetworkModelBuilder b = new("inputs", TensorShape.Of(n));
        NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(1, n, [.. Enumerable.Repeat(1f, n)])));
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            InputInterval[] region = Box(random, n, center: 3);
            // The last coefficient takes away what the others add up to at the centre.
            double[] d = [.. Enumerable.Range(0, n).Select(_ => ((random.NextDouble() * 2) - 1) * Math.Pow(10, random.Next(-3, 4)))];
            d[^1] = -d.Take(n - 1).Select((v, j) => v * (region[j].Lower + region[j].Upper)).Sum() / (region[^1].Lower + region[^1].Upper);
            LinearExpression sum = LinearExpression.FromConstant(Rational.Zero);
            Rational minimum = Rational.Zero;
            for (int j = 0; j < n; j++)
            {
                sum += LinearExpression.FromVariable(PropertyVariable.Input(j)).Times(Rational.FromDouble(d[j]));
                minimum += Rational.FromDouble(d[j]) * Rational.FromDouble(d[j] >= 0 ? region[j].Lower : region[j].Upper);
            }

            SpecificationRow row = Specification.Create([new Conjunction([sum.ToConstraint(false)])]).Rows[0];
            using BoundsWorkspace w = new(NetworkRunner.Create(model), Arithmetic.Real);
            BoxBounds.Prepare(w);
            BoxBounds.Compute(w, [.. region.Select(r => r.Lower)], [.. region.Select(r => r.Upper)], new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive));
            CrownPropagation.Begin(w);
            SpecificationBounds.SetRow(w, row, 0);
            CrownPropagation.Run(w, 1, model.Output);
            Assert.True(Rational.FromDouble(CrownPropagation.RowBound(w, 0)) <= minimum, $"seed {seed}: the row bound is above the minimum");
            Assert.True(Rational.FromDouble(SpecificationBounds.DirectBound(w, row)) <= minimum, $"seed {seed}: the direct bound is above the minimum");
            using RowOptimizer optimizer = new(w);
            optimizer.Start(0, [.. region.Select(r => r.Lower)], [.. region.Select(r => r.Upper)]);
            optimizer.Evaluate(1, new SpecificationSeed([row]));
            Assert.True(Rational.FromDouble(optimizer.Bounds[0]) <= minimum, $"seed {seed}: the optimiser's bound is above the minimum");
        }
    }

    /// <summary>Chords between numbers of any two magnitudes: above (below) the activation at both ends, and at the kinks, exactly.</summary>
    [Fact]
    public void Relaxations_hold_exactly_at_ends_and_kinks()
    {
        Random random = new(1);
        double* numbers = stackalloc double[6];
        for (int trial = 0; trial < 20_000; trial++)
        {
            double Magnitude() => random.NextDouble() * Math.Pow(10, random.Next(-12, 12));
            (double l, double u) = random.Next(4) == 0 ? (-Math.Abs(Magnitude()), Math.Abs(Magnitude())) : Ordered(Magnitude() * (random.Next(2) - 0.5), Magnitude() * (random.Next(2) - 0.5));
            (float p, float q) = ((float)Math.Min(-0.25, -Magnitude()), (float)Math.Max(0.25, Magnitude()));
            SlopePolicy policy = (SlopePolicy)random.Next(3);
            float epsilon = random.NextSingle();
            (numbers[0], numbers[1]) = (l, u);

            numbers[4] = 0;
            ActivationRelaxation.Relu(1, numbers, numbers + 1, policy, numbers + 2, numbers + 3, numbers + 5, [0]);
            Check(numbers, [l, u, Math.Clamp(0, l, u)], x => x.Sign < 0 ? Rational.Zero : x, "ReLU");

            numbers[4] = 0;
            ActivationRelaxation.LeakyRelu(1, numbers, numbers + 1, epsilon, policy, numbers + 2, numbers + 3, numbers + 5);
            Check(numbers, [l, u, Math.Clamp(0, l, u)], x => x.Sign < 0 ? x * Rational.FromDouble(epsilon) : x, "leaky ReLU");

            ActivationRelaxation.Clip(1, numbers, numbers + 1, [p], [q], numbers + 2, numbers + 3, numbers + 4, numbers + 5);
            Rational low = Rational.FromDouble(p), high = Rational.FromDouble(q);
            Check(numbers, [l, u, Math.Clamp(p, l, u), Math.Clamp(q, l, u)], x => x < low ? low : x > high ? high : x, "clip");
        }
    }

    /// <summary>At the points between which the activation is straight: <c>s_l x + t_l ≤ y(x) ≤ s_u x + t_u</c>; there is then no point between where it fails.</summary>
    private static void Check(double* n, double[] points, Func<Rational, Rational> activation, string kind)
    {
        Rational sl = Rational.FromDouble(n[2]), su = Rational.FromDouble(n[3]), tl = Rational.FromDouble(n[4]), tu = Rational.FromDouble(n[5]);
        foreach (double point in points)
        {
            Rational x = Rational.FromDouble(point), y = activation(x);
            Assert.True((sl * x) + tl <= y, $"{kind} over [{n[0]:R}, {n[1]:R}]: the lower function {n[2]:R} x + {n[4]:R} is above at {point:R}");
            Assert.True(y <= (su * x) + tu, $"{kind} over [{n[0]:R}, {n[1]:R}]: the upper function {n[3]:R} x + {n[5]:R} is below at {point:R}");
        }
    }

    private static void AssertBetweenFunctions(BoundsWorkspace w, InputInterval[] region, Rational[] point, int id, int k, Rational value, int seed)
    {
        int n = region.Length;
        double* mid = w.Mid(id) + ((long)k * w.FunctionStride);
        double* dev = w.Deviation(id) + ((long)k * w.FunctionStride);
        Rational low = Rational.FromDouble(mid[n]) - Rational.FromDouble(dev[n]), high = Rational.FromDouble(mid[n]) + Rational.FromDouble(dev[n]);
        for (int j = 0; j < n; j++)
        {
            (double center, double radius) = SymbolicPropagation.Split(region[j].Lower, region[j].Upper);
            if (radius == 0)
            {
                continue;
            }

            Rational epsilon = (point[j] - Rational.FromDouble(center)) / Rational.FromDouble(radius);
            low += (Rational.FromDouble(mid[j]) - Rational.FromDouble(dev[j])) * epsilon;
            high += (Rational.FromDouble(mid[j]) + Rational.FromDouble(dev[j])) * epsilon;
        }

        Assert.True(low <= value && value <= high, $"seed {seed}: element {k} of operator {id} ({w.Runner.Model.Operators[id].Kind}) is not between its linear functions");
    }

    /// <summary>
    /// A network that is affine on every box these tests use: layers whose products cancel, of weights over six orders of magnitude; with stably active activations; with a scale,
    /// a shift, a sum and a gather in between.
    /// </summary>
    private static NetworkModel Affine(Random random, int kind)
    {
        NetworkModelBuilder b = new("affine", TensorShape.Of(3));
        Tensor Weights(int rows, int columns, int spread) => Tensor.Matrix(
            rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ => ((random.NextSingle() * 2) - 1) * MathF.Pow(10, random.Next(-spread, spread + 1)))]);
        Tensor Vector(int length, float offset) => Tensor.Vector([.. Enumerable.Range(0, length).Select(_ => offset + random.NextSingle())]);
        switch (kind)
        {
            case 0:
                return b.Build(b.AddDense(b.AddDense(b.AddDense(b.Input, Weights(6, 3, 3), Vector(6, 0)), Weights(6, 6, 3)), Weights(2, 6, 3), Vector(2, 0)));
            case 1:
                int h = b.AddRelu(b.AddDense(b.Input, Weights(5, 3, 0), Vector(5, 50)));
                int g = b.AddLeakyRelu(b.AddDense(h, Weights(5, 5, 0), Vector(5, 2000)), 0.3f);
                int c = b.AddClip(g, Tensor.Vector([.. Enumerable.Repeat(-1e6f, 5)]), Tensor.Vector([.. Enumerable.Repeat(float.PositiveInfinity, 5)]));
                return b.Build(b.AddDense(c, Weights(2, 5, 0)));
            default:
                int x = b.AddShift(b.AddScale(b.Input, new Tensor(TensorShape.Of(3), Weights(1, 3, 1).Values), isDivision: random.Next(2) == 0), Vector(3, 7));
                int d = b.AddDense(x, Weights(3, 3, 2), Vector(3, 0));
                int joined = b.AddGather([b.AddSum(d, x, isDifference: random.Next(2) == 0), d], [new GatherIndex(0, 2), new GatherIndex(1, 0), new GatherIndex(0, 2), new GatherIndex(0, 1)], TensorShape.Of(4));
                return b.Build(b.AddDense(joined, Weights(2, 4, 2), Vector(2, 0)));
        }
    }

    /// <summary>The exact affine map: its constant and its coefficients, from its values at the origin and the unit points.</summary>
    /// <remarks>Only for networks that are affine there too, which activations that are active on <c>[−3, 4]³</c> are.</remarks>
    private static (Rational[][] Coefficients, Rational[] Constant) Coefficients(NetworkModel model)
    {
        Rational[] At(int unit) => RationalForward.Evaluate(model, [.. Enumerable.Range(0, model.InputCount).Select(j => j == unit ? Rational.One : Rational.Zero)]);
        Rational[] constant = At(-1);
        Rational[][] columns = [.. Enumerable.Range(0, model.InputCount).Select(At)];
        return ([.. Enumerable.Range(0, model.OutputCount).Select(i => columns.Select(column => column[i] - constant[i]).ToArray())], constant);
    }

    private static InputInterval[] Box(Random random, int inputs, double center) =>
        [.. Enumerable.Range(0, inputs).Select(_ =>
        {
            double c = ((random.NextDouble() * 2) - 1) * center, r = random.Next(4) == 0 ? 0 : Math.Pow(10, -6 * random.NextDouble());
            return InputInterval.Exact(c - r, c + r);
        })];

    private static double[] Point(Random random, InputInterval[] region) =>
        [.. region.Select(r => random.Next(3) switch { 0 => r.Lower, 1 => r.Upper, _ => Math.Clamp(r.Lower + (random.NextDouble() * (r.Upper - r.Lower)), r.Lower, r.Upper) })];

    private static (double, double) Ordered(double a, double b) => a <= b ? (a, b) : (b, a);
}
