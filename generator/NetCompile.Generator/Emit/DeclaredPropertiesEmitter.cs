using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the list by which tools find the properties of a network that they have not been compiled with.</summary>
internal static class DeclaredPropertiesEmitter
{
    private const string Property = "global::NetCompile.Runtime.NetworkProperty";
    private const string List = "global::System.Collections.Immutable.ImmutableArray<" + Property + ">";

    public static void Write(SourceWriter writer, ResolvedNetwork network)
    {
        writer.Separate();
        using (writer.Block("public readonly partial struct Network"))
        {
            // A list made twice by two threads is the same list: nothing is locked.
            writer.Line($"private static {List} s_declaredProperties;");
            writer.Separate();
            writer.Line("/// <summary>The properties of the network, as tools see them; made at first use.</summary>");
            writer.Line(HeaderEmitter.GeneratedCode);
            using (writer.Block($"public static {List} DeclaredProperties"))
            {
                using (writer.Block("get"))
                {
                    using (writer.Block("if (s_declaredProperties.IsDefault)"))
                    {
                        writer.Line($"var inputs = global::NetCompile.Runtime.VariableNames.Of({Names(network.Declaration.Inputs.Select(i => (i.Name, i.Count)))});");
                        writer.Line($"var outputs = global::NetCompile.Runtime.VariableNames.Of({Names(network.Declaration.Outputs.Select(o => (o.Name, o.Count)))});");
                        writer.Line($"s_declaredProperties = global::System.Collections.Immutable.ImmutableArray.Create(new {Property}[]");
                        using (writer.Braces("});"))
                        {
                            foreach (ResolvedProperty property in network.Properties)
                            {
                                WriteEntry(writer, network, property);
                            }
                        }
                    }

                    writer.Separate();
                    writer.Line("return s_declaredProperties;");
                }
            }
        }
    }

    private static void WriteEntry(SourceWriter writer, ResolvedNetwork network, ResolvedProperty property)
    {
        string self = TypeScope.FullName(network.Declaration);
        string name = Literal.Identifier(property.Declaration.Name);
        bool isUnscaled = property.IsUnscaled && network.Unscaled is not null;
        writer.Line($"new {Property}(global::NetCompile.Runtime.NetworkRunner.Create<{VerifyEmitter.Runner(network, property)}>(), {self}.Properties.{name}, {self}.Verify.{name})");
        using (writer.Braces("},"))
        {
            writer.Line($"NetworkName = {Literal.String(network.Declaration.DisplayName)},");
            writer.Line($"Name = {Literal.String(property.Declaration.Name)},");
            writer.Line($"Text = {Literal.String(PropertyEmitter.Describe(property.Declaration))},");
            writer.Line("InputNames = inputs,");
            writer.Line("OutputNames = outputs,");
            if (property.Declaration.ProveAtBuild)
            {
                writer.Line("ProveAtBuild = true,");
            }

            if (isUnscaled)
            {
                writer.Line("IsUnscaled = true,");
            }
        }
    }

    // A block is written with its length: "pixel[784]".
    internal static string Names(IEnumerable<(string Name, int? Count)> variables) =>
        string.Join(", ", variables.Select(v => Literal.String(v.Count is { } count ? $"{v.Name}[{count}]" : v.Name)));
}
