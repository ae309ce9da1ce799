using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the class <c>Verify</c>: a method per property, and one for all of them.</summary>
internal static class VerifyEmitter
{
    /// <summary>The method that verifies every property; not written where a property bears the name.</summary>
    private const string All = "All";

    private const string Parameters =
        "global::NetCompile.Verification.VerificationOptions? options = null, "
        + "global::System.IProgress<global::NetCompile.Verification.VerificationProgress>? progress = null, "
        + "global::System.Threading.CancellationToken cancellationToken = default";

    private const string Result = "global::NetCompile.Verification.VerificationResult";

    public static void Write(SourceWriter writer, ResolvedNetwork network)
    {
        string self = TypeScope.FullName(network.Declaration);
        writer.Separate();
        writer.Line("/// <summary>Proves the properties of the network, or refutes them with a counterexample.</summary>");
        writer.Line(HeaderEmitter.GeneratedCode);
        using (writer.Block("public static class Verify"))
        {
            foreach (ResolvedProperty property in network.Properties)
            {
                string name = Literal.Identifier(property.Declaration.Name);
                writer.Separate();
                writer.Line($"/// <summary>Proves or refutes <c>{Literal.Xml(PropertyEmitter.Describe(property.Declaration))}</c>.</summary>");
                WriteParameterDocumentation(writer);
                using (writer.Block($"public static {Result} {name}({Parameters})"))
                {
                    string result = $"global::NetCompile.Verification.Verifier.Verify(global::NetCompile.Runtime.NetworkRunner.Create<{Runner(network, property)}>(), {self}.Properties.{name}, options, progress, cancellationToken)";
                    if (property.Declaration is PropertyDeclaration.Method method)
                    {
                        string arguments = string.Join(", ", method.Parameters.Select(isOutput => $"{self}.{(isOutput ? "Output.FromSpan(output)" : "Input.FromSpan(input)")}"));
                        writer.Line($"var result = {result};");
                        writer.Line($"return global::NetCompile.Runtime.MethodProperty.Confirm(result, static (input, output) => {self}.{name}({arguments}));");
                    }
                    else
                    {
                        writer.Line($"return {result};");
                    }
                }
            }

            if (network.Properties.All(p => p.Declaration.Name != All))
            {
                WriteAll(writer, network);
            }
        }
    }

    /// <summary>The emitted struct that a property is about.</summary>
    public static string Runner(ResolvedNetwork network, ResolvedProperty property) =>
        $"{TypeScope.FullName(network.Declaration)}.Network" + (property.IsUnscaled && network.Unscaled is not null ? ".Unscaled" : "");

    private static void WriteAll(SourceWriter writer, ResolvedNetwork network)
    {
        writer.Separate();
        writer.Line("/// <summary>Proves or refutes every property, one after the other; the limits hold for each.</summary>");
        WriteParameterDocumentation(writer);
        using (writer.Block($"public static global::System.Collections.Generic.IReadOnlyList<{Result}> {All}({Parameters})"))
        {
            writer.Line($"return new {Result}[]");
            using (writer.Braces("};"))
            {
                foreach (ResolvedProperty property in network.Properties)
                {
                    writer.Line($"{Literal.Identifier(property.Declaration.Name)}(options, progress, cancellationToken),");
                }
            }
        }
    }

    private static void WriteParameterDocumentation(SourceWriter writer)
    {
        writer.Line("/// <param name=\"options\">Limits and choices; null for the defaults.</param>");
        writer.Line("/// <param name=\"progress\">Told about ten times a second how far the run is.</param>");
        writer.Line("/// <param name=\"cancellationToken\">Ends the run with the verdict unknown.</param>");
    }
}
