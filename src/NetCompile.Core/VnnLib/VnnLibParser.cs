using System.Collections.Immutable;
using System.Numerics;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.VnnLib;

/// <summary>Reads the commands of a VNN-LIB text into one formula: the conjunction of its assertions.</summary>
internal sealed class VnnLibParser
{
    /// <summary>Parentheses that may be open at once: the parser recurses, and no stack must overflow.</summary>
    public const int MaxDepth = 256;

    // Products of constants could otherwise be made arbitrarily long, and exact arithmetic with them arbitrarily slow.
    private static readonly BigInteger s_largest = BigInteger.One << 8192;

    private readonly VnnLibTokenizer _tokens;
    private readonly ImmutableArray<Formula>.Builder _assertions = ImmutableArray.CreateBuilder<Formula>();
    private bool _isClosed;

    /// <summary>Starts at the beginning of <paramref name="text"/>.</summary>
    public VnnLibParser(string text, string name) => _tokens = new VnnLibTokenizer(text, name);

    /// <summary>The variables declared so far.</summary>
    public VnnLibVariables Variables { get; } = new();

    /// <summary>Reads to the end: the conjunction of all assertions.</summary>
    /// <exception cref="ModelFormatException">The text is malformed or not supported.</exception>
    public Formula ReadAll()
    {
        while (true)
        {
            VnnLibToken token = _tokens.Next();
            if (token.Kind == VnnLibTokenKind.End)
            {
                return new Formula.All(_assertions.ToImmutable());
            }

            if (token.Kind != VnnLibTokenKind.Open)
            {
                throw _tokens.Error(token, "a command in parentheses is expected, not {0}");
            }

            ReadCommand();
        }
    }

    private void ReadCommand()
    {
        VnnLibToken command = Expect(VnnLibTokenKind.Symbol, "the name of a command");
        switch (_tokens[command].ToString())
        {
            case "assert":
                RequireNotClosed(command);
                _assertions.Add(ReadFormula(_tokens.Next(), depth: 1));
                Expect(VnnLibTokenKind.Close, "')' after the assertion");
                break;

            case "declare-const":
            case "declare-fun":
                RequireNotClosed(command);
                ReadDeclaration(_tokens[command].SequenceEqual("declare-fun".AsSpan()));
                break;

            // These say nothing about the property. What they hold is skipped.
            case "set-logic" or "set-info" or "set-option":
                SkipArguments();
                break;

            // The question is about the assertions before it: what came after would be another property.
            case "check-sat" or "get-model" or "get-value" or "exit":
                SkipArguments();
                _isClosed = true;
                break;

            default:
                throw _tokens.Error(command, "the command {0} is not supported", ModelErrorKind.Unsupported);
        }
    }

    private void RequireNotClosed(VnnLibToken command)
    {
        if (_isClosed)
        {
            throw _tokens.Error(command, "{0} after (check-sat) is not supported", ModelErrorKind.Unsupported);
        }
    }

    private void ReadDeclaration(bool isFunction)
    {
        VnnLibToken token = Expect(VnnLibTokenKind.Symbol, "a variable X_i or Y_j");
        PropertyVariable variable = VnnLibVariables.Parse(_tokens[token])
            ?? throw _tokens.Error(token, "the variable {0} is neither an input X_i nor an output Y_j", ModelErrorKind.Unsupported);
        if (isFunction)
        {
            Expect(VnnLibTokenKind.Open, "'()': variables have no parameters");
            Expect(VnnLibTokenKind.Close, "'()': variables have no parameters");
        }

        VnnLibToken type = Expect(VnnLibTokenKind.Symbol, "the type Real");
        if (!_tokens[type].SequenceEqual("Real".AsSpan()))
        {
            throw _tokens.Error(type, "the type {0} is not supported; only Real is", ModelErrorKind.Unsupported);
        }

        Expect(VnnLibTokenKind.Close, "')' after the declaration");
        if (!Variables.Declare(variable))
        {
            throw _tokens.Error(token, "{0} is declared twice");
        }
    }

    private void SkipArguments()
    {
        for (int open = 1; open > 0;)
        {
            VnnLibToken token = _tokens.Next();
            open += token.Kind switch
            {
                VnnLibTokenKind.Open => 1,
                VnnLibTokenKind.Close => -1,
                VnnLibTokenKind.End => throw _tokens.Error(token, "')' is expected, not {0}"),
                _ => 0,
            };
        }
    }

    private Formula ReadFormula(VnnLibToken token, int depth)
    {
        if (token.Kind == VnnLibTokenKind.Symbol)
        {
            return _tokens[token].SequenceEqual("true".AsSpan()) ? Formula.True
                : _tokens[token].SequenceEqual("false".AsSpan()) ? Formula.False
                : throw _tokens.Error(token, "a condition is expected, not {0}");
        }

        RequireOpen(token, "a condition", depth);
        VnnLibToken head = Expect(VnnLibTokenKind.Symbol, "an operator");
        switch (_tokens[head].ToString())
        {
            case "and":
                return new Formula.All(ReadFormulas(head, depth, least: 1));
            case "or":
                return new Formula.Any(ReadFormulas(head, depth, least: 1));
            case "not":
                ImmutableArray<Formula> negated = ReadFormulas(head, depth, least: 1);
                return negated.Length == 1 ? negated[0].Negate() : throw _tokens.Error(head, $"{{0}} has {negated.Length} operands; it takes 1");
            case "=>":
                // a ⇒ b ⇒ c is ¬a ∨ ¬b ∨ c.
                ImmutableArray<Formula> parts = ReadFormulas(head, depth, least: 2);
                return new Formula.Any(parts.Select((p, i) => i < parts.Length - 1 ? p.Negate() : p).ToImmutableArray());
            case "<=" or ">=" or "<" or ">" or "=":
                return ReadComparison(head, depth);
            default:
                throw _tokens.Error(head, "the operator {0} is not supported in a condition", ModelErrorKind.Unsupported);
        }
    }

