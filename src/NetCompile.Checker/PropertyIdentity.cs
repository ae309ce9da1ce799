using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetCompile.Properties;

namespace NetCompile.Checker;

/// <summary>What a property says, apart from its name: two with the same hash are the same statement.</summary>
public static class PropertyIdentity
{
    /// <summary>SHA-256, in hexadecimal, of a text with every number of the property.</summary>
    public static string Hash(VerificationProperty property)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"property {property.InputCount} {property.OutputCount} {property.IsRegionEmpty}\n");
        foreach (PropertyCase @case in property.Cases)
        {
            text.Append("case\n");
            foreach (InputInterval i in @case.Region)
            {
                text.Append(CultureInfo.InvariantCulture, $"input {i.Lower:R} {i.Upper:R} {i.InnerLower:R} {i.InnerUpper:R}\n");
            }

            foreach (Conjunction conjunction in @case.Unsafe)
            {
                text.Append("all\n");
                foreach (LinearConstraint constraint in conjunction.Constraints)
                {
                    foreach (LinearTerm term in constraint.Terms)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{term.Coefficient.Value:R} {term.Coefficient.IsExact} {(term.Variable.IsOutput ? 'Y' : 'X')}{term.Variable.Index} ");
                    }

                    text.Append(CultureInfo.InvariantCulture, $"{(constraint.IsStrict ? "<" : "<=")} {constraint.Bound.Value:R} {constraint.Bound.IsExact}\n");
                }
            }
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))).ToLowerInvariant();
    }
}
