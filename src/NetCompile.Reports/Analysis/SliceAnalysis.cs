using System.Collections.Immutable;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Reports.Analysis;

/// <summary>Cuts planes through the input box of one case: values on a grid, and what is proved of parts of the plane.</summary>
internal sealed class SliceAnalysis(NetworkRunner runner, CaseProblem problem, Arithmetic arithmetic, ImmutableArray<string> outputNames, CancellationToken cancellation)
{
    /// <summary>Cells along a side of the grid, and levels of the quadtree: 2⁶ = 64 parts a side.</summary>
    private const int Cells = 48;
    private const int CoarseCells = 24;
    private const int Levels = 6;

    /// <summary>Outputs that are shown beside the margin.</summary>
    private const int MaxOutputs = 6;
    private const int OutputsOfMany = 3;

    /// <summary>Work is limited by counts, so that equal runs give equal reports: boxes to judge per plane, about so many parameters in all.</summary>
    private const double BoxParameters = 1.2e7;
    private const int MostBoxes = 2500;
    private const int FewestBoxes = 21;

    /// <summary>From so many parameters on grids are coarser.</summary>
    private const long ManyParameters = 500_000;

    /// <summary>Points tried to find one near a violation, where there are few inputs.</summary>
    private const int Samples = 512;
    private const int FewInputs = 20;

    private readonly InputBox _box = problem.Box;
    private readonly long _parameters = Math.Max(1, runner.Model.ParameterCount);

    /// <summary>The point that planes go through where there is no counterexample: of some points in the box the one nearest to a violation; of an image's, the centre.</summary>
    public float[] FindBase()
    {
        float[] best = Point(_ => 0.5);
        if (best.Length > FewInputs)
        {
            return best;
        }

        Random random = new(1);
        double least = Margin(best, out _);
        for (int i = 0; i < Samples; i++)
        {
            float[] point = Point(_ => random.NextDouble());
            double margin = Margin(point, out _);
            if (margin < least)
            {
                (least, best) = (margin, point);
            }
        }

        return best;
    }

    /// <summary>The inputs that are not fixed, the one along which the margin changes most through <paramref name="base"/> first.</summary>
    /// <remarks>Constraints on inputs alone do not count, where there are others: they say where a property applies, not what the network does, and often in other units.</remarks>
    public int[] ByInfluence(float[] @base)
    {
        Margin(@base, out int conjunction);
        int[] rows = conjunction < 0 ? [] : problem.Specification.Conjunctions[conjunction];
        int[] telling = [.. rows.Where(r => problem.Specification.Rows[r].OutputIndices.Length > 0)];
        int[] free = [.. Enumerable.Range(0, @base.Length).Where(j => _box.FloatLower[j] < _box.FloatUpper[j])];
        return [.. free.OrderByDescending(j => Influence(@base, j, telling.Length > 0 ? telling : rows))];
    }

    /// <summary>The slice along two inputs.</summary>
    public SliceReport Cut(int horizontal, int vertical, float[] @base)
    {
        SliceReport slice = new()
        {
            Horizontal = horizontal,
            Vertical = vertical,
            XLower = _box.FloatLower[horizontal],
            XUpper = _box.FloatUpper[horizontal],
            YLower = _box.FloatLower[vertical],
            YUpper = _box.FloatUpper[vertical],
            Base = [.. @base],
            Cells = _parameters > ManyParameters ? CoarseCells : Cells,
            Values = [],
            Tree = "u",
        };
        return slice with { Values = Evaluate(slice), Tree = Judge(slice) };
    }

