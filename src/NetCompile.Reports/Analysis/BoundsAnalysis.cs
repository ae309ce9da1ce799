using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Reports.Analysis;

/// <summary>Bounds every layer over one input box by several of the engine's methods, from loose to tight.</summary>
internal static class BoundsAnalysis
{
    /// <summary>Outputs whose bounds are kept one by one.</summary>
    private const int MaxElements = 32;

    private static readonly (string Name, BoundsSettings Settings)[] s_methods =
    [
        ("intervals", new BoundsSettings(UseSymbolic: false, UseCrown: false, SlopePolicy.Adaptive)),
        ("CROWN", new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive)),
    ];

    /// <summary>The bounds, one report per method.</summary>
    /// <param name="runner">The network.</param>
    /// <param name="box">The input box.</param>
    /// <param name="arithmetic">Whether the float32 rounding of the forward pass is included.</param>
    /// <param name="cancellation">Leaves the rest as loose as it is: every bound stays sound.</param>
    public static ImmutableArray<BoundsReport> Compute(NetworkRunner runner, InputBox box, Arithmetic arithmetic, CancellationToken cancellation)
    {
        using BoundsWorkspace workspace = new(runner, arithmetic);
        BoxBounds.Prepare(workspace);
        workspace.ShouldStop = () => cancellation.IsCancellationRequested;
        ImmutableArray<BoundsReport>.Builder reports = ImmutableArray.CreateBuilder<BoundsReport>();
        foreach ((string name, BoundsSettings settings) in s_methods)
        {
            BoxBounds.Compute(workspace, box.Lower, box.Upper, settings);
            if (settings.UseCrown && !workspace.Overflow)
            {
                CrownPropagation.BoundAll(workspace, runner.Model.Output, intersect: true);
            }

            reports.Add(new BoundsReport(name, [.. runner.Model.Operators.Select(o => Layer(workspace, o))]));
        }

        return reports.ToImmutable();
    }

    private static LayerBounds Layer(BoundsWorkspace workspace, NetworkOperator o)
    {
        (double[] lower, double[] upper) = Bounds(workspace, o.Id);
        double width = 0;
        for (int k = 0; k < o.Count; k++)
        {
            width += (upper[k] - lower[k]) / o.Count;
        }

        bool isListed = o.Id == workspace.Runner.Model.Output && o.Count <= MaxElements;
        return new LayerBounds(
            o.Id, o.Name, o.Kind.ToString(), o.Count,
            o.Count == 0 ? 0 : lower.Min(),
            o.Count == 0 ? 0 : upper.Max(),
            width,
            o.IsActivation ? Stability(workspace, o) : null,
            isListed ? [.. lower.Zip(upper, (l, u) => new ElementBounds(l, u))] : []);
    }

    private static LayerStability Stability(BoundsWorkspace workspace, NetworkOperator o)
    {
        (double[] lower, double[] upper) = Bounds(workspace, o.Sources[0]);
        int active = 0, inactive = 0;
        for (int k = 0; k < o.Count; k++)
        {
            ActivationPiece piece = ActivationShape.PieceOf(o, k, lower[k], upper[k]);
            active += piece == ActivationPiece.Active ? 1 : 0;
            inactive += piece == ActivationPiece.Inactive ? 1 : 0;
        }

        return new LayerStability(active, inactive, o.Count - active - inactive);
    }

    /// <summary>What is proved of a value: nothing where the bounds overflowed or are NaN.</summary>
    private static (double[] Lower, double[] Upper) Bounds(BoundsWorkspace workspace, int id)
    {
        (double[] lower, double[] upper) = workspace.CopyBounds(id);
        for (int k = 0; k < lower.Length; k++)
        {
            lower[k] = workspace.Overflow || double.IsNaN(lower[k]) ? double.NegativeInfinity : lower[k];
            upper[k] = workspace.Overflow || double.IsNaN(upper[k]) ? double.PositiveInfinity : upper[k];
        }

        return (lower, upper);
    }
}
