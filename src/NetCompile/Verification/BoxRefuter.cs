using NetCompile.Propagation;

namespace NetCompile.Verification;

/// <summary>Bounds one box, refutes the ways of violating the property that its bounds exclude, and clips the box to where the others are still possible. One per thread.</summary>
internal sealed class BoxRefuter
{
    /// <summary>Up to this many inputs, linear functions of the input are propagated forward first; beyond, they cost more than they save.</summary>
    private const int SymbolicInputs = 23;

    /// <summary>Every so many splits both slope policies are tried.</summary>
    private const int BothSlopesEvery = 3;

    /// <summary>Rows whose linear functions are kept for clipping and scoring; more would cost more memory and time than they save.</summary>
    private const int MaxFunctions = 1024;

    private readonly BoundsWorkspace _workspace;
    private readonly int _inputs;
    private readonly double[] _passLower;
    private readonly double[] _passUpper;
    private readonly double[] _hullLower;
    private readonly double[] _hullUpper;
    private readonly double[] _clipLower;
    private readonly double[] _clipUpper;
    private double[] _rowBounds = [];

    public BoxRefuter(BoundsWorkspace workspace)
    {
        _workspace = workspace;
        _inputs = workspace.Tables.Width[0];
        _passLower = new double[workspace.Tables.PreActivationCount];
        _passUpper = new double[workspace.Tables.PreActivationCount];
        _hullLower = new double[_inputs];
        _hullUpper = new double[_inputs];
        _clipLower = new double[_inputs];
        _clipUpper = new double[_inputs];
    }

    /// <summary>The linear lower functions of the rows of the conjunctions that were open before the last pass over the current box, by row; null where none is kept.</summary>
    public RowFunction?[] Functions { get; private set; } = [];

    /// <summary>The lowest bound, over the open conjunctions, of their best row; −∞ where nothing was computed.</summary>
    public double Bound { get; private set; }

    /// <summary>By how much the last pass put a row above its right-hand side; NaN where the row was not bounded.</summary>
    public double RowBound(int row) => _rowBounds[row];

    /// <summary>Bounds the box and drops the conjunctions that are refuted; now and then both slope policies are tried and the better one is kept for the children.</summary>
    /// <param name="node">The node; gives the inherited bounds.</param>
    /// <param name="lower">Lower ends of the box.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="slopes">The policy to start with; the better one on return.</param>
    /// <param name="open">The conjunctions to refute; those that stay open on return.</param>
    /// <returns>False where bounds overflowed, so that nothing may be concluded.</returns>
    public bool Refute(BoxNode node, double[] lower, double[] upper, ref SlopePolicy slopes, ref int[] open)
    {
        Specification specification = node.Case.Specification;
        Functions = [];
        Bound = double.NegativeInfinity;
        if (open.Length == 0)
        {
            return true;
        }

        BoundsSettings settings = new(UseSymbolic: _inputs <= SymbolicInputs, UseCrown: true, slopes);
        BoxBounds.Compute(_workspace, lower, upper, settings, node.InheritedLower, node.InheritedUpper);
        if (_workspace.Overflow)
        {
            return false;
        }

        open = RefuteRows(specification, open, out double score);
        if (open.Length == 0 || node.Depth % BothSlopesEvery != 0)
        {
            return true;
        }

        // The second pass inherits the first one's bounds, so it can only be tighter at every neuron.
        BoxBounds.CopyPreActivations(_workspace, _passLower, _passUpper);
        SlopePolicy other = slopes == SlopePolicy.Adaptive ? SlopePolicy.Zero : SlopePolicy.Adaptive;
        BoxBounds.Compute(_workspace, lower, upper, settings with { Slopes = other }, _passLower, _passUpper);
        if (_workspace.Overflow)
        {
            return false;
        }

        open = RefuteRows(specification, open, out double otherScore);
        if (otherScore > score)
        {
            slopes = other;
        }

        return true;
    }

    /// <summary>Shrinks the box to the hull of where some open conjunction can still be met; false where that is nowhere.</summary>
    public bool Clip(Specification specification, int[] open, double[] lower, double[] upper)
    {
        if (Functions.Length == 0 || open.Length > MaxFunctions)
        {
            return true;
        }

        Array.Fill(_hullLower, double.PositiveInfinity);
        Array.Fill(_hullUpper, double.NegativeInfinity);
        foreach (int c in open)
        {
            lower.CopyTo(_clipLower, 0);
            upper.CopyTo(_clipUpper, 0);
            if (!ClipTo(specification, c))
            {
                continue;
            }

            for (int j = 0; j < _inputs; j++)
            {
                _hullLower[j] = Math.Min(_hullLower[j], _clipLower[j]);
                _hullUpper[j] = Math.Max(_hullUpper[j], _clipUpper[j]);
            }
        }

        for (int j = 0; j < _inputs; j++)
        {
            if (!(_hullLower[j] <= _hullUpper[j]))
            {
                return false;
            }
        }

        _hullLower.CopyTo(lower, 0);
        _hullUpper.CopyTo(upper, 0);
        return true;
    }

    private bool ClipTo(Specification specification, int conjunction)
    {
        foreach (int r in specification.Conjunctions[conjunction])
        {
            if (Functions[r] is { } f && !f.Clip(specification.Rows[r].BoundUp, _clipLower, _clipUpper))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Bounds the rows of the open conjunctions and returns those conjunctions that no row refutes.</summary>
    /// <param name="specification">The rows.</param>
    /// <param name="open">The open conjunctions, at least one.</param>
    /// <param name="score">The sum over them of the best row's bound: greater is nearer to a proof.</param>
    private int[] RefuteRows(Specification specification, int[] open, out double score)
    {
        // NaN refutes nothing: rows that a stop leaves out stay open.
        double[] best = new double[specification.Rows.Length];
        Array.Fill(best, double.NaN);
        int[] rows = [.. open.SelectMany(c => specification.Conjunctions[c]).Distinct()];
        bool keep = rows.Length <= MaxFunctions;
        Functions = keep ? new RowFunction?[specification.Rows.Length] : [];
        for (int first = 0; first < rows.Length && _workspace.ShouldStop?.Invoke() != true; first += BoundsWorkspace.RowChunk)
        {
            int count = Math.Min(BoundsWorkspace.RowChunk, rows.Length - first);
            CrownPropagation.Begin(_workspace);
            for (int r = 0; r < count; r++)
            {
                SpecificationBounds.SetRow(_workspace, specification.Rows[rows[first + r]], r);
            }

            CrownPropagation.Run(_workspace, count, _workspace.Runner.Model.Output);
            for (int r = 0; r < count; r++)
            {
                int row = rows[first + r];
                best[row] = Math.Max(CrownPropagation.RowBound(_workspace, r), SpecificationBounds.DirectBound(_workspace, specification.Rows[row]));
                if (keep)
                {
                    Functions[row] = RowFunction.Take(_workspace, r, row);
                }
            }
        }

        _rowBounds = [.. best.Select((b, r) => b - specification.Rows[r].BoundUp)];
        double least = double.PositiveInfinity, sum = 0;
        foreach (int c in open)
        {
            double greatest = double.NegativeInfinity;
            foreach (int r in specification.Conjunctions[c])
            {
                greatest = Math.Max(greatest, best[r] - specification.Rows[r].BoundUp);
            }

            least = Math.Min(least, greatest);
            sum += greatest;
        }

        Bound = least;
        score = sum;
        return [.. open.Where(c => !specification.Conjunctions[c].Any(r => specification.Rows[r].IsRefutedBy(best[r])))];
    }
}
