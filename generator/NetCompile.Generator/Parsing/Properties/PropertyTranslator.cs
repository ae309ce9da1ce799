using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;
using NetCompile.Properties;

namespace NetCompile.Generator.Parsing.Properties;

/// <summary>Translates a <c>[Property]</c> method to a formula over the network's inputs and outputs.</summary>
/// <remarks>
/// Works on syntax, with the semantic model for constants and helper methods only: while the generator runs, <c>Input</c> and <c>Output</c> are not generated
/// yet, so <c>x.rho</c> has no type. Sums and products are exact; constants have the value that C# gives them.
/// This part: entry, bookkeeping and errors. The others: truth values, numbers, calls.
/// </remarks>
internal sealed partial class PropertyTranslator
{
    // Helpers that call helpers twice each grow without bound; so do equivalences of equivalences. No readable property comes near these.
    private const int MaxExpressions = 20_000;
    private const int MaxAtoms = 10_000;
    private const int MaxDepth = 400;

    private readonly VariableTable _variables;
    private readonly Compilation _compilation;
    private readonly ErrorList _errors;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly Stack<IMethodSymbol> _calls = new();
    private int _expressions;
    private int _depth;

    private PropertyTranslator(VariableTable variables, Compilation compilation, ErrorList errors, CancellationToken cancellationToken)
    {
        _variables = variables;
        _compilation = compilation;
        _errors = errors;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What the method asserts, or null where it cannot be translated; the reasons go to <paramref name="errors"/>.</summary>
    public static Formula? Translate(
        IMethodSymbol method, MethodDeclarationSyntax syntax, VariableTable variables, Compilation compilation, ErrorList errors, CancellationToken cancellationToken)
    {
        PropertyTranslator translator = new(variables, compilation, errors, cancellationToken);
        Scope scope = new();
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            scope.Add(parameter.Name, new Value.Vector(PropertySignature.IsOutput(parameter)!.Value));
        }

        translator._calls.Push(method);
        return translator.Body(syntax, scope, returnsBoolean: true) is Value.Truth truth ? truth.Formula : null;
    }

    private SemanticModel ModelOf(SyntaxNode node)
    {
        if (!_models.TryGetValue(node.SyntaxTree, out SemanticModel? model))
        {
            model = _compilation.GetSemanticModel(node.SyntaxTree);
            _models.Add(node.SyntaxTree, model);
        }

        return model;
    }

    private object? ConstantOf(ExpressionSyntax expression) => ModelOf(expression).GetConstantValue(expression, _cancellationToken) is { HasValue: true } c ? c.Value : null;

    // Behind the block of a local variable its name may mean a field again, so C# has the last word on what a name is.
    private Value? Find(IdentifierNameSyntax name, Scope scope) =>
        scope.Find(name.Identifier.ValueText) is { } value && ModelOf(name).GetSymbolInfo(name, _cancellationToken).Symbol is ILocalSymbol or IParameterSymbol ? value : null;

    // Counts an expression on the way down; false, with an error, where there are too many or they nest too deep.
    private bool Enter(ExpressionSyntax expression)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (_expressions > MaxExpressions)
        {
            return false; // Reported once, when the limit was passed.
        }

        if (++_expressions > MaxExpressions)
        {
            return Fail(expression, $"with its helper methods it has more than {MaxExpressions} parts", "split the property") is not null;
        }

        if (_depth >= MaxDepth)
        {
            return Fail(expression, $"it is nested more than {MaxDepth} levels deep", "split the property") is not null;
        }

