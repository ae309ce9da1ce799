using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Emit;

/// <summary>Writes <c>AddTo</c>: what people call on their class to put the network into an optimisation model.</summary>
internal static class MilpEmitter
{
    /// <summary>Inputs that get a parameter each at most; more are given as a span.</summary>
    public const int MaxParameters = 16;

    private const string Milp = "global::NetCompile.Milp.";
    private const string Variables = "global::System.ReadOnlySpan<" + Milp + "MilpVariable>";

    public static void Write(SourceWriter writer, ResolvedNetwork network)
    {
        NetworkDeclaration declaration = network.Declaration;
        string encoding = declaration.Milp.Encoding ?? EncodingName.BigM;
        if (!network.Region.IsEmpty)
        {
            if (declaration.Inputs.Count <= MaxParameters && declaration.Inputs is not { Count: 1 } or [{ Count: null }])
            {
                WriteByName(writer, declaration, encoding);
            }

            WriteSummary(writer, declaration);
            writer.Line($"/// <param name=\"inputs\">{Display.Count(declaration.InputCount, "variable")} in the network's order and the user's units; their bounds lie in the declared ranges.</param>");
            WriteOptions(writer, declaration, encoding);
            writer.Line(HeaderEmitter.GeneratedCode);
            writer.Line($"public static {Milp}EncodedNetwork AddTo({Milp}MilpModel model, {Variables} inputs, {Milp}EncodingOptions? options = null, string name = {Literal.String(declaration.Name)}) =>");
            writer.Line("    Network.AddTo(model, inputs, options ?? Network.DefaultEncoding, name);");
        }

        WriteSummary(writer, declaration);
        writer.Line($"/// <param name=\"inputs\">{Display.Count(declaration.InputCount, "variable")} in the network's order and the user's units; their bounds lie in the box of <paramref name=\"bounds\"/>.</param>");
        writer.Line("/// <param name=\"bounds\">Proven bounds in the place of those of the compiler: tighter ones, those of another region, or those of the float32 forward pass.</param>");
        writer.Line($"/// <param name=\"options\">How it is encoded; null for '{encoding}'.</param>");
        writer.Line("/// <param name=\"name\">A name for variables and rows: give each copy of the network in a model its own.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">Inputs or bounds do not fit the network, or a big-M would be infinite.</exception>");
        string signature = $"public static {Milp}EncodedNetwork AddTo({Milp}MilpModel model, {Variables} inputs, {Milp}NeuronBounds bounds, {Milp}EncodingOptions? options = null, string name = {Literal.String(declaration.Name)})";
        string call = $"{Milp}NetworkEncoder.AddTo(model, global::NetCompile.Runtime.NetworkRunner.Create<Network>(), inputs, bounds, options ?? Network.DefaultEncoding, name);";
        if (network.Specialization is null)
        {
            writer.Line(HeaderEmitter.GeneratedCode);
            writer.Line(signature + " =>");
            writer.Line("    " + call);
            return;
        }

        writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The box of the bounds leaves the declared ranges, to which the network is specialised.</exception>");
        writer.Line(HeaderEmitter.GeneratedCode);
        using (writer.Block(signature))
        {
            writer.Line($"{SpecializationEmitter.Guard}.Require(bounds.InputLower, bounds.InputUpper);");
            writer.Line("return " + call);
        }
    }

    private static void WriteByName(SourceWriter writer, NetworkDeclaration declaration, string encoding)
    {
        // The author may have named an input as one of our own parameters.
        HashSet<string> used = new(declaration.Inputs.Select(i => i.Name), StringComparer.Ordinal);
        string model = Free("model", used), options = Free("options", used), name = Free("name", used);
        string parameters = string.Join(", ", declaration.Inputs.Select(i => $"{(i.Count is null ? Milp + "MilpVariable" : Variables)} {Literal.Identifier(i.Name)}"));
        WriteSummary(writer, declaration, model);
        foreach (InputDeclaration input in declaration.Inputs)
        {
            string range = input.Lower is { } lower && input.Upper is { } upper ? $"from {Literal.Plain(lower)} to {Literal.Plain(upper)}" : "in the range that the model states";
            writer.Line($"/// <param name=\"{input.Name}\">{(input.Count is { } count ? Display.Count(count, "variable") : "A variable")} {range}, in the user's units.</param>");
        }

        WriteOptions(writer, declaration, encoding, options, name);
        writer.Line(HeaderEmitter.GeneratedCode);
        using (writer.Block(
            $"public static {Milp}EncodedNetwork AddTo({Milp}MilpModel {model}, {parameters}, {Milp}EncodingOptions? {options} = null, string {name} = {Literal.String(declaration.Name)})"))
        {
            string inputs = Free("inputs", used);
            writer.Line($"{Milp}MilpVariable[] {inputs} = new {Milp}MilpVariable[{declaration.InputCount}];");
            int at = 0;
            foreach (InputDeclaration input in declaration.Inputs)
            {
                string identifier = Literal.Identifier(input.Name);
                if (input.Count is { } length)
                {
                    writer.Line($"global::NetCompile.Runtime.ValueSpan.RequireLength({identifier}.Length, {length}, nameof({identifier}));");
                    writer.Line($"{identifier}.CopyTo(global::System.MemoryExtensions.AsSpan({inputs}, {at}, {length}));");
                }
                else
                {
                    writer.Line($"{inputs}[{at}] = {identifier};");
                }

                at += input.Length;
            }

            writer.Line($"return Network.AddTo({model}, {inputs}, {options} ?? Network.DefaultEncoding, {name});");
        }
    }

    private static void WriteSummary(SourceWriter writer, NetworkDeclaration declaration, string model = "model")
    {
        writer.Separate();
        writer.Line($"/// <summary>Puts the network into an optimisation model: {Display.Count(declaration.OutputCount, "output variable")}, the rows between inputs and outputs, and a check that runs the network at every solution.</summary>");
        writer.Line($"/// <param name=\"{model}\">The model; the inputs are variables of it.</param>");
    }

    private static void WriteOptions(SourceWriter writer, NetworkDeclaration declaration, string encoding, string options = "options", string name = "name")
    {
        writer.Line($"/// <param name=\"{options}\">How it is encoded; null for '{encoding}'. In real arithmetic: for the float32 forward pass, give bounds that were computed for it.</param>");
        writer.Line($"/// <param name=\"{name}\">A name for variables and rows: give each copy of the network in a model its own.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">The variables are too many or too few, of another model, or may leave the declared ranges; or the options ask for float32.</exception>");
    }

    private static string Free(string name, HashSet<string> used)
    {
        while (!used.Add(name))
        {
            name = "the" + char.ToUpperInvariant(name[0]) + name.Substring(1);
        }

        return name;
    }
}
