using System.Collections.Immutable;
using NetCompile.Generator.Parsing;
using NetCompile.Properties;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the class <c>Properties</c>: what each property demands, as the region and the outputs that would violate it.</summary>
internal static class PropertyEmitter
{
    private const string Property = "global::NetCompile.Properties.VerificationProperty";

    public static void Write(SourceWriter writer, ResolvedNetwork network)
    {
        Names names = new(network.Declaration);
        writer.Separate();
        writer.Line("/// <summary>What is verified, as the engine reads it: regions of inputs with the outputs that would violate the property there.</summary>");
        writer.Line(HeaderEmitter.GeneratedCode);
        using (writer.Block("public static class Properties"))
        {
            foreach (ResolvedProperty property in network.Properties)
            {
                Write(writer, property, property.IsUnscaled ? null : names);
            }
        }
    }

    /// <summary>The intervals of a region as the arguments of a call: lower and upper end of each, where no end was rounded.</summary>
    public static string Region(IReadOnlyList<InputInterval> region) => region.All(IsExact)
        ? $"new double[] {{ {string.Join(", ", region.Select(i => $"{Literal.Double(i.Lower)}, {Literal.Double(i.Upper)}"))} }}"
        : $"new double[] {{ {string.Join(", ", region.Select(i => $"{Literal.Double(i.Lower)}, {Literal.Double(i.Upper)}, {Literal.Double(i.InnerLower)}, {Literal.Double(i.InnerUpper)}"))} }}";

    /// <summary>The expression that makes a region at run time.</summary>
    public static string RegionOf(IReadOnlyList<InputInterval> region) => $"global::NetCompile.Runtime.PropertyAssembly.{RegionKind(region)}Region({Region(region)})";

    /// <summary>The name of the run-time method that takes <see cref="Region"/>.</summary>
    public static string RegionKind(IReadOnlyList<InputInterval> region) => region.All(IsExact) ? "" : "Rounded";

    /// <summary>What the author wrote, for documentation.</summary>
    public static string Describe(PropertyDeclaration declaration) => declaration switch
    {
        PropertyDeclaration.Method m => m.Text,
        PropertyDeclaration.VnnLib v => v.Path,
        PropertyDeclaration.Robust r =>
            $"output {r.Label} stays the greatest within {Literal.Plain(r.Radius)} of {(r.Around is null ? "the given point" : r.Around)}",
        _ => declaration.Name,
    };

    private static bool IsExact(InputInterval i) => i.Lower.Equals(i.InnerLower) && i.Upper.Equals(i.InnerUpper);

    private static void Write(SourceWriter writer, ResolvedProperty resolved, Names? names)
    {
        VerificationProperty property = resolved.Property;
        string name = resolved.Declaration.Name;
        writer.Separate();
        writer.Line($"private static {Property}? s_{name};");
        writer.Separate();
        writer.Line($"/// <summary><c>{Literal.Xml(Describe(resolved.Declaration))}</c></summary>");
        writer.Line($"public static {Property} {Literal.Identifier(name)} => s_{name} ??=");
        writer.Indent();
        writer.Line($"new global::NetCompile.Runtime.PropertyAssembly({Literal.String(property.Name)}, {property.InputCount}, {property.OutputCount})");
        writer.Indent();
        if (property.IsRegionEmpty)
        {
            writer.Line(".WithoutInputs()");
        }

        foreach (PropertyCase @case in property.Cases)
        {
            writer.Line($".{RegionKind(@case.Region)}Case({Region(@case.Region)})");
            foreach (Conjunction conjunction in @case.Unsafe)
            {
                writer.Line(".Unsafe()");
                foreach (LinearConstraint constraint in conjunction.Constraints)
                {
                    writer.Line($"    {Call(constraint)} // {Literal.OneLine(Text(constraint, names))}");
                }
            }
        }

        writer.Line(".Build();");
        writer.Unindent();
        writer.Unindent();
    }

    private static string Call(LinearConstraint constraint)
    {
        string terms = string.Concat(constraint.Terms.Select(t => $".{(t.Variable.IsOutput ? "Output" : "Input")}({t.Variable.Index}, {Number(t.Coefficient)})"));
        return $"{terms}.{(constraint.IsStrict ? "LessThan" : "AtMost")}({Number(constraint.Bound)})";
    }

    private static string Number(StatedNumber number) => Literal.Double(number.Value) + (number.IsExact ? "" : ", isExact: false");

    private static string Text(LinearConstraint constraint, Names? names)
    {
        if (names is null || constraint.Terms.IsEmpty)
        {
            return constraint.ToString();
        }

        string sum = "";
        foreach (LinearTerm term in constraint.Terms)
        {
            double c = term.Coefficient.Value;
            string sign = sum.Length == 0 ? (c < 0 ? "-" : "") : c < 0 ? " - " : " + ";
            string factor = Math.Abs(c) == 1 ? "" : Literal.Plain(Math.Abs(c)) + "·";
            sum += sign + factor + names[term.Variable];
        }

        return $"{sum} {(constraint.IsStrict ? "<" : "≤")} {Literal.Plain(constraint.Bound.Value)}";
    }

    /// <summary>The names of the elements of inputs and outputs.</summary>
    private sealed class Names
    {
        private readonly ImmutableArray<string> _inputs;
        private readonly ImmutableArray<string> _outputs;

        public Names(NetworkDeclaration declaration)
        {
            _inputs = declaration.Inputs.SelectMany(i => Elements("x." + i.Name, i.Count)).ToImmutableArray();
            _outputs = declaration.Outputs.SelectMany(o => Elements("y." + o.Name, o.Count)).ToImmutableArray();
        }

        public string this[PropertyVariable variable] => (variable.IsOutput ? _outputs : _inputs)[variable.Index];

        private static IEnumerable<string> Elements(string name, int? count) =>
            count is { } n ? Enumerable.Range(0, n).Select(i => $"{name}[{i}]") : new[] { name };
    }
}
