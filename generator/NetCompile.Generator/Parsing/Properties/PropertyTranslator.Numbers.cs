using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompile.Generator.Diagnostics;
using NetCompile.Properties;

namespace NetCompile.Generator.Parsing.Properties;

// Numbers: constants, variables, sums, products with constants.
internal sealed partial class PropertyTranslator
{
    private const string NumberRemedy = "use named inputs and outputs, constants, + and -, and * and / by constants";

    private Value.Number? Number(ExpressionSyntax expression, Scope scope)
    {
        Value? value = Numeric(expression, scope);
        return value is null or Value.Number ? (Value.Number?)value : (Value.Number?)Fail(expression, "it is no number", NumberRemedy);
    }

    private Value? Numeric(ExpressionSyntax expression, Scope scope)
    {
        if (!Enter(expression))
        {
            return null;
        }

        Value? value = NumericCore(expression, scope);
        Leave();
        return value;
    }

    private Value? NumericCore(ExpressionSyntax expression, Scope scope)
    {
        if (ConstantOf(expression) is { } boxed)
        {
            return ConstantNumber.From(boxed) is not { } constant ? Fail(expression, "it is a constant of a type that does not mix with 'float'", "use a float, double or integer constant")
                : !constant.IsFinite ? Fail(expression, "it is not a finite number", "compare with finite numbers only")
                : new Value.Number(constant);
        }

        switch (expression)
        {
            case ParenthesizedExpressionSyntax p:
                return Number(p.Expression, scope);

            case CheckedExpressionSyntax c:
                return Number(c.Expression, scope);

            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryPlusExpression } plus:
                return Number(plus.Operand, scope);

            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus:
                return Number(minus.Operand, scope) is { } operand
                    ? operand.Constant is { } c2 ? NegateConstant(minus, c2) : new Value.Number(operand.Tree.Negate(), operand.Kind)
                    : null;

            case BinaryExpressionSyntax binary:
                return Arithmetic(binary, scope);

            case ConditionalExpressionSyntax choice:
                Formula? condition = Boolean(choice.Condition, scope);
                Value.Number? whenTrue = Number(choice.WhenTrue, scope), whenFalse = Number(choice.WhenFalse, scope);
                return condition is null || whenTrue is null || whenFalse is null ? null : Choose(choice, condition, whenTrue, whenFalse);

            case CastExpressionSyntax cast:
                return Cast(cast, scope);

            case MemberAccessExpressionSyntax member when VectorOf(member.Expression, scope) is { } vector:
                return Variable(member, vector, member.Name.Identifier, null, scope);

            case ElementAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax member } element when VectorOf(member.Expression, scope) is { } vector:
                return Variable(element, vector, member.Name.Identifier, element.ArgumentList, scope);

            case IdentifierNameSyntax name when Find(name, scope) is { } value:
                return value as Value.Number ?? Fail(expression, value is Value.Vector ? "it is a whole vector" : "it is a truth value", NumberRemedy);

            case InvocationExpressionSyntax call:
                return Call(call, scope);

            case IdentifierNameSyntax or MemberAccessExpressionSyntax when ModelOf(expression).GetSymbolInfo(expression, _cancellationToken).Symbol is IFieldSymbol or IPropertySymbol or ILocalSymbol:
                return Fail(expression, "its value is not known at compile time", "make it a 'const'");

