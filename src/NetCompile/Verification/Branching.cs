namespace NetCompile.Verification;

/// <summary>What branch and bound splits.</summary>
public enum Branching
{
    /// <summary>The input box where there are few inputs, ReLU phases where there are many.</summary>
    Automatic,

    /// <summary>The input box: converges for few inputs, whatever the network.</summary>
    Input,

    /// <summary>The phases of unstable ReLUs, and the input box only once all are fixed.</summary>
    Relu,
}