        _depth++;
        return true;
    }

    private void Leave() => _depth--;

    private Value? Fail(SyntaxNode node, string reason, string remedy)
    {
        _errors.Add(PropertyRules.NotLinear, node.GetLocation(), Shorten(PropertySignature.TextOf(node)), reason, remedy);
        return null;
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text.Substring(0, 77) + "...";

    // The statements or the expression of a property or helper.
    private Value? Body(MethodDeclarationSyntax method, Scope scope, bool returnsBoolean) =>
        method.ExpressionBody is { } arrow ? Evaluate(arrow.Expression, scope, returnsBoolean) : Statements(method.Body!.Statements, 0, method.Body, scope, returnsBoolean);

    private Value? Evaluate(ExpressionSyntax expression, Scope scope, bool isBoolean) =>
        isBoolean ? Boolean(expression, scope) is { } formula ? new Value.Truth(formula) : null : Numeric(expression, scope);

    private Value? Statements(IReadOnlyList<StatementSyntax> statements, int index, SyntaxNode block, Scope scope, bool returnsBoolean)
    {
        if (index >= statements.Count)
        {
            return Fail(block, "not every path ends with 'return'", "return a value on every path");
        }

        switch (statements[index])
        {
            case ReturnStatementSyntax { Expression: { } expression }:
                return Evaluate(expression, scope, returnsBoolean);

            case BlockSyntax inner:
                return Statements(inner.Statements.Concat(statements.Skip(index + 1)).ToList(), 0, block, scope, returnsBoolean);

            case LocalDeclarationStatementSyntax declaration when declaration.UsingKeyword.IsKind(SyntaxKind.None):
                return Declare(declaration.Declaration, scope) ? Statements(statements, index + 1, block, scope, returnsBoolean) : null;

            case IfStatementSyntax choice:
                Formula? condition = Boolean(choice.Condition, scope);
                if (_expressions > MaxExpressions)
                {
                    return null; // Every 'if' without 'return' doubles the paths: past the limit none is followed any further.
                }

                List<StatementSyntax> rest = statements.Skip(index + 1).ToList();
                List<StatementSyntax> otherwise = choice.Else is null ? rest : new List<StatementSyntax>(rest.Prepend(choice.Else.Statement));
                Value? whenTrue = Statements(rest.Prepend(choice.Statement).ToList(), 0, block, new Scope(scope), returnsBoolean);
                Value? whenFalse = Statements(otherwise, 0, block, new Scope(scope), returnsBoolean);
                return condition is null || whenTrue is null || whenFalse is null ? null : Choose(choice.Condition, condition, whenTrue, whenFalse);

            default:
                return Fail(statements[index], "a property may contain local variables, 'if' and 'return' only", "write it as one expression");
        }
    }

    private bool Declare(VariableDeclarationSyntax declaration, Scope scope)
    {
        ITypeSymbol? type = declaration.Type.IsVar ? null : ModelOf(declaration).GetTypeInfo(declaration.Type, _cancellationToken).Type;
        foreach (VariableDeclaratorSyntax variable in declaration.Variables)
        {
            if (variable.Initializer?.Value is not { } initializer)
            {
                Fail(variable, "it has no value", "assign one where it is declared");
                return false;
            }

            Value? value = VectorOf(initializer, scope) ?? Convert(initializer, Evaluate(initializer, scope, IsBoolean(initializer, scope)), type);
            if (value is null)
            {
                return false;
            }

            scope.Add(variable.Identifier.ValueText, value);
        }

        return true;
    }

    // condition ? whenTrue : whenFalse, for truth values and numbers.
    private Value? Choose(ExpressionSyntax place, Formula condition, Value whenTrue, Value whenFalse)
    {
        if (whenTrue is Value.Truth t && whenFalse is Value.Truth f)
        {
            return Bounded(place, Formulas.If(condition, t.Formula, f.Formula)) is { } formula ? new Value.Truth(formula) : null;
        }

        if (whenTrue is Value.Number a && whenFalse is Value.Number b)
        {
            NumberKind kind = a.Kind > b.Kind ? a.Kind : b.Kind;
            PiecewiseLinear left = a.ConvertTo(kind).Tree, right = b.ConvertTo(kind).Tree;
            return left.Leaves + right.Leaves > PiecewiseLinear.MaxLeaves ? TooManyPieces(place) : Exact(place, new PiecewiseLinear.Choice(condition, left, right), kind);
        }

        return Fail(place, "its branches have different types", "return the same type on every path");
    }

    private Formula? Bounded(ExpressionSyntax place, Formula? formula)
    {
        if (formula is null || Formulas.AtomsOf(formula) <= MaxAtoms)
        {
            return formula;
        }

        Fail(place, $"it needs more than {MaxAtoms} comparisons once equivalences and conditions are resolved", "split the property");
        return null;
    }

    // An integer that depends on a condition is converted to float only later, leaf by leaf: every leaf must survive that unchanged.
    private Value? Exact(SyntaxNode place, PiecewiseLinear tree, NumberKind kind) =>
        kind == NumberKind.Integer && tree.HasConstantAbove(1 << 24) ? Fail(place, "it chooses between integers that float32 rounds", "write real constants") : new Value.Number(tree, kind);

    private Value? TooManyPieces(SyntaxNode place) =>
        Fail(place, $"its maxima, minima and conditions have more than {PiecewiseLinear.MaxLeaves} linear pieces", "split the property");
}
