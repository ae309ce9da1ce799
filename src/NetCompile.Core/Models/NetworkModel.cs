using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace NetCompile.Models;

/// <summary>A trained network as an immutable graph of operators in topological order, with one input and one output.</summary>
/// <remarks>Made by a reader or by <see cref="NetworkModelBuilder"/>, which checks everything; holds no file path and no handle.</remarks>
public sealed class NetworkModel : IEquatable<NetworkModel>
{
    private readonly Lazy<string> _hash;

    internal NetworkModel(string name, ImmutableArray<NetworkOperator> operators, int output, ImmutableArray<InputRange> inputRanges, ModelSource? source)
    {
        Name = name;
        Operators = operators;
        Output = output;
        InputRanges = inputRanges;
        Source = source;
        _hash = new Lazy<string>(ComputeHash);
    }

    /// <summary>A name for messages, usually the file's.</summary>
    public string Name { get; }

    /// <summary>The operators; operator 0 is the input and sources always precede their users.</summary>
    public ImmutableArray<NetworkOperator> Operators { get; }

    /// <summary>The id of the operator whose value is the network's output.</summary>
    public int Output { get; }

    /// <summary>The shape of the input.</summary>
    public TensorShape InputShape => Operators[0].Shape;

    /// <summary>The shape of the output.</summary>
    public TensorShape OutputShape => Operators[Output].Shape;

    /// <summary>Elements of the input, <c>n₀</c>.</summary>
    public int InputCount => Operators[0].Count;

    /// <summary>Elements of the output.</summary>
    public int OutputCount => Operators[Output].Count;

    /// <summary>The range of each input where the file states one (<c>.nnet</c>), else empty.</summary>
    public ImmutableArray<InputRange> InputRanges { get; }

    /// <summary>What the file held, for display; null for a model built in code.</summary>
    public ModelSource? Source { get; }

    /// <summary>SHA-256 over every operator, weight and shape (not over names): the same hash means the same function.</summary>
    public string ContentHash => _hash.Value;

    /// <summary>The number of weights, biases and other constants.</summary>
    public long ParameterCount => Operators.Sum(ParametersOf);

    /// <summary>The number of scalar units that are not affine.</summary>
    public int ActivationCount => Operators.Where(o => o.IsActivation).Sum(o => o.Count);

    /// <inheritdoc/>
    public bool Equals(NetworkModel? other) => other is not null && (ReferenceEquals(this, other) || ContentHash == other.ContentHash);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkModel);

    /// <inheritdoc/>
    public override int GetHashCode() => ContentHash.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {InputCount} inputs, {OutputCount} outputs, {Operators.Length} operators";

    /// <summary>The number of weights, biases and other constants of one operator.</summary>
    public static long ParametersOf(NetworkOperator o) => o switch
    {
        DenseOperator d => d.Weights.Shape.Count + (d.Bias?.Shape.Count ?? 0),
        ScaleOperator s => s.Factor.Shape.Count,
        ShiftOperator t => t.Offset.Shape.Count,
        _ => 0,
    };

    private string ComputeHash()
    {
        StringBuilder text = new();
        foreach (NetworkOperator o in Operators)
        {
            text.Append(o.Id).Append(' ').Append(o.Kind).Append(' ').Append(o.Shape).Append(" <- ").Append(string.Join(",", o.Sources)).Append(' ');
            text.Append(o switch
            {
                DenseOperator d => d.Weights.ContentHash + d.Bias?.ContentHash,
                ScaleOperator s => s.Factor.ContentHash + s.IsDivision,
                ShiftOperator t => t.Offset.ContentHash,
                SumOperator s => s.IsDifference.ToString(),
                GatherOperator g => string.Join(";", g.Indices.Select(i => i.Source + ":" + i.Element)),
                LeakyReluOperator l => Bits(l.Slope),
                ClipOperator c => c.Lower.ContentHash + c.Upper.ContentHash,
                MaximumOperator m => string.Join(";", m.Groups.Select(g => string.Join(",", g))),
                StepOperator s => Bits(s.Low) + "," + Bits(s.AtZero) + "," + Bits(s.High),
                _ => "",
            }).Append('\n');
        }

        text.Append("output ").Append(Output);
        using SHA256 sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()))).Replace("-", "").ToLowerInvariant();
    }

    private static string Bits(float value) => BitConverter.ToInt32(BitConverter.GetBytes(value), 0).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