    private ImmutableArray<Formula> ReadFormulas(VnnLibToken head, int depth, int least)
    {
        ImmutableArray<Formula>.Builder parts = ImmutableArray.CreateBuilder<Formula>();
        VnnLibToken token;
        while ((token = _tokens.Next()).Kind != VnnLibTokenKind.Close)
        {
            parts.Add(ReadFormula(token, depth + 1));
        }

        return parts.Count >= least ? parts.ToImmutable() : throw _tokens.Error(head, $"{{0}} has {parts.Count} operands; it takes at least {least}");
    }

    private Formula ReadComparison(VnnLibToken head, int depth)
    {
        List<LinearExpression> terms = ReadTerms(depth);
        if (terms.Count < 2)
        {
            throw _tokens.Error(head, $"{{0}} has {terms.Count} operands; it takes at least 2");
        }

        // (<= a b c) is a ≤ b and b ≤ c.
        ReadOnlySpan<char> symbol = _tokens[head];
        bool isStrict = symbol.Length == 1 && symbol[0] != '=', isEqual = symbol[0] == '=', isLess = symbol[0] == '<';
        ImmutableArray<Formula>.Builder parts = ImmutableArray.CreateBuilder<Formula>();
        for (int i = 1; i < terms.Count; i++)
        {
            LinearExpression difference = isLess || isEqual ? terms[i - 1] - terms[i] : terms[i] - terms[i - 1];
            parts.Add(new Formula.Atom(difference, isStrict));
            if (isEqual)
            {
                parts.Add(new Formula.Atom(-difference, IsStrict: false));
            }
        }

        return parts.Count == 1 ? parts[0] : new Formula.All(parts.ToImmutable());
    }

    private List<LinearExpression> ReadTerms(int depth)
    {
        List<LinearExpression> terms = new(2);
        VnnLibToken token;
        while ((token = _tokens.Next()).Kind != VnnLibTokenKind.Close)
        {
            terms.Add(ReadTerm(token, depth + 1));
        }

        return terms;
    }

    private LinearExpression ReadTerm(VnnLibToken token, int depth)
    {
        if (token.Kind == VnnLibTokenKind.Symbol)
        {
            return ReadOperand(token);
        }

        RequireOpen(token, "a number, a variable or a term", depth);
        VnnLibToken head = Expect(VnnLibTokenKind.Symbol, "an operator");
        string operation = _tokens[head].ToString();
        if (operation is not ("+" or "-" or "*"))
        {
            throw _tokens.Error(head, "the operator {0} is not supported in a term", ModelErrorKind.Unsupported);
        }

        List<LinearExpression> terms = ReadTerms(depth);
        return (operation, terms.Count) switch
        {
            (_, 0) => throw _tokens.Error(head, "{0} has no operand"),
            ("+", _) => LinearExpression.Sum(terms),
            ("-", 1) => -terms[0],
            ("-", _) => terms[0] - LinearExpression.Sum(terms.Skip(1)),
            _ => Product(head, terms),
        };
    }

    private LinearExpression ReadOperand(VnnLibToken token)
    {
        ReadOnlySpan<char> text = _tokens[token];
        if (DecimalNumber.LooksLikeOne(text))
        {
            return DecimalNumber.TryParse(text, out Rational value, out string problem) ? LinearExpression.FromConstant(value) : throw _tokens.Error(token, problem);
        }

        PropertyVariable variable = VnnLibVariables.Parse(text) ?? throw _tokens.Error(token, "{0} is neither a number nor a variable X_i or Y_j");
        return Variables[variable] ?? throw _tokens.Error(token, "the variable {0} is not declared");
    }

    private LinearExpression Product(VnnLibToken head, List<LinearExpression> factors)
    {
        // Constants first, so that a long sum among the factors is multiplied once.
        LinearExpression? variable = null;
        Rational constant = Rational.One;
        foreach (LinearExpression factor in factors)
        {
            if (factor.IsConstant)
            {
                constant *= factor.Constant;
                RequireShort(head, constant);
            }
            else
            {
                variable = variable is null ? factor : throw _tokens.Error(
                    head,
                    $"the product of {variable.Terms[0].Key} and {factor.Terms[0].Key} is not linear: of the factors of {{0}}, all but one must be constant",
                    ModelErrorKind.Unsupported);
            }
        }

        if (variable is null)
        {
            return LinearExpression.FromConstant(constant);
        }

        LinearExpression product = variable.Times(constant);
        RequireShort(head, product.Constant);
        foreach (KeyValuePair<PropertyVariable, Rational> term in product.Terms)
        {
            RequireShort(head, term.Value);
        }

        return product;
    }

    private void RequireShort(VnnLibToken head, Rational value)
    {
        if (BigInteger.Abs(value.Numerator) >= s_largest || value.Denominator >= s_largest)
        {
            throw _tokens.Error(head, "the product {0} is too long a number", ModelErrorKind.Unsupported);
        }
    }

    private VnnLibToken Expect(VnnLibTokenKind kind, string what)
    {
        VnnLibToken token = _tokens.Next();
        return token.Kind == kind ? token : throw _tokens.Error(token, $"{what} is expected, not {{0}}");
    }

    private void RequireOpen(VnnLibToken token, string what, int depth)
    {
        if (token.Kind != VnnLibTokenKind.Open)
        {
            throw _tokens.Error(token, $"{what} is expected, not {{0}}");
        }

        if (depth > MaxDepth)
        {
            throw _tokens.Error(token, $"more than {MaxDepth} parentheses are open", ModelErrorKind.Unsupported);
        }
    }
}
