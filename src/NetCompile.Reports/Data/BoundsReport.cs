using System.Collections.Immutable;

namespace NetCompile.Reports;

/// <summary>Sound bounds of every layer over one input box, by one method.</summary>
/// <param name="Method">The method's name for people: <c>intervals</c>, <c>CROWN</c>.</param>
/// <param name="Layers">The network's operators in order, the input first.</param>
public sealed record BoundsReport(string Method, ImmutableArray<LayerBounds> Layers);

/// <summary>The bounds of one operator's value in summary.</summary>
/// <param name="Operator">The operator's number; 0 is the input.</param>
/// <param name="Name">Its name in the model file.</param>
/// <param name="Kind">What it computes: <c>Dense</c>, <c>Relu</c>.</param>
/// <param name="Count">Elements of its value.</param>
/// <param name="Lower">The least lower bound of any element; −∞ where nothing is proved.</param>
/// <param name="Upper">The greatest upper bound of any element; +∞ where nothing is proved.</param>
/// <param name="MeanWidth">The mean of the elements' widths <c>upper − lower</c>, rounded to nearest: for display.</param>
/// <param name="Stability">How its units behave; null for an operator that is affine.</param>
/// <param name="Elements">Every element's bounds for the output of a network with few outputs, else empty.</param>
public sealed record LayerBounds(
    int Operator, string Name, string Kind, int Count, double Lower, double Upper, double MeanWidth, LayerStability? Stability, ImmutableArray<ElementBounds> Elements);

/// <summary>How the units of an activation layer behave over the box, as far as its bounds prove it.</summary>
/// <param name="Active">Units that pass their input through.</param>
/// <param name="Inactive">Units on another single piece: zero, for a ReLU.</param>
/// <param name="Unstable">The others.</param>
public sealed record LayerStability(int Active, int Inactive, int Unstable);

/// <summary>Sound bounds of one element.</summary>
public readonly record struct ElementBounds(double Lower, double Upper);
