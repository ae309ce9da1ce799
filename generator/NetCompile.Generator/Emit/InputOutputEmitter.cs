using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the structs <c>Input</c> and <c>Output</c>: a float field per name, in the network's order.</summary>
internal static class InputOutputEmitter
{
    public static void Write(SourceWriter writer, NetworkDeclaration declaration)
    {
        Write(writer, "Input", "What the network takes", declaration.Inputs.Select(Field.Of).ToArray());
        Write(writer, "Output", "What the network gives", declaration.Outputs.Select(Field.Of).ToArray());
    }

    private static void Write(SourceWriter writer, string type, string meaning, Field[] fields)
    {
        int count = fields.Sum(f => f.Length);
        writer.Separate();
        writer.Line($"/// <summary>{meaning}, by name: {Display.Count(count, "value")} in the network's order.</summary>");
        writer.Line(HeaderEmitter.GeneratedCode);
        writer.Line("[global::System.Runtime.InteropServices.StructLayout(global::System.Runtime.InteropServices.LayoutKind.Sequential)]");
        using (writer.Block($"public partial struct {type}"))
        {
            foreach (Field field in fields)
            {
                writer.Line($"/// <summary>{field.Meaning}</summary>");
                writer.Line($"public {field.Type} {field.Identifier};");
                writer.Separate();
            }

            WriteConstructor(writer, type, fields);
            WriteSpans(writer, type, count);
            WriteToString(writer, fields);
            foreach (int length in fields.Where(f => f.IsBlock).Select(f => f.Length).Distinct().OrderBy(n => n))
            {
                WriteBlock(writer, length);
            }
        }
    }

    private static void WriteConstructor(SourceWriter writer, string type, Field[] fields)
    {
        writer.Separate();
        writer.Line("/// <summary>Takes a value for every name.</summary>");
        string parameters = string.Join(", ", fields.Select(f => $"{(f.IsBlock ? "global::System.ReadOnlySpan<float>" : "float")} {f.Identifier}"));
        using (writer.Block($"public {type}({parameters})"))
        {
            foreach (Field field in fields)
            {
                if (field.IsBlock)
                {
                    writer.Line($"global::NetCompile.Runtime.ValueSpan.RequireLength({field.Identifier}.Length, {field.Length}, nameof({field.Identifier}));");
                    writer.Line($"{field.Identifier}.CopyTo(this.{field.Identifier});");
                }
                else
                {
                    writer.Line($"this.{field.Identifier} = {field.Identifier};");
                }
            }
        }
    }

    private static void WriteSpans(SourceWriter writer, string type, int count)
    {
        writer.Separate();
        writer.Line($"/// <summary>Takes {Display.Count(count, "value")} in the network's order.</summary>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">Another number of values is given.</exception>");
        using (writer.Block($"public static {type} FromSpan(global::System.ReadOnlySpan<float> values)"))
        {
            writer.Line($"global::NetCompile.Runtime.ValueSpan.RequireLength(values.Length, {count}, nameof(values));");
            writer.Line($"{type} result = default;");
            writer.Line($"values.CopyTo(global::System.Runtime.InteropServices.MemoryMarshal.Cast<{type}, float>(global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref result, 1)));");
            writer.Line("return result;");
        }

        writer.Separate();
        writer.Line($"/// <summary>Copies the {Display.Count(count, "value")} in the network's order.</summary>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">The destination is too short.</exception>");
        writer.Line("public readonly void CopyTo(global::System.Span<float> values) => AsSpan().CopyTo(values);");

        writer.Separate();
        writer.Line("/// <summary>The values themselves, in the network's order.</summary>");
        writer.Line("[global::System.Diagnostics.CodeAnalysis.UnscopedRef]");
        writer.Line("public readonly global::System.ReadOnlySpan<float> AsSpan() =>");
        writer.Line($"    global::System.Runtime.InteropServices.MemoryMarshal.Cast<{type}, float>(global::System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(in this, 1));");
    }

    private static void WriteToString(SourceWriter writer, Field[] fields)
    {
        string text = string.Join(
            ", ", fields.Select(f => $"{f.Name} = " + (f.IsBlock ? $"{{(global::NetCompile.Runtime.ValueSpan.Format({f.Identifier}))}}" : $"{{{f.Identifier}}}")));
        writer.Separate();
        writer.Line("/// <summary>Every value with its name.</summary>");
        writer.Line($"public override readonly string ToString() => global::System.FormattableString.Invariant($\"{text}\");");
    }

    private static void WriteBlock(SourceWriter writer, int length)
    {
        writer.Separate();
        writer.Line($"/// <summary>{length} values in place; read and write them by index.</summary>");
        writer.Line($"[global::System.Runtime.CompilerServices.InlineArray({length})]");
        using (writer.Block($"public struct {Field.BlockType(length)}"))
        {
            writer.Line("private float _first;");
        }
    }

    /// <param name="Name">The name as the author wrote it.</param>
    /// <param name="Length">The number of values.</param>
    /// <param name="IsBlock">Whether it is indexed.</param>
    /// <param name="Meaning">The documentation.</param>
    private sealed record Field(string Name, int Length, bool IsBlock, string Meaning)
    {
        public string Identifier => Literal.Identifier(Name);

        public string Type => IsBlock ? BlockType(Length) : "float";

        public static string BlockType(int length) => $"Block{length}";

        public static Field Of(InputDeclaration input) => new(
            input.Name,
            input.Length,
            input.Count is not null,
            input.Lower is { } lower && input.Upper is { } upper
                ? $"From {Literal.Plain(lower)} to {Literal.Plain(upper)}."
                : "In the range that the model states.");

        public static Field Of(OutputDeclaration output) => new(output.Name, output.Length, output.Count is not null, $"The output <c>{output.Name}</c>.");
    }
}
