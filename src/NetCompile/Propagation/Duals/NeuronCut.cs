using System.Numerics;

namespace NetCompile.Propagation;

/// <summary>
/// One of the ideal single-neuron cuts of <c>h = ρ(w·x + b)</c>, [PT] eq. (7b): <c>h ≤ Σ_{j∈J} w_j (x_j − L̆_j (1 − z)) + (b + Σ_{j∉J} w_j Ŭ_j) z</c>, with its multiplier.
/// </summary>
internal sealed class NeuronCut
{
    /// <param name="neuron">The neuron.</param>
    /// <param name="weights"><c>w_j</c> where <c>j ∈ J</c>, else 0.</param>
    /// <param name="least"><c>Σ_{j∈J} w_j L̆_j</c>.</param>
    /// <param name="rest"><c>b + Σ_{j∉J} w_j Ŭ_j</c>.</param>
    public NeuronCut(int neuron, double[] weights, double least, double rest)
    {
        Neuron = neuron;
        Weights = weights;
        Least = least;
        Rest = rest;
    }

    public int Neuron { get; }

    public double[] Weights { get; }

    public double Least { get; }

    public double Rest { get; }

    /// <summary><c>β ≥ 0</c>.</summary>
    public double Multiplier { get; set; }

    /// <summary>First moment of the multiplier's gradient.</summary>
    public double First;

    /// <summary>Second moment.</summary>
    public double Second;

    /// <summary>The right-hand side at a point.</summary>
    public double RightHandSide(ReadOnlySpan<double> x, double z)
    {
        Vector<double> sums = Vector<double>.Zero;
        int j = 0;
        for (; j + Vector<double>.Count <= Weights.Length; j += Vector<double>.Count)
        {
            sums += new Vector<double>(Weights, j) * new Vector<double>(x[j..]);
        }

        double sum = Vector.Sum(sums) + (Rest * z) - (Least * (1 - z));
        for (; j < Weights.Length; j++)
        {
            sum += Weights[j] * x[j];
        }

        return sum;
    }
}
