using NetCompile.Models;
using NetCompile.Passes;

namespace NetCompile.Checker;

/// <summary>A network's constants in double (exact: they are float32 numbers) and the constants of the error bound. Shared by all threads.</summary>
internal sealed class CheckedNetwork
{
    private const double DoubleUnit = 1.0 / (1L << 53);
    private const double SingleUnit = 1.0 / (1 << 24);

    private readonly double[]?[] _weights;
    private readonly double[]?[] _bias;

    /// <exception cref="CertificateException">Nothing can be said about a network with step functions.</exception>
    public CheckedNetwork(NetworkModel model, bool isFloat32)
    {
        // Maxima run as ReLUs, so the proof is about those; the hash in the certificate is that of the network as it was read.
        Model = model = LowerMaximumPass.Run(model);
        if (model.Operators.FirstOrDefault(o => o is StepOperator) is { } step)
        {
            throw new CertificateException($"operator {step.Id} ('{step.Name}') of the network is a step function, which is not continuous; certificates cannot be about such networks");
        }

        IsFloat32 = isFloat32;
        int count = model.Operators.Length;
        _weights = new double[count][];
        _bias = new double[count][];
        IsPreActivation = new bool[count];
        SlopeOffset = new int[count];
        long total = 0;
        foreach (NetworkOperator o in model.Operators)
        {
            total += o.Count;
            SlopeOffset[o.Id] = -1;
            if (o is ReluOperator or LeakyReluOperator)
            {
                SlopeOffset[o.Id] = SlopeCount;
                SlopeCount += o.Count;
            }

            if (o.IsActivation)
            {
                IsPreActivation[o.Sources[0]] = true;
            }

            if (o is DenseOperator d)
            {
                int stride = Kernels.Pad(d.Inputs);
                double[] weights = new double[(long)d.Outputs * stride];
                double[] bias = new double[Kernels.Pad(d.Outputs)];
                for (int i = 0; i < d.Outputs; i++)
                {
                    for (int j = 0; j < d.Inputs; j++)
                    {
                        weights[(i * stride) + j] = d.Weights.Values[(i * d.Inputs) + j];
                    }

                    bias[i] = d.Bias is null ? 0 : d.Bias.Values[i];
                }

                _weights[o.Id] = weights;
                _bias[o.Id] = bias;
            }
        }

        Gamma = 4 * (total + 64) * DoubleUnit;
    }

    public NetworkModel Model { get; }

    /// <summary>Whether the claim is about the float32 forward pass; else about the real-valued network.</summary>
    public bool IsFloat32 { get; }

    /// <summary>Whether an operator's value is read by an activation.</summary>
    public bool[] IsPreActivation { get; }

    /// <summary>Where the recorded slopes of a ReLU or leaky ReLU begin; −1 for other operators.</summary>
    public int[] SlopeOffset { get; }

    /// <summary>How many slopes a recorded vector has.</summary>
    public int SlopeCount { get; }

    /// <summary><c>G</c> of CERTIFICATE.md: no sum of the check has a relative error beyond a quarter of it.</summary>
    public double Gamma { get; }

    /// <summary>The greatest magnitude an intermediate value may have: beyond, float32 overflows, or the argument about underflow no longer holds.</summary>
    public double MagnitudeLimit => IsFloat32 ? float.MaxValue : 1e60;

    /// <summary><c>W</c> of dense operator <paramref name="id"/>: <c>[outputs, Pad(inputs)]</c>.</summary>
    public ReadOnlySpan<double> Weights(int id) => _weights[id];

    /// <summary><c>b</c> of dense operator <paramref name="id"/>, padded.</summary>
    public ReadOnlySpan<double> Bias(int id) => _bias[id];

    /// <summary>How far the float32 result of <paramref name="roundings"/> roundings of a sum of terms of this magnitude may be from the exact one; 0 over the reals.</summary>
    public double SingleError(int roundings, double magnitude)
    {
        if (!IsFloat32)
        {
            return 0;
        }

        double nu = roundings * SingleUnit;
        return nu < 0.5 ? (nu / (1 - nu) * magnitude * (1 + 1e-9)) + (roundings * (double)float.Epsilon) : double.PositiveInfinity;
    }
}
