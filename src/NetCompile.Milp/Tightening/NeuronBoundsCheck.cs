using System.Globalization;
using NetCompile.Models;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>Whether bounds that were computed before hold for what they are to be used for now.</summary>
internal static class NeuronBoundsCheck
{
    /// <exception cref="ArgumentException">They are of another network, of a box that does not contain this one, for real arithmetic where float32 is asked for, or under constraints that are not these.</exception>
    public static void Applies(
        NeuronBounds bounds, NetworkModel model, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, Arithmetic arithmetic, InputConstraints constraints, string parameter)
    {
        if (!bounds.Model.Equals(model))
        {
            throw new ArgumentException(
                $"The bounds are of the network '{bounds.Model.Name}' ({bounds.Model.ContentHash[..12]}…), not of '{model.Name}' ({model.ContentHash[..12]}…). Compute them for this network.", parameter);
        }

        if (Mismatch(bounds.InputLower, bounds.InputUpper, lower, upper) is { } outside)
        {
            throw new ArgumentException(outside, parameter);
        }

        if (arithmetic == Arithmetic.Float32 && bounds.Arithmetic != Arithmetic.Float32)
        {
            throw new ArgumentException("The bounds hold for real arithmetic only; bounds of the float32 forward pass are asked for. Compute them with Arithmetic.Float32.", parameter);
        }

        if (!bounds.Constraints.IsNone && bounds.Constraints.Hash != constraints.Hash)
        {
            throw new ArgumentException("The bounds hold only for inputs that meet the constraints they were computed with, and those are not the constraints here. Compute them without constraints, or with these.", parameter);
        }
    }

    /// <summary>What is wrong where the box that bounds hold on does not contain another one; else null.</summary>
    public static string? Mismatch(IReadOnlyList<double> boundsLower, IReadOnlyList<double> boundsUpper, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (lower.Length != boundsLower.Count || upper.Length != boundsUpper.Count)
        {
            return $"The bounds hold on a box of {boundsLower.Count} inputs; this one has {lower.Length}.";
        }

        string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        for (int j = 0; j < lower.Length; j++)
        {
            if (!(boundsLower[j] <= lower[j] && upper[j] <= boundsUpper[j]))
            {
                return $"Input {j} has the range [{Text(lower[j])}, {Text(upper[j])}]; the bounds hold on [{Text(boundsLower[j])}, {Text(boundsUpper[j])}] only. Compute them for this box, or for one that contains it.";
            }
        }

        return null;
    }
}
