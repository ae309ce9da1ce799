using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Emit;

/// <summary>Opens the namespace, the containing types and the network class, and closes them again.</summary>
internal static class TypeScope
{
    /// <summary>Writes <paramref name="body"/> inside the partial class of <paramref name="declaration"/>.</summary>
    /// <remarks>Accessibility and <c>static</c> of the class stand in the user's part; a part that leaves them out agrees with it.</remarks>
    public static void Write(SourceWriter writer, NetworkDeclaration declaration, Action body)
    {
        List<string> headers = new();
        if (declaration.Namespace is not null)
        {
            headers.Add($"namespace {Literal.Name(declaration.Namespace)}");
        }

        foreach (ContainingType type in declaration.ContainingTypes)
        {
            string modifiers = type.Modifiers.Length == 0 ? "" : type.Modifiers + " ";
            headers.Add($"{modifiers}partial {type.Keyword} {Literal.Identifier(type.Name)}");
        }

        headers.Add($"partial {declaration.Keyword} {Literal.Identifier(declaration.Name)}");

        Stack<SourceWriter.Scope> scopes = new();
        foreach (string header in headers)
        {
            scopes.Push(writer.Block(header));
        }

        body();
        while (scopes.Count > 0)
        {
            scopes.Pop().Dispose();
        }
    }

    /// <summary>The class's name from the global namespace on.</summary>
    public static string FullName(NetworkDeclaration declaration)
    {
        IEnumerable<string> types = declaration.ContainingTypes.Select(t => Literal.Identifier(t.Name)).Append(Literal.Identifier(declaration.Name));
        return "global::" + (declaration.Namespace is null ? "" : Literal.Name(declaration.Namespace) + ".") + string.Join(".", types);
    }
}
