using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Properties;

namespace NetCompile.Generator.Parsing.Properties;

// Truth values: connectives, comparisons, patterns.
internal sealed partial class PropertyTranslator
{
    private Formula? Boolean(ExpressionSyntax expression, Scope scope)
    {
        if (!Enter(expression))
        {
            return null;
        }

        Formula? formula = BooleanCore(expression, scope);
        Leave();
        return Bounded(expression, formula);
    }

    private Formula? BooleanCore(ExpressionSyntax expression, Scope scope)
    {
        if (ConstantOf(expression) is bool constant)
        {
            return constant ? Formula.True : Formula.False;
        }

        switch (expression)
        {
            case ParenthesizedExpressionSyntax p:
                return Boolean(p.Expression, scope);

            case CheckedExpressionSyntax c:
                return Boolean(c.Expression, scope);

            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Boolean(not.Operand, scope)?.Negate();

            case BinaryExpressionSyntax binary:
                return Binary(binary, scope);

            case ConditionalExpressionSyntax choice:
                return Boolean(choice.Condition, scope) is var condition & Boolean(choice.WhenTrue, scope) is var whenTrue & Boolean(choice.WhenFalse, scope) is var whenFalse
                    && condition is not null && whenTrue is not null && whenFalse is not null
                    ? Formulas.If(condition, whenTrue, whenFalse)
                    : null;

            case IsPatternExpressionSyntax pattern:
                return Number(pattern.Expression, scope) is { } subject ? Matches(pattern.Expression, subject, pattern.Pattern, scope) : null;

            case IdentifierNameSyntax name when Find(name, scope) is Value.Truth truth:
                return truth.Formula;

            case InvocationExpressionSyntax call:
                return Call(call, scope) switch
                {
                    Value.Truth truth => truth.Formula,
                    null => null,
                    _ => NotBoolean(call),
                };

            default:
                return NotBoolean(expression);
        }
    }

    private Formula? NotBoolean(ExpressionSyntax expression)
    {
        Fail(expression, "it is no comparison and no combination of comparisons", "use <, <=, >, >=, ==, !=, &&, ||, ! and constants");
        return null;
    }

    private Formula? Binary(BinaryExpressionSyntax binary, Scope scope)
    {
        switch (binary.Kind())
        {
            case SyntaxKind.LogicalAndExpression or SyntaxKind.BitwiseAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.BitwiseOrExpression:
                return Chain(binary, scope);

            case SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.ExclusiveOrExpression when IsBoolean(binary.Left, scope) || IsBoolean(binary.Right, scope):
                Formula? a = Boolean(binary.Left, scope), b = Boolean(binary.Right, scope);
                Formula? same = a is null || b is null ? null : Formulas.Same(a, b);
                return binary.IsKind(SyntaxKind.EqualsExpression) ? same : same?.Negate();

            case SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
                or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression:
                Value.Number? left = Number(binary.Left, scope), right = Number(binary.Right, scope);
                return left is null || right is null ? null : Compare(binary, left, binary.Kind(), right);

            default:
                return NotBoolean(binary);
        }
    }

    // a && b && … is a tree that leans left; walking down its spine keeps a long chain from nesting deep.
    private Formula? Chain(BinaryExpressionSyntax binary, Scope scope)
    {
        bool isAnd = IsAnd(binary);
        Stack<ExpressionSyntax> operands = new();
        ExpressionSyntax spine = binary;
        while (spine is BinaryExpressionSyntax inner && inner.Kind() == binary.Kind())
        {
            operands.Push(inner.Right);
            spine = inner.Left;
        }

        Formula? result = Boolean(spine, scope);
        while (operands.Count > 0)
        {
            Formula? next = Boolean(operands.Pop(), scope);
            result = result is null || next is null ? null : isAnd ? Formulas.And(result, next) : Formulas.Or(result, next);
        }

        return result;
    }

