using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetCompile.Generator.Parsing;

/// <summary>The signature of a <c>[Property]</c> method, and its text for comments.</summary>
/// <remarks>
/// <c>Input</c> and <c>Output</c> are generated into the class, so while the generator runs they name no type: parameters are recognised by the name of their type.
/// </remarks>
internal static class PropertySignature
{
    /// <summary>What is wrong with the signature, as the end of a sentence; null where nothing is.</summary>
    public static string? ProblemOf(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        if (!method.IsStatic)
        {
            return "is not static";
        }

        if (method.Arity > 0)
        {
            return "is generic";
        }

        if (method.ReturnType.SpecialType != SpecialType.System_Boolean)
        {
            return $"returns '{syntax.ReturnType}' instead of 'bool'";
        }

        if (syntax.ExpressionBody is null && syntax.Body is null)
        {
            return "has no body";
        }

        bool hasInput = false, hasOutput = false;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            bool? isOutput = IsOutput(parameter);
            if (isOutput is null)
            {
                return $"has the parameter '{parameter.Name}' of type '{parameter.Type.Name}', which is neither 'Input' nor 'Output'";
            }

            if (parameter.RefKind is not (RefKind.None or RefKind.In))
            {
                return $"may change its parameter '{parameter.Name}'";
            }

            if (isOutput.Value ? hasOutput : hasInput)
            {
                return $"has two parameters of type '{parameter.Type.Name}'";
            }

            hasInput |= !isOutput.Value;
            hasOutput |= isOutput.Value;
        }

        return hasInput || hasOutput ? null : "has no parameter";
    }

    /// <summary>Whether a parameter is the network's output, its input, or (null) neither.</summary>
    public static bool? IsOutput(IParameterSymbol parameter) => parameter.Type.Name switch { "Output" => true, "Input" => false, _ => null };

    /// <summary>Where the method's name stands.</summary>
    public static Location LocationOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is MethodDeclarationSyntax syntax ? syntax.Identifier.GetLocation() : Location.None;

    /// <summary>The method's expression, or its statements, on one line and without comments.</summary>
    public static string TextOf(MethodDeclarationSyntax syntax) => TextOf((SyntaxNode?)syntax.ExpressionBody?.Expression ?? syntax.Body!);

    /// <summary>Code on one line, without comments.</summary>
    public static string TextOf(SyntaxNode node)
    {
        SyntaxNode plain = node.ReplaceTrivia(
            node.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia) || t.IsDirective),
            static (_, _) => SyntaxFactory.Space);
        return Regex.Replace(plain.ToString(), @"\s+", " ").Trim();
    }
}
