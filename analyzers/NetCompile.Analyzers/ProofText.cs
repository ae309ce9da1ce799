using System.Globalization;
using System.Text;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.QuickProofs;

namespace NetCompile.Analyzers;

/// <summary>Quick proofs in words, with the names of the declaration.</summary>
internal sealed class ProofText
{
    private const int MaxInputs = 6, MaxOutputs = 4, MaxDigits = 17;
    private readonly NetworkDeclaration _declaration;
    private readonly ResolvedProperty _property;
    private readonly NetworkModel _model;
    private readonly QuickProofOptions _options;

    public ProofText(NetworkDeclaration declaration, ResolvedProperty property, NetworkModel model, QuickProofOptions options) =>
        (_declaration, _property, _model, _options) = (declaration, property, model, options);

    /// <summary>Where the inputs lie that the property is about.</summary>
    public string Region => _property.Declaration switch
    {
        PropertyDeclaration.Method => "the declared ranges",
        PropertyDeclaration.VnnLib => "the region of its file",
        _ => "its box",
    };

    /// <summary>What a proof rests on.</summary>
    public string Method(QuickProof proof) => proof.Method switch
    {
        QuickMethod.Intervals => "by interval bounds",
        QuickMethod.LinearBounds => "by linear bounds (CROWN)",
        _ => $"with {Display.Count(proof.Nodes, "node")} of branch and bound",
    };

    /// <summary>For example <c>gap = 8.83, speed = 22.96 gives acceleration = 0.41</c>: the inputs that matter most, and the outputs that the violation is about.</summary>
    public string Counterexample(QuickCounterexample found)
    {
        int[] inputs = Enumerable.Range(0, found.Input.Length).ToArray();
        if (inputs.Length > MaxInputs)
        {
            inputs = inputs.OrderByDescending(i => found.Importance[i]).ThenBy(i => i).Take(MaxInputs).OrderBy(i => i).ToArray();
        }

        PropertyCase @case = _property.Property.Cases[found.Violation.Case];
        int[] outputs = @case.Unsafe[found.Violation.Conjunction].Constraints.SelectMany(c => c.Terms).Where(t => t.Variable.IsOutput).Select(t => t.Variable.Index).Distinct().OrderBy(i => i).ToArray();
        outputs = outputs.Length > 0 ? outputs : Enumerable.Range(0, found.OutputLower.Length).ToArray();
        string rest = found.Input.Length > inputs.Length ? $" and {Display.Count(found.Input.Length - inputs.Length, "more input")}" : "";

        return string.Join(", ", inputs.Select(i => $"{Name(false, i)} = {Number(found.Input[i])}")) + rest + " gives "
            + string.Join(", ", outputs.Take(MaxOutputs).Select(i => Name(true, i) + Value(found.OutputLower[i], found.OutputUpper[i]))) + (outputs.Length > MaxOutputs ? ", …" : "");
    }

    /// <summary>For example <c>acceleration is at most 3.1, and more than 5 is needed</c>.</summary>
    public string Evidence((LinearConstraint Constraint, double Upper) evidence)
    {
        (LinearConstraint constraint, double upper) = evidence;
        double bound = constraint.Bound.Value;

        // Six digits, or as many as it takes to see the difference.
        int digits = 6;
        while (digits < MaxDigits && !(constraint.IsStrict ? DecimalBound.Up(upper, digits) < bound : DecimalBound.Up(upper, digits) <= bound))
        {
            digits++;
        }

        double greatest = DecimalBound.Up(upper, digits);
        return constraint.Terms.Length == 1 && constraint.Terms[0] is { Coefficient: { Value: -1, IsExact: true } } term
            ? $"{Name(term.Variable)} is at least {Display.Number(0 - greatest)}, and {(constraint.IsStrict ? "at most" : "less than")} {Stated(0 - bound)} is needed"
            : $"{Left(constraint)} is at most {Display.Number(greatest)}, and {(constraint.IsStrict ? "at least" : "more than")} {Stated(bound)} is needed";
    }

