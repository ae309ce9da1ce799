namespace NetCompile.Milp;

/// <summary>How the inputs of a neuron are put into groups for <see cref="ReluEncoding.Partition"/>. Tsay, Kronqvist, Thebelt, Misener (2021), §4.</summary>
public enum PartitionStrategy
{
    /// <summary>Sorted by weight, cut into groups of the same size: inputs of similar weight stand together.</summary>
    EqualSize,

    /// <summary>Sorted by weight, cut where the weights cross equally spaced thresholds between the 5 % and 95 % quantile; groups can be empty and are then dropped.</summary>
    EqualRange,

    /// <summary>Groups of the same size in an order that looks random, the same in every run.</summary>
    Random,

    /// <summary>Sorted by weight and dealt out in turn: every group gets weights of all magnitudes.</summary>
    UnevenMagnitudes,
}