    private static bool IsAnd(BinaryExpressionSyntax binary) => binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.BitwiseAndExpression;

    private Formula? Compare(ExpressionSyntax place, Value.Number left, SyntaxKind comparison, Value.Number right)
    {
        NumberKind kind = left.Kind > right.Kind ? left.Kind : right.Kind;
        PiecewiseLinear a = left.ConvertTo(kind).Tree, b = right.ConvertTo(kind).Tree;
        if (PiecewiseLinear.Add(a, b.Negate()) is not { } difference)
        {
            TooManyPieces(place);
            return null;
        }

        return comparison switch
        {
            SyntaxKind.LessThanExpression or SyntaxKind.LessThanToken => difference.AtMostZero(isStrict: true),
            SyntaxKind.LessThanOrEqualExpression or SyntaxKind.LessThanEqualsToken => difference.AtMostZero(isStrict: false),
            SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanToken => difference.Negate().AtMostZero(isStrict: true),
            SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.GreaterThanEqualsToken => difference.Negate().AtMostZero(isStrict: false),
            SyntaxKind.EqualsExpression => Equal(difference),
            SyntaxKind.NotEqualsExpression => Equal(difference).Negate(),
            _ => throw new InvalidOperationException($"{comparison} is no comparison."),
        };
    }

    private static Formula Equal(PiecewiseLinear difference) => Formulas.And(difference.AtMostZero(isStrict: false), difference.Negate().AtMostZero(isStrict: false));

    // value is > 0 and < 5, value is 1 or 2, value is not 3
    private Formula? Matches(ExpressionSyntax place, Value.Number subject, PatternSyntax pattern, Scope scope)
    {
        switch (pattern)
        {
            case ParenthesizedPatternSyntax p:
                return Matches(place, subject, p.Pattern, scope);

            case RelationalPatternSyntax relational:
                return Number(relational.Expression, scope) is { } limit ? Compare(place, subject, relational.OperatorToken.Kind(), limit) : null;

            case ConstantPatternSyntax constant:
                return Number(constant.Expression, scope) is { } value ? Compare(place, subject, SyntaxKind.EqualsExpression, value) : null;

            case UnaryPatternSyntax not:
                return Matches(place, subject, not.Pattern, scope)?.Negate();

            case BinaryPatternSyntax both:
                Formula? left = Matches(place, subject, both.Left, scope), right = Matches(place, subject, both.Right, scope);
                return left is null || right is null ? null : both.IsKind(SyntaxKind.AndPattern) ? Formulas.And(left, right) : Formulas.Or(left, right);

            default:
                Fail(pattern, "this kind of pattern is not translated", "use relational and constant patterns with 'and', 'or' and 'not'");
                return null;
        }
    }

    // Whether an expression is a truth value, as far as syntax and the names in sight tell: types of generated members are unknown here.
    private bool IsBoolean(ExpressionSyntax expression, Scope scope) => expression switch
    {
        ParenthesizedExpressionSyntax p => IsBoolean(p.Expression, scope),
        CheckedExpressionSyntax c => IsBoolean(c.Expression, scope),
        PrefixUnaryExpressionSyntax p => p.IsKind(SyntaxKind.LogicalNotExpression),
        IsPatternExpressionSyntax => true,
        ConditionalExpressionSyntax c => IsBoolean(c.WhenTrue, scope),
        BinaryExpressionSyntax b => b.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
            or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression
            || (b.Kind() is SyntaxKind.BitwiseAndExpression or SyntaxKind.BitwiseOrExpression or SyntaxKind.ExclusiveOrExpression && IsBoolean(b.Left, scope)),
        IdentifierNameSyntax name when Find(name, scope) is { } value => value is Value.Truth,
        InvocationExpressionSyntax call => Helper(call)?.ReturnType.SpecialType == SpecialType.System_Boolean,
        _ => ConstantOf(expression) is bool,
    };
}
