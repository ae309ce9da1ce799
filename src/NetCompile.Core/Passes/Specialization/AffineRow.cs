namespace NetCompile.Passes.Specialization;

/// <summary>An affine function of atoms, <c>Σ w_j a_j + b</c>, in double with a bound on what each number is off by.</summary>
/// <param name="Columns">The atoms it reads; rows of one layer share the array.</param>
/// <param name="Weights">A weight for each column.</param>
/// <param name="WeightErrors">What the weights may be off by; null where they are exact.</param>
/// <param name="Bias">The constant.</param>
/// <param name="BiasError">What it may be off by.</param>
internal sealed record AffineRow(int[] Columns, double[] Weights, double[]? WeightErrors, double Bias, double BiasError);

/// <summary>A number with a bound on its error.</summary>
internal readonly record struct Enclosed(double Value, double Error);
