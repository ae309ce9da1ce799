using NetCompile.Milp.Tests.Conformance;

namespace NetCompile.Milp.Tests.Writers;

/// <summary>Files that other solvers read lead to the same optimum.</summary>
public sealed class WriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netcompile").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [SkippableFact]
    public void Cbc_reads_mps_with_the_same_optimum() => RoundTrip(Mps, CommandLineSolver.Cbc, isNegated: true);

    [SkippableFact]
    public void Glpk_reads_mps_with_the_same_optimum() => RoundTrip(Mps, f => CommandLineSolver.Glpsol("--freemps", f), isNegated: true);

    [SkippableFact]
    public void Cbc_reads_lp_with_the_same_optimum() => RoundTrip(Lp, CommandLineSolver.Cbc, isNegated: false);

    [SkippableFact]
    public void Glpk_reads_lp_with_the_same_optimum() => RoundTrip(Lp, f => CommandLineSolver.Glpsol("--lp", f), isNegated: false);

    [SkippableFact]
    public void Every_kind_of_bound_and_row_is_read()
    {
        MilpModel model = new("kinds");
        MilpVariable free = model.AddVariable(), below = model.AddVariable(double.NegativeInfinity, -2.5), fixedAt = model.AddVariable(1.25, 1.25), above = model.AddVariable(-7, double.PositiveInfinity);
        MilpVariable whole = model.AddInteger(-4, 9), anyWhole = model.AddInteger(double.NegativeInfinity, double.PositiveInfinity), halves = model.AddInteger(-1.5, 2.5), binary = model.AddBinary();
        model.Add((free + below + binary).Between(-10, 0.1));
        model.Add(free - above == 0.3);
        model.Add(above + whole <= 20);
        model.Add(anyWhole - whole >= -3.5);
        model.Add(anyWhole + halves <= 6.5);
        model.AddRow(double.NegativeInfinity, [0, 1], [1, 1], double.PositiveInfinity);
        model.AddVariable(0, 3, "in no row");
        model.Maximize((1.1 * free) + below + fixedAt - (0.5 * above) + whole - (0.7 * anyWhole) + (0.9 * halves) + (2 * binary) + 1000);
        double expected = new BranchAndBoundSolver(new Doubles.DenseLpSolver()).Solve(model).Objective;
        Assert.InRange(expected, 900, 1100);
        Assert.Equal(-expected, CommandLineSolver.Cbc(Mps(model))!.Value, 1e-4);
        Assert.Equal(-expected, CommandLineSolver.Glpsol("--freemps", Mps(model))!.Value, 1e-4);
        Assert.Equal(expected, CommandLineSolver.Glpsol("--lp", Lp(model))!.Value, 1e-4);
    }

    [Fact]
    public void Mps_is_as_laid_out()
    {
        MilpModel model = new("small");
        MilpVariable x = model.AddVariable(-1, 4, "x"), y = model.AddInteger(0, 9, "a name that is long"), z = model.AddBinary("x");
        model.Add((x + (2 * y)).Between(-1, 5), "range");
        model.Add(x - (0.1 * z) == 0.1, "OBJ");
        model.Maximize(x + y - 3);
        string text = Text(w => MpsWriter.Write(model, w));
        Assert.Equal("""
            * small
            * The model maximises; the objective is negated here, as MPS minimises. Its optimum is the negated one of this file.
            * column C0000001 = a name that is long
            * column C0000002 = x
            * row R0000001 = OBJ
            NAME          small
            ROWS
             N  OBJ
             G  range
             E  R0000001
            COLUMNS
                x         OBJ       -1
                x         range     1
                x         R0000001  1
                M0000000  'MARKER'                 'INTORG'
                C0000001  OBJ       -1
                C0000001  range     2
                C0000002  R0000001  -0.1
                M0000001  'MARKER'                 'INTEND'
                ONE       OBJ       3
            RHS
                RHS       range     -1
                RHS       R0000001  0.1
            RANGES
                RNG       range     6
            BOUNDS
             LO BND       x         -1
             UP BND       x         4
             LI BND       C0000001  0
             UI BND       C0000001  9
             BV BND       C0000002
             FX BND       ONE       1
            ENDATA

            """.Replace("\r", ""), text);
    }

    [Fact]
    public void Lp_is_as_laid_out()
    {
        MilpModel model = new("small");
        MilpVariable x = model.AddVariable(-1, 4, "x[0]"), y = model.AddInteger(0, 9, "free"), z = model.AddBinary("z");
        model.Add((x + (2 * y)).Between(-1, 5), "range");
        model.AddIndicator(z, false, x <= 3, "off");
        model.AddSos1([x, y], "either");
        model.Maximize(x + y - 3);
        Assert.Equal("""
            \ small
            \ column x_0 = x[0]
            \ column x_free = free
            Maximize
             obj: + 1 x_0 + 1 x_free + 0 z - 3 one
            Subject To
             range: + 1 x_0 + 2 x_free >= -1
             range_u: + 1 x_0 + 2 x_free <= 5
             off: z = 0 -> + 1 x_0 <= 3
            Bounds
             -1 <= x_0 <= 4
             0 <= x_free <= 9
             one = 1
            Generals
             x_free
            Binaries
             z
            SOS
             either: S1:: x_0:1 x_free:2
            End

            """.Replace("\r", ""), Text(w => LpWriter.Write(model, w)));
    }

    [Fact]
    public void Long_statements_are_wrapped_and_names_stay_different()
    {
        MilpModel model = new("line\nbreak");
        MilpVariable[] x = [.. Enumerable.Range(0, 60).Select(k => model.AddVariable(0, 1, k % 2 == 0 ? "same name" : "SAME?NAME"))];
        model.Minimize(MilpExpression.Sum(x.Select(v => (MilpExpression)v)));
        string[] lines = Text(w => LpWriter.Write(model, w)).Split('\n');
        Assert.All(lines, l => Assert.True(l.Length <= 130, l));
        string[] bounds = [.. lines.SkipWhile(l => l != "Bounds").Skip(1).TakeWhile(l => l != "End").Select(l => l.Split("<=")[1].Trim())];
        Assert.Equal(60, bounds.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Range_is_one_row_where_its_width_is_exact_and_two_where_its_ends_cross()
    {
        MilpModel model = new();
        MilpVariable x = model.AddVariable(0, 1e6);
        model.Add((1 * x).Between(0.1, 1e5 + 0.3), "r");
        string text = Text(w => MpsWriter.Write(model, w));
        Assert.Contains("RANGES", text);
        Assert.DoesNotContain("r_u", text);

        model.SetRange(new MilpRow(model, 0), 1e-30, -0.75);
        text = Text(w => MpsWriter.Write(model, w));
        Assert.DoesNotContain("RANGES", text);
        Assert.Contains(" G  r\n", text);
        Assert.Contains(" L  r_u\n", text);
    }

    private static string Text(Action<TextWriter> write)
    {
        StringWriter writer = new();
        write(writer);
        return writer.ToString();
    }

    private string Mps(MilpModel model)
    {
        string file = Path.Combine(_folder, "model.mps");
        MpsWriter.Write(model, file);
        return file;
    }

    private string Lp(MilpModel model)
    {
        string file = Path.Combine(_folder, "model.lp");
        LpWriter.Write(model, file, reformulates: true);
        return file;
    }

    private static void RoundTrip(Func<MilpModel, string> write, Func<string, double?> solve, bool isNegated)
    {
        int feasible = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            MilpModel model = RandomMilps.Next(new Random(seed));
            double? expected = Enumeration.Optimum(model), actual = solve(write(model));
            Assert.True(expected.HasValue == actual.HasValue, $"seed {seed}: {actual}, by trying all {expected}");
            if (expected is { } optimum)
            {
                feasible++;
                double inFile = isNegated && model.IsMaximization ? -optimum : optimum;
                Assert.True(Math.Abs(inFile - actual!.Value) <= 1e-5 * Math.Max(1, Math.Abs(inFile)), $"seed {seed}: {actual}, by trying all {inFile}");
            }
        }

        Assert.True(feasible > 10, $"{feasible}");
    }
}
