namespace NetCompile.Reports;

/// <summary>A network in numbers.</summary>
/// <param name="Inputs">Elements of the input.</param>
/// <param name="Outputs">Elements of the output.</param>
/// <param name="Operators">Operators, the input included.</param>
/// <param name="Parameters">Weights, biases and other constants.</param>
/// <param name="Activations">Scalar units that are not affine.</param>
/// <param name="Hash">SHA-256 over operators, weights and shapes; 64 hexadecimal digits.</param>
public sealed record NetworkSummary(int Inputs, int Outputs, int Operators, long Parameters, int Activations, string Hash);
