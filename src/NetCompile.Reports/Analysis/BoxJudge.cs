using System.Collections.Immutable;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Reports.Analysis;

/// <summary>Says of a box of inputs whether the property holds, or is violated, at every point of it. Sound: bounds of the engine, rounded outward. One per thread.</summary>
internal sealed class BoxJudge : IDisposable
{
    /// <summary>Up to this many inputs, linear functions of the input are propagated forward first, as in the engine's search.</summary>
    private const int SymbolicInputs = 23;

    private readonly BoundsWorkspace _workspace;
    private readonly Specification _specification;
    private readonly SpecificationRow[] _negated;
    private readonly BoundsSettings _settings;
    private readonly double[] _bounds;

    public BoxJudge(NetworkRunner runner, Specification specification, Arithmetic arithmetic)
    {
        _workspace = new BoundsWorkspace(runner, arithmetic);
        BoxBounds.Prepare(_workspace);
        _specification = specification;
        _negated = [.. specification.Rows.Select(Negate)];
        _settings = new BoundsSettings(UseSymbolic: runner.Model.InputCount <= SymbolicInputs, UseCrown: true, SlopePolicy.Adaptive);
        _bounds = new double[specification.Rows.Length];
    }

    /// <summary>The judgement on the box <c>[lower, upper]</c>.</summary>
    public SliceState Judge(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        BoxBounds.Compute(_workspace, lower, upper, _settings);
        if (_workspace.Overflow)
        {
            return SliceState.Undecided;
        }

        // Lower bounds of the rows: a conjunction with a row that cannot be met is met nowhere.
        BoundRows(_specification.Rows);
        if (_specification.Conjunctions.All(c => c.Any(r => _specification.Rows[r].IsRefutedBy(
            Math.Max(_bounds[r], SpecificationBounds.DirectBound(_workspace, _specification.Rows[r]))))))
        {
            return SliceState.Proved;
        }

        // Upper bounds, as lower bounds of the negated rows: where all rows of a conjunction are met everywhere, every point violates the property.
        BoundRows(_negated);
        return _specification.Conjunctions.Any(c => c.All(r => _specification.Rows[r].IsMetBy(
                Math.Min(-_bounds[r], SpecificationBounds.DirectUpperBound(_workspace, _specification.Rows[r])))))
            ? SliceState.Violated
            : SliceState.Undecided;
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private void BoundRows(SpecificationRow[] rows)
    {
        for (int first = 0; first < rows.Length; first += BoundsWorkspace.RowChunk)
        {
            int count = Math.Min(BoundsWorkspace.RowChunk, rows.Length - first);
            CrownPropagation.Begin(_workspace);
            for (int r = 0; r < count; r++)
            {
                SpecificationBounds.SetRow(_workspace, rows[first + r], r);
            }

            CrownPropagation.Run(_workspace, count, _workspace.Runner.Model.Output);
            for (int r = 0; r < count; r++)
            {
                _bounds[first + r] = CrownPropagation.RowBound(_workspace, r);
            }
        }
    }

    /// <summary>The row with its left-hand side negated; its right-hand side is not used.</summary>
    private static SpecificationRow Negate(SpecificationRow row) => new(new LinearConstraint(
        [.. row.Constraint.Terms.Select(t => t with { Coefficient = new StatedNumber(-t.Coefficient.Value, t.Coefficient.IsExact) })], 0.0, isStrict: false));
}