    private ImmutableArray<SliceValues> Evaluate(SliceReport slice)
    {
        int n = slice.Cells;
        int[] outputs = ShownOutputs(slice.Base.AsSpan());
        double[][] values = [.. Enumerable.Range(0, outputs.Length + 1).Select(_ => new double[n * n])];
        float[] point = [.. slice.Base], output = new float[runner.Model.OutputCount];
        for (int j = 0; j < n; j++)
        {
            // Midpoints of cells, by lines of a grid twice as fine.
            point[slice.Vertical] = (float)slice.Y((2 * j) + 1, 2 * n);
            for (int i = 0; i < n; i++)
            {
                point[slice.Horizontal] = (float)slice.X((2 * i) + 1, 2 * n);
                runner.Forward(point, output);
                values[0][(j * n) + i] = problem.Specification.Margin(point, output, out _, out _);
                for (int k = 0; k < outputs.Length; k++)
                {
                    values[k + 1][(j * n) + i] = output[outputs[k]];
                }
            }
        }

        // Without any way to violate the property there is no margin to show.
        IEnumerable<SliceValues> shown = outputs.Select((k, i) => Quantise(outputNames[k], values[i + 1]));
        return problem.Specification.Conjunctions.Length == 0 ? [.. shown] : [Quantise("margin", values[0]), .. shown];
    }

    /// <summary>The outputs that the nearest way to violate the property names, then the others.</summary>
    private int[] ShownOutputs(ReadOnlySpan<float> @base)
    {
        float[] output = new float[runner.Model.OutputCount];
        runner.Forward(@base, output);
        problem.Specification.Margin(@base, output, out int conjunction, out _);
        IEnumerable<int> named = conjunction < 0 ? [] : problem.Specification.Conjunctions[conjunction].SelectMany(r => problem.Specification.Rows[r].OutputIndices);
        return [.. named.Concat(Enumerable.Range(0, output.Length)).Distinct().Take(output.Length <= MaxOutputs ? MaxOutputs : OutputsOfMany)];
    }

    private static SliceValues Quantise(string name, double[] values)
    {
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        foreach (double v in values.Where(double.IsFinite))
        {
            (lowest, highest) = (Math.Min(lowest, v), Math.Max(highest, v));
        }

        if (lowest > highest)
        {
            (lowest, highest) = (0, 0);
        }

        // What is infinite or NaN is shown at the end that it lies beyond.
        double range = highest > lowest ? highest - lowest : 1;
        byte[] bytes = [.. values.Select(v => (byte)Math.Round(255 * Math.Clamp(double.IsNaN(v) ? 0 : (v - lowest) / range, 0, 1)))];
        return new SliceValues(name, lowest, highest, Convert.ToBase64String(bytes));
    }

    private string Judge(SliceReport slice)
    {
        using BoxJudge judge = new(runner, problem.Specification, arithmetic);
        double[] lower = [.. slice.Base.Select(v => (double)v)], upper = (double[])lower.Clone();
        int budget = (int)Math.Clamp(BoxParameters / _parameters, FewestBoxes, MostBoxes);
        return SliceTree.Grow(
            (level, column, row) =>
            {
                if (cancellation.IsCancellationRequested)
                {
                    return SliceState.Undecided;
                }

                int n = 1 << level;
                (lower[slice.Horizontal], upper[slice.Horizontal]) = (slice.X(column, n), slice.X(column + 1, n));
                (lower[slice.Vertical], upper[slice.Vertical]) = (slice.Y(row, n), slice.Y(row + 1, n));
                return judge.Judge(lower, upper);
            },
            Levels,
            budget);
    }

    private double Influence(float[] @base, int input, int[] rows)
    {
        float[] point = (float[])@base.Clone(), output = new float[runner.Model.OutputCount];
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (double t in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            point[input] = Between(input, t);
            runner.Forward(point, output);
            double margin = rows.Length == 0 ? 0 : rows.Max(r => problem.Specification.Rows[r].Evaluate(point, output));
            (least, greatest) = (Math.Min(least, margin), Math.Max(greatest, margin));
        }

        double effect = greatest - least;
        return double.IsNaN(effect) ? 0 : effect;
    }

    private double Margin(float[] point, out int conjunction)
    {
        float[] output = new float[runner.Model.OutputCount];
        runner.Forward(point, output);
        return problem.Specification.Margin(point, output, out conjunction, out _);
    }

    private float[] Point(Func<int, double> share) => [.. Enumerable.Range(0, _box.Lower.Length).Select(j => Between(j, share(j)))];

    private float Between(int j, double t) =>
        Math.Clamp((float)(_box.FloatLower[j] + (t * ((double)_box.FloatUpper[j] - _box.FloatLower[j]))), _box.FloatLower[j], _box.FloatUpper[j]);
}
