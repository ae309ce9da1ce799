namespace NetCompile.TestSupport;

/// <summary>What stands between the dense layers of <see cref="RandomNetworks.Chain(Random, HiddenActivation, int[])"/>.</summary>
public enum HiddenActivation
{
    /// <summary>ReLUs.</summary>
    Relu,

    /// <summary>Leaky ReLUs with slope 0.1.</summary>
    LeakyRelu,

    /// <summary>Clips to [−0.5, 0.75], a hard tanh with two different limits.</summary>
    Clip,

    /// <summary>Maxout: maxima of one to three elements of a dense layer that is twice as wide.</summary>
    Maximum,

    /// <summary>Steps with the values −1, 0 and 1.</summary>
    Sign,

    /// <summary>Linear threshold units: steps with the values 0, 1 and 1.</summary>
    Threshold,
}

/// <summary>Operators that <see cref="RandomNetworks.Tangle"/> uses when asked only: not everything that reads networks takes them.</summary>
[Flags]
public enum ExtraOperators
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Maxima of overlapping groups.</summary>
    Maximum = 1,

    /// <summary>Steps.</summary>
    Step = 2,
}