            default:
                return Fail(expression, "this kind of expression is not linear", NumberRemedy);
        }
    }

    // The least int has no negation in C#: it wraps to itself.
    private Value? NegateConstant(ExpressionSyntax place, ConstantNumber constant) =>
        constant.Kind == NumberKind.Integer && !constant.Negate().Fits(SpecialType.System_Int32) ? Fail(place, "its value overflows", "use smaller constants") : new Value.Number(constant.Negate());

    private Value.Vector? VectorOf(ExpressionSyntax expression, Scope scope) => expression switch
    {
        ParenthesizedExpressionSyntax p => VectorOf(p.Expression, scope),
        IdentifierNameSyntax name => Find(name, scope) as Value.Vector,
        _ => null,
    };

    private Value? Arithmetic(BinaryExpressionSyntax binary, Scope scope)
    {
        char op = binary.Kind() switch { SyntaxKind.AddExpression => '+', SyntaxKind.SubtractExpression => '-', SyntaxKind.MultiplyExpression => '*', SyntaxKind.DivideExpression => '/', _ => ' ' };
        if (op == ' ')
        {
            return Fail(binary, $"the operator '{binary.OperatorToken.Text}' is not linear", NumberRemedy);
        }

        Value.Number? left = Number(binary.Left, scope), right = Number(binary.Right, scope);
        if (left is null || right is null)
        {
            return null;
        }

        NumberKind kind = left.Kind > right.Kind ? left.Kind : right.Kind;
        left = left.ConvertTo(kind);
        right = right.ConvertTo(kind);
        if (op == '/' && right.Constant is { IsZero: true })
        {
            return Fail(binary, "it divides by zero", "divide by a number other than 0");
        }

        if (left.Constant is { } a && right.Constant is { } b)
        {
            // Unsigned types wrap below 0; that is for the compiler to compute, and it does where the operands are constants by its own rules.
            if (kind == NumberKind.Integer && ModelOf(binary).GetTypeInfo(binary, _cancellationToken).Type?.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64))
            {
                return Fail(binary, "it computes with integers that are not 'int' or 'long'", "write real constants, for example 2.0");
            }

            return ConstantNumber.Combine(op, a, b) is { } result ? new Value.Number(result) : Fail(binary, "its value overflows", "use smaller constants");
        }

        // C# computes with integers here, where / truncates and sums may wrap, although the value is not known.
        if (kind == NumberKind.Integer)
        {
            return Fail(binary, "it computes with integers that depend on a condition", "write real constants, for example 2.0");
        }

        switch (op)
        {
            case '+' or '-':
                PiecewiseLinear? sum = PiecewiseLinear.Add(left.Tree, op == '+' ? right.Tree : right.Tree.Negate());
                return sum is null ? TooManyPieces(binary) : new Value.Number(sum, kind);

            case '*' when left.Constant is { } factor:
                return new Value.Number(right.Tree.Times(factor.ToRational()), kind);

            case '*' when right.Constant is { } factor:
                return new Value.Number(left.Tree.Times(factor.ToRational()), kind);

            case '/' when right.Constant is { } divisor:
                return new Value.Number(left.Tree.Times(Rational.One / divisor.ToRational()), kind);

            default:
                return Fail(
                    binary,
                    op == '*' ? "it multiplies two expressions that both depend on inputs or outputs" : "it divides by an expression that depends on inputs or outputs",
                    op == '*' ? "multiply by constants only" : "multiply both sides of the comparison by it where its sign is known, or divide by constants only");
        }
    }

    private Value? Cast(CastExpressionSyntax cast, Scope scope)
    {
        ITypeSymbol? type = ModelOf(cast).GetTypeInfo(cast.Type, _cancellationToken).Type;
        return Number(cast.Expression, scope) is not { } number ? null
            : KindOf(type) is not { } kind ? Fail(cast, $"the cast to '{cast.Type}' rounds", "cast to double or leave the cast out")
            : Convert(cast, number, type);
    }

    /// <summary>The conversion to the type of a parameter, local variable or cast; null type: none.</summary>
    private Value? Convert(ExpressionSyntax place, Value? value, ITypeSymbol? type)
    {
        if (value is not Value.Number number || type is null)
        {
            return value;
        }

        if (KindOf(type) is not { } kind)
        {
            return Fail(place, $"it is converted to '{type.ToDisplayString()}'", "use float or double");
        }

        // float(double constant) is a constant too; float(double expression) and int(anything else) round values that are not known.
        if (kind < number.Kind)
        {
            return number.Constant is { } c && kind == NumberKind.Single && !float.IsInfinity((float)c.ToDouble()) ? new Value.Number(ConstantNumber.Single((float)c.ToDouble()))
                : Fail(place, $"the conversion to '{type.ToDisplayString()}' rounds", "use double, or leave the conversion out");
        }

        if (kind == NumberKind.Integer && !Fits(number, type.SpecialType))
        {
            return Fail(place, $"the conversion to '{type.ToDisplayString()}' may wrap", "write a real constant, for example 2.0");
        }

        return number.ConvertTo(kind);
    }

    // What depends on a condition is at most 2^24 in magnitude, see Exact: it fits into the signed types of 32 bits and more.
    private static bool Fits(Value.Number number, SpecialType type) =>
        number.Constant is { } constant ? constant.Fits(type) : type is SpecialType.System_Int32 or SpecialType.System_Int64;

    private static NumberKind? KindOf(ITypeSymbol? type) => type?.SpecialType switch
    {
        SpecialType.System_Single => NumberKind.Single,
        SpecialType.System_Double => NumberKind.Double,
        SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64
            or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Byte or SpecialType.System_SByte => NumberKind.Integer,
        _ => null,
    };

    private Value? Variable(ExpressionSyntax place, Value.Vector vector, SyntaxToken name, BracketedArgumentListSyntax? index, Scope scope)
    {
        string kind = vector.IsOutput ? "output" : "input";
        if (_variables.Find(vector.IsOutput, name.ValueText) is not { } variable)
        {
            string? near = EditDistance.Nearest(name.ValueText, _variables.Names(vector.IsOutput));
            DiagnosticInfo error = DiagnosticInfo.Create(
                PropertyRules.UnknownVariable, name.GetLocation(), PropertySignature.TextOf(place), $"the network declares no {kind} named '{name.ValueText}'",
                near is null ? $"declare it with [{(vector.IsOutput ? "Output" : "Input")}]" : $"did you mean '{near}'?");
            _errors.Add(near is null ? error : error.WithFact(Fact.Replacement, near));
            return null;
        }

        if (index is null)
        {
            return variable.Count is { } count
                ? Fail(place, $"it is a block of {Display.Count(count, kind)}", $"choose one, for example '{place}[0]'")
                : new Value.Number(PiecewiseLinear.Of(new PropertyVariable(vector.IsOutput, variable.Start)), NumberKind.Single);
        }

        if (variable.Count is not { } length)
        {
            return Fail(place, $"the {kind} '{variable.Name}' is a single number", "leave the index out");
        }

        if (index.Arguments.Count != 1 || Number(index.Arguments[0].Expression, scope) is not { } number)
        {
            return index.Arguments.Count == 1 ? null : Fail(index, "it is not a single index", "write one constant index");
        }

        if (number.Constant?.AsIndex is not { } element)
        {
            return Fail(index.Arguments[0], "the index is no integer constant", "use a constant index");
        }

        if (element < 0 || element >= length)
        {
            _errors.Add(
                PropertyRules.UnknownVariable, index.Arguments[0].GetLocation(), PropertySignature.TextOf(place),
                $"the index is {element} but the block '{variable.Name}' has {Display.Count(length, kind)}", $"use an index from 0 to {length - 1}");
            return null;
        }

        return new Value.Number(PiecewiseLinear.Of(new PropertyVariable(vector.IsOutput, variable.Start + element)), NumberKind.Single);
    }
}
