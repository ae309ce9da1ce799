using NetCompile.Models;

namespace NetCompile.VnnLib;

/// <summary>Cuts VNN-LIB text into tokens, skipping white space and comments (from <c>;</c> to the end of the line).</summary>
internal sealed class VnnLibTokenizer
{
    private const int MaxShown = 40;

    private readonly string _text;
    private readonly string _name;
    private int _position;
    private int _line = 1;
    private int _lineStart;

    /// <summary>Starts at the beginning of <paramref name="text"/>, read from a file called <paramref name="name"/>.</summary>
    public VnnLibTokenizer(string text, string name)
    {
        (_text, _name) = (text, name);
        _position = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
    }

    /// <summary>The next token.</summary>
    /// <exception cref="ModelFormatException">A quotation has no end.</exception>
    public VnnLibToken Next()
    {
        SkipBlanks();
        int start = _position;
        if (start == _text.Length)
        {
            return Token(VnnLibTokenKind.End, start, _line, _lineStart);
        }

        switch (_text[start])
        {
            case '(':
                _position++;
                return Token(VnnLibTokenKind.Open, start, _line, _lineStart);
            case ')':
                _position++;
                return Token(VnnLibTokenKind.Close, start, _line, _lineStart);
            case '"' or '|':
                return Quotation(_text[start]);
            default:
                while (_position < _text.Length && !EndsSymbol(_text[_position]))
                {
                    _position++;
                }

                return Token(VnnLibTokenKind.Symbol, start, _line, _lineStart);
        }
    }

    /// <summary>The text of a token.</summary>
    public ReadOnlySpan<char> this[VnnLibToken token] => _text.AsSpan(token.Start, token.Length);

    /// <summary>An error at a token. <c>{0}</c> in <paramref name="problem"/> stands for the token.</summary>
    public ModelFormatException Error(VnnLibToken token, string problem, ModelErrorKind kind = ModelErrorKind.Malformed) =>
        new(kind, $"column {token.Column}: {problem.Replace("{0}", Show(token))}", _name, line: token.Line);

    private string Show(VnnLibToken token) => token switch
    {
        { Kind: VnnLibTokenKind.End } => "the end of the file",
        { Length: > MaxShown } => $"'{_text.Substring(token.Start, MaxShown)}…'",
        _ => $"'{_text.Substring(token.Start, token.Length)}'",
    };

    private VnnLibToken Quotation(char quote)
    {
        // A doubled quote inside a string is two quotations for us, which changes nothing: quotations are only ever skipped.
        (int start, int line, int lineStart) = (_position++, _line, _lineStart);
        while (_position < _text.Length)
        {
            char c = _text[_position++];
            if (c == quote)
            {
                return Token(VnnLibTokenKind.Quoted, start, line, lineStart);
            }

            if (c == '\n')
            {
                NewLine();
            }
        }

        throw Error(new VnnLibToken(VnnLibTokenKind.Quoted, start, 1, line, start - lineStart + 1), "the quotation that {0} opens has no end");
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length)
        {
            char c = _text[_position];
            if (c == ';')
            {
                while (_position < _text.Length && _text[_position] is not '\n')
                {
                    _position++;
                }
            }
            else if (c == '\n')
            {
                _position++;
                NewLine();
            }
            else if (c is ' ' or '\t' or '\r')
            {
                _position++;
            }
            else
            {
                return;
            }
        }
    }

    private void NewLine()
    {
        _line++;
        _lineStart = _position;
    }

    private VnnLibToken Token(VnnLibTokenKind kind, int start, int line, int lineStart) => new(kind, start, _position - start, line, start - lineStart + 1);

    private static bool EndsSymbol(char c) => c is ' ' or '\t' or '\r' or '\n' or '(' or ')' or ';' or '"' or '|';
}
