using System.Collections.Immutable;

namespace NetCompile.Milp;

/// <summary>How far a solver's values for a network's outputs are from what the network computes at the solver's input.</summary>
/// <param name="Name">The embedded network.</param>
/// <param name="Input">The solver's input, as the float32 numbers the network was run on.</param>
/// <param name="ModelOutput">The outputs in the solution.</param>
/// <param name="NetworkOutput">The outputs of the float32 forward pass.</param>
/// <param name="Reference">The greatest magnitude among the network's outputs, at least 1: what <see cref="Relative"/> is relative to.</param>
public sealed record Discrepancy(string Name, ImmutableArray<float> Input, ImmutableArray<double> ModelOutput, ImmutableArray<double> NetworkOutput, double Reference)
{
    /// <summary>The greatest difference of an output; NaN where one is not a number.</summary>
    public double Largest => ModelOutput.Zip(NetworkOutput, (m, n) => Math.Abs(m - n)).Aggregate(0.0, (a, b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b));

    /// <summary><see cref="Largest"/> over <see cref="Reference"/>.</summary>
    public double Relative => Largest / Reference;
}