    /// <summary>What kept a property undecided, and how far it is.</summary>
    public string Obstacle(QuickProof proof) => proof.Obstacle switch
    {
        QuickObstacle.Nodes => $"after {Display.Count(proof.Nodes, "node")} {Progress(proof)}",
        QuickObstacle.Work => $"after {Display.Count(proof.Nodes, "node")} and {Display.Count(proof.Work)} multiplications {Progress(proof)}",
        QuickObstacle.TooLarge => $"the network has {Display.Count(_model.ParameterCount)} parameters, and a pass over it takes more than the {Display.Count(_options.Work)} multiplications that proofs may cost while typing",
        QuickObstacle.Step => "the network has a step, and what jumps is not bounded",
        QuickObstacle.Overflow => "the float32 forward pass may overflow in the region",
        _ => $"after {Display.Count(proof.Nodes, "node")} {Progress(proof)}, but that part is too small to split: it holds or fails by rounding",
    };

    /// <summary>What to do about it.</summary>
    public string Remedy(QuickProof proof) => proof.Obstacle switch
    {
        QuickObstacle.Nodes => $"call Verify, prove it in the build (ProveAtBuild), or raise {ProofOptions.NodesKey} above {Display.Index(_options.Nodes)}",
        QuickObstacle.Work or QuickObstacle.TooLarge => $"call Verify, prove it in the build (ProveAtBuild), or raise {ProofOptions.WorkKey} above {_options.Work.ToString(CultureInfo.InvariantCulture)}",
        QuickObstacle.Step => "test it, or train the network without steps",
        QuickObstacle.Overflow => "narrow the ranges",
        _ => "leave a margin in its bounds",
    };

    private static string Progress(QuickProof proof)
    {
        double percent = Math.Floor(proof.ShareProved * 100);
        string share = percent > 0 ? $"it is proved on {percent.ToString(CultureInfo.InvariantCulture)} % of the region, and on the rest" : "no part of the region is proved, and";
        return double.IsInfinity(proof.Margin) ? $"{share} nothing is known" : $"{share} its margin is at least {Text(proof.Margin)} where a proof needs 0";
    }

    // What is added comes before what is subtracted: z − y, not −y + z.
    private string Left(LinearConstraint constraint)
    {
        StringBuilder text = new();
        foreach (LinearTerm term in constraint.Terms.OrderBy(t => t.Coefficient.Value < 0).Take(MaxInputs))
        {
            double size = Math.Abs(term.Coefficient.Value);
            text.Append(term.Coefficient.Value < 0 ? (text.Length == 0 ? "−" : " − ") : text.Length == 0 ? "" : " + ");
            text.Append(size == 1 ? "" : Text(size) + "·").Append(Name(term.Variable));
        }

        return text.Append(constraint.Terms.Length > MaxInputs ? " + …" : "").ToString();
    }

    private string Name(PropertyVariable variable) => Name(variable.IsOutput, variable.Index);

    private string Name(bool isOutput, int index)
    {
        IEnumerable<(string Name, int? Count)> declared = isOutput ? _declaration.Outputs.Select(o => (o.Name, o.Count)) : _declaration.Inputs.Select(i => (i.Name, i.Count));
        foreach ((string name, int? count) in declared)
        {
            if (index < (count ?? 1))
            {
                return count is null ? name : $"{name}[{Display.Index(index)}]";
            }

            index -= count ?? 1;
        }

        throw new InvalidOperationException($"There is no {(isOutput ? "output" : "input")} so far beyond the declared ones.");
    }

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    // With the fewest digits that say no more than is known; both ends where that leaves a percent open.
    private static string Value(double lower, double upper)
    {
        double width = upper - lower, magnitude = Math.Max(Math.Abs(lower), Math.Abs(upper));
        if (width > 0.01 * magnitude && width > 1e-4)
        {
            return $" from {Display.Number(DecimalBound.Down(lower, 3))} to {Display.Number(DecimalBound.Up(upper, 3))}";
        }

        if (lower <= 0 && upper >= 0)
        {
            return " = 0";
        }

        double middle = (lower + upper) / 2;
        for (int digits = 1; digits < 9; digits++)
        {
            string text = middle.ToString("G" + Display.Index(digits), CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture) is var rounded && rounded >= lower && rounded <= upper)
            {
                return " = " + text;
            }
        }

        return " = " + Number((float)middle);
    }

    // A bound as it is written: 0.1f as 0.1, not as the double that it is.
    private static string Stated(double value) => (float)value == value ? Number((float)value) : Display.Number(value);

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
