using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetCompile.Generator.Parsing.Properties;

// Calls: Math.Abs, Math.Min, Math.Max, and helper methods, which are inlined.
internal sealed partial class PropertyTranslator
{
    private Value? Call(InvocationExpressionSyntax call, Scope scope)
    {
        CallTargets candidates = Candidates(call);
        if (candidates.MathFunction is { } function)
        {
            return MathCall(call, function, scope);
        }

        if (Helper(call) is not { } method)
        {
            return Fail(
                call, "the method is unknown, or overloads of it cannot be told apart before code is generated",
                "call Math.Abs, Math.Min, Math.Max or a static method of this project whose name is unique");
        }

        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) is not MethodDeclarationSyntax { } syntax
            || (syntax.ExpressionBody is null && syntax.Body is null))
        {
            return Fail(call, $"the source of '{method.Name}' is not in this project", "call Math.Abs, Math.Min, Math.Max or a static method of this project");
        }

        if (!method.IsStatic || method.Arity > 0)
        {
            return Fail(call, $"'{method.Name}' is {(method.Arity > 0 ? "generic" : "not static")}", "call static, non-generic methods only");
        }

        if (_calls.Contains(method, SymbolEqualityComparer.Default))
        {
            return Fail(call, $"'{method.Name}' calls itself", "write it without recursion");
        }

        if (Bind(call, method, scope) is not { } inner)
        {
            return null;
        }

        _calls.Push(method);
        Value? result = Body(syntax, inner, method.ReturnType.SpecialType == SpecialType.System_Boolean);
        _calls.Pop();
        return result is Value.Number ? Convert(call, result, method.ReturnType) : result;
    }

    // The helper's parameters with the values of the arguments.
    private Scope? Bind(InvocationExpressionSyntax call, IMethodSymbol method, Scope scope)
    {
        Scope inner = new();
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            IParameterSymbol parameter = method.Parameters[i];
            ArgumentSyntax? argument = call.ArgumentList.Arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter.Name)
                ?? (i < call.ArgumentList.Arguments.Count && call.ArgumentList.Arguments[i].NameColon is null ? call.ArgumentList.Arguments[i] : null);
            Value? value = argument is not null ? Argument(argument.Expression, parameter, scope) : Default(call, parameter);
            if (value is null)
            {
                return null;
            }

            if (parameter.RefKind is not (RefKind.None or RefKind.In) || parameter.IsParams)
            {
                Fail(call, $"'{method.Name}' takes '{parameter.Name}' by 'ref', 'out' or 'params'", "pass values only");
                return null;
            }

            inner.Add(parameter.Name, value);
        }

        return inner;
    }

    private Value? Argument(ExpressionSyntax argument, IParameterSymbol parameter, Scope scope) =>
        VectorOf(argument, scope) is { } vector
            ? PropertySignature.IsOutput(parameter) == vector.IsOutput ? vector : Fail(argument, $"the parameter '{parameter.Name}' is of type '{parameter.Type.Name}'", "pass what the method takes")
        : parameter.Type.SpecialType == SpecialType.System_Boolean ? Evaluate(argument, scope, isBoolean: true)
        : Convert(argument, Number(argument, scope), parameter.Type);

    private Value? Default(InvocationExpressionSyntax call, IParameterSymbol parameter) =>
        !parameter.HasExplicitDefaultValue ? Fail(call, $"no value is given for '{parameter.Name}'", "pass every argument")
        : parameter.ExplicitDefaultValue is bool b ? new Value.Truth(b ? NetCompile.Properties.Formula.True : NetCompile.Properties.Formula.False)
        : ConstantNumber.From(parameter.ExplicitDefaultValue) is { IsFinite: true } number ? Convert(call, new Value.Number(number), parameter.Type)
        : Fail(call, $"the default value of '{parameter.Name}' is no finite number", "pass the argument");

    private Value? MathCall(InvocationExpressionSyntax call, string function, Scope scope)
    {
        List<Value.Number?> operands = call.ArgumentList.Arguments.Select(a => Number(a.Expression, scope)).ToList();
        if (operands.Contains(null))
        {
            return null;
        }

        if (operands.Count != (function == "Abs" ? 1 : 2))
        {
            return Fail(call, $"Math.{function} does not take {Display.Count(operands.Count, "argument")}", "pass one number to Abs, two to Min and Max");
        }

        Value.Number a = operands[0]!, b = function == "Abs" ? Negate(a) : operands[1]!;
        NumberKind kind = a.Kind > b.Kind ? a.Kind : b.Kind;
        PiecewiseLinear? tree = PiecewiseLinear.ExtremumOf(function != "Min", a.ConvertTo(kind).Tree, b.ConvertTo(kind).Tree);
        return tree is null ? TooManyPieces(call) : Exact(call, tree, kind);
    }

    private static Value.Number Negate(Value.Number number) => new(number.Tree.Negate(), number.Kind);

    /// <summary>The static method of the user's that a call names, if it is clear which: an argument without type leaves several candidates.</summary>
    private IMethodSymbol? Helper(InvocationExpressionSyntax call)
    {
        CallTargets candidates = Candidates(call);
        return candidates.MathFunction is null ? candidates.Single(call.ArgumentList.Arguments.Count) : null;
    }

    private CallTargets Candidates(InvocationExpressionSyntax call)
    {
        SymbolInfo info = ModelOf(call).GetSymbolInfo(call, _cancellationToken);
        IEnumerable<ISymbol> symbols = info.Symbol is not null ? new[] { info.Symbol } : info.CandidateSymbols;
        if (info.Symbol is null && info.CandidateSymbols.IsEmpty)
        {
            symbols = ModelOf(call).GetMemberGroup(call.Expression, _cancellationToken);
        }

        return new CallTargets(symbols.OfType<IMethodSymbol>().ToList());
    }

    private readonly struct CallTargets
    {
        private readonly List<IMethodSymbol> _methods;

        public CallTargets(List<IMethodSymbol> methods) => _methods = methods;

        public string? MathFunction => _methods.FirstOrDefault(IsMath)?.Name;

        public IMethodSymbol? Single(int arguments)
        {
            List<IMethodSymbol> fitting = _methods.Where(m => m.Parameters.Length >= arguments && m.Parameters.Skip(arguments).All(p => p.HasExplicitDefaultValue)).ToList();
            return fitting.Count == 1 ? fitting[0] : null;
        }

        private static bool IsMath(IMethodSymbol method) =>
            method.Name is "Abs" or "Min" or "Max"
            && (method.ContainingType.SpecialType is SpecialType.System_Single or SpecialType.System_Double
                || (method.ContainingType is { Name: "Math" or "MathF", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }));
    }
}
