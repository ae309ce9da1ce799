namespace NetCompile.Propagation;

/// <summary>How output bounds are computed. What each costs and when to use it: README.md beside this file. All are sound; formulas stand with their classes.</summary>
public enum BoundMethod
{
    /// <summary>Interval arithmetic.</summary>
    Interval,

    /// <summary>Linear lower and upper functions of the input, propagated forward.</summary>
    Symbolic,

    /// <summary>Backward substitution for every layer with adaptive slopes (CROWN, DeepPoly), intersected with intervals.</summary>
    Crown,

    /// <summary>Affine forms with one new noise symbol per unstable neuron (DeepZ), intersected with intervals.</summary>
    Zonotope,

    /// <summary>Backward substitution with parallel lower and upper functions (Fast-Lin), intersected with intervals.</summary>
    FastLin,

    /// <summary>CROWN with lower slopes that projected gradient ascent optimises, for the outputs and for the layers between.</summary>
    AlphaCrown,

    /// <summary>α-CROWN under phase decisions (<see cref="BoundOptions.Splits"/>), with a multiplier for each.</summary>
    BetaCrown,

    /// <summary>The dual network of Wong and Kolter, for every layer, intersected with intervals.</summary>
    WongKolter,

    /// <summary>The Lagrangian dual of Dvijotham et al., optimised, over the bounds of <see cref="Crown"/>.</summary>
    Lagrangian,

    /// <summary>Lagrangian decomposition by variable splitting (Bunel et al.), optimised, over the bounds of <see cref="Crown"/>.</summary>
    LagrangianDecomposition,

    /// <summary>The dual over the ideal single-neuron cuts that separation picks (De Palma et al.), optimised, over the bounds of <see cref="Crown"/>.</summary>
    ActiveSet,
}
