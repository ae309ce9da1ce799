namespace NetCompile.Milp;

/// <summary>How far the bounds of pre-activations are tightened; each method starts from those before it. Costs and when to use which: README.md beside this file.</summary>
public enum TighteningMethod
{
    /// <summary>Interval arithmetic.</summary>
    Interval,

    /// <summary>Linear functions of the input, propagated forward.</summary>
    Symbolic,

    /// <summary>Backward substitution (CROWN).</summary>
    Crown,

    /// <summary>Backward substitution with optimised slopes (α-CROWN).</summary>
    AlphaCrown,

    /// <summary>Optimisation-based bound tightening: two linear programs for each neuron over the relaxed layers before it.</summary>
    Lp,

    /// <summary>Two branch-and-bound searches for each neuron over the exact layers before it, each with a slice of time or nodes.</summary>
    Milp,
}
