using System.Text;

namespace NetCompile.Generator.Emit;

/// <summary>Writes indented C# text with <c>\n</c> line ends, whatever the machine.</summary>
internal sealed class SourceWriter
{
    private const string IndentUnit = "    ";

    private readonly StringBuilder _text = new();
    private string _indent = "";
    private bool _isFirst = true;
    private bool _isSeparated;

    /// <summary>Writes a line at the current indentation; text with line breaks keeps its relative layout.</summary>
    public void Line(string text)
    {
        WriteSeparator();
        foreach (string line in text.Split('\n'))
        {
            if (line.Length > 0)
            {
                _text.Append(_indent).Append(line);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Asks for an empty line before the next one; none comes right after an opening brace or before a closing one.</summary>
    public void Separate() => _isSeparated = !_isFirst;

    /// <summary>Writes text exactly as it is, without indentation: for literals whose line starts matter.</summary>
    public void Verbatim(string text)
    {
        WriteSeparator();
        _text.Append(text);
    }

    /// <summary>Opens a brace block under <paramref name="header"/>; disposing closes it.</summary>
    public Scope Block(string header)
    {
        Line(header);
        return Braces();
    }

    /// <summary>Opens a brace block; disposing closes it.</summary>
    public Scope Braces(string close = "}")
    {
        Line("{");
        Indent();
        _isFirst = true;
        return new Scope(this, close);
    }

    public void Indent() => _indent += IndentUnit;

    public void Unindent() => _indent = _indent.Substring(IndentUnit.Length);

    public override string ToString() => _text.ToString();

    private void WriteSeparator()
    {
        if (_isSeparated)
        {
            _text.Append('\n');
        }

        _isSeparated = false;
        _isFirst = false;
    }

    internal readonly struct Scope : IDisposable
    {
        private readonly SourceWriter _writer;
        private readonly string _close;

        public Scope(SourceWriter writer, string close)
        {
            _writer = writer;
            _close = close;
        }

        public void Dispose()
        {
            _writer.Unindent();
            _writer._isSeparated = false;
            _writer.Line(_close);
        }
    }
}
