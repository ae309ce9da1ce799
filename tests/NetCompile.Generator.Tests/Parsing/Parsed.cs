using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Tests.Parsing;

/// <summary>Parses network classes in source text, as the generator sees them: before <c>Input</c> and <c>Output</c> exist.</summary>
internal static class Parsed
{
    public static ParsedNetwork Network(string source, string path = "/project/Networks/Advisory.cs") => Networks((path, source)).Single();

    public static IReadOnlyList<ParsedNetwork> Networks(params (string Path, string Text)[] sources)
    {
        CSharpCompilation compilation = Consumer.Compile(sources.Select(s => (s.Path, "using System;\nusing NetCompile;\n" + s.Text)));
        return
        [
            .. from tree in compilation.SyntaxTrees
               from type in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
               where type.AttributeLists.Count > 0
               let symbol = compilation.GetSemanticModel(tree).GetDeclaredSymbol(type)
               let parsed = DeclarationParser.Parse(symbol, compilation, default)
               where parsed is not null
               select parsed,
        ];
    }

    /// <summary>The declaration of a class without errors.</summary>
    public static NetworkDeclaration Declaration(string source)
    {
        ParsedNetwork parsed = Network(source);
        Assert.Empty(Messages(parsed));
        return parsed.Declaration!;
    }

    public static string[] Messages(ParsedNetwork parsed) => [.. parsed.Errors.Select(e => $"{e.Descriptor.Id}: {e.ToDiagnostic().GetMessage()}")];
}
