using System.Security.Cryptography;
using NetCompile.Properties;

namespace NetCompile.Verification;

/// <summary>A hash of what a property states, whatever it is called and whatever file it came from.</summary>
internal static class PropertyFingerprint
{
    /// <summary>SHA-256, in lower-case hexadecimal digits, of the counts, the regions and the constraints in their order, each number by its bits.</summary>
    public static string Of(VerificationProperty property)
    {
        using SHA256 hash = SHA256.Create();
        using (CryptoStream stream = new(Stream.Null, hash, CryptoStreamMode.Write))
        using (BinaryWriter writer = new(stream))
        {
            Write(writer, property);
        }

        return Convert.ToHexString(hash.Hash!).ToLowerInvariant();
    }

    // Every list is preceded by its length, so that no two properties give the same bytes.
    private static void Write(BinaryWriter writer, VerificationProperty property)
    {
        writer.Write(property.InputCount);
        writer.Write(property.OutputCount);
        writer.Write(property.IsRegionEmpty);
        writer.Write(property.Cases.Length);
        foreach (PropertyCase @case in property.Cases)
        {
            writer.Write(@case.Region.Length);
            foreach (InputInterval interval in @case.Region)
            {
                writer.Write(interval.Lower);
                writer.Write(interval.Upper);
                writer.Write(interval.InnerLower);
                writer.Write(interval.InnerUpper);
            }

            writer.Write(@case.Unsafe.Length);
            foreach (Conjunction conjunction in @case.Unsafe)
            {
                writer.Write(conjunction.Constraints.Length);
                foreach (LinearConstraint constraint in conjunction.Constraints)
                {
                    Write(writer, constraint);
                }
            }
        }
    }

    private static void Write(BinaryWriter writer, LinearConstraint constraint)
    {
        writer.Write(constraint.Terms.Length);
        foreach (LinearTerm term in constraint.Terms)
        {
            writer.Write(term.Variable.IsOutput);
            writer.Write(term.Variable.Index);
            Write(writer, term.Coefficient);
        }

        Write(writer, constraint.Bound);
        writer.Write(constraint.IsStrict);
    }

    private static void Write(BinaryWriter writer, StatedNumber number)
    {
        writer.Write(number.Value);
        writer.Write(number.IsExact);
    }
}
