using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace NetCompile.Milp;

/// <summary>What is required of inputs beyond their box: bounds that use it hold only where it holds.</summary>
/// <param name="Linear">Linear constraints.</param>
/// <param name="Ball">An ℓ1 ball, or null.</param>
public sealed record InputConstraints(ImmutableArray<InputConstraint> Linear, L1Ball? Ball = null)
{
    /// <summary>Nothing.</summary>
    public static InputConstraints None { get; } = new([]);

    /// <summary>Whether nothing is required.</summary>
    public bool IsNone => Linear.IsDefaultOrEmpty && Ball is null;

    /// <summary>SHA-256 over every number: the same hash means the same constraints, in the same order. Empty for none.</summary>
    public string Hash
    {
        get
        {
            if (IsNone)
            {
                return "";
            }

            StringBuilder text = new();
            void Add(double value) => text.Append(BitConverter.DoubleToInt64Bits(value).ToString("x16", System.Globalization.CultureInfo.InvariantCulture)).Append(' ');
            foreach (InputConstraint c in Linear.IsDefault ? [] : Linear)
            {
                text.Append("linear ").AppendJoin(',', c.Inputs).Append(' ');
                foreach (double value in (double[])[.. c.Coefficients, c.Lower, c.Upper])
                {
                    Add(value);
                }
            }

            if (Ball is not null)
            {
                text.Append("ball ");
                foreach (double value in (double[])[.. Ball.Center, Ball.Radius])
                {
                    Add(value);
                }
            }

            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))).ToLowerInvariant();
        }
    }

    internal void Check(int inputs)
    {
        foreach (InputConstraint constraint in Linear.IsDefault ? [] : Linear)
        {
            constraint.Check(inputs);
        }

        Ball?.Check(inputs);
    }
}
