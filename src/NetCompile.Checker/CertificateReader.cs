using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetCompile.Models;

namespace NetCompile.Checker;

/// <summary>Reads certificates, plain or compressed with gzip. What it returns is well formed; whether it proves anything is for <see cref="CertificateChecker"/>.</summary>
public sealed class CertificateReader
{
    /// <summary>The first line.</summary>
    internal const string Magic = "netcompile-certificate 1";

    internal const string ChecksumWord = "sha256 ";

    /// <summary>Nesting beyond this is refused; the deepest proof known of collision avoidance has a few hundred levels.</summary>
    internal const int MaxDepth = 5000;

    /// <summary>The same for the parts of an element; a search divides for one into a few hundred parts at most.</summary>
    internal const int MaxElementDepth = 1000;

    /// <summary>Longer files are refused.</summary>
    private const int MaxLength = 1 << 29;

    private const char Comma = ',';

    private readonly StringReader _text;
    private readonly List<SlopeVector> _slopes = [];
    private readonly List<int[]> _neurons = [];
    private string _current = "";
    private int _line;

    private CertificateReader(string text) => _text = new StringReader(text);

    /// <summary>Reads a certificate.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="fileName">Its name, for messages.</param>
    /// <exception cref="CertificateException">The file is no certificate, is damaged, or has another checksum than it states.</exception>
    public static Certificate Read(ReadOnlyMemory<byte> bytes, string fileName)
    {
        ReadOnlySpan<byte> content = Unpack(bytes, fileName).Span;
        if (content.Length > MaxLength)
        {
            throw new CertificateException($"{fileName} takes {content.Length} bytes unpacked; at most {MaxLength} are read");
        }

        if (!content.StartsWith(Encoding.ASCII.GetBytes(Magic + "\n")))
        {
            throw new CertificateException($"{fileName} is no certificate: its first line is not '{Magic}'");
        }

        // The checksum is on the last line, which is the only one it does not cover.
        int start = content[^1] == (byte)'\n' ? content[..^1].LastIndexOf((byte)'\n') + 1 : content.LastIndexOf((byte)'\n') + 1;
        string last = Encoding.Latin1.GetString(content[start..]);
        if (!last.StartsWith(ChecksumWord, StringComparison.Ordinal) || !last.EndsWith('\n'))
        {
            throw new CertificateException($"{fileName} is cut off: its last line is not the checksum");
        }

        string actual = Convert.ToHexString(SHA256.HashData(content[..start])).ToLowerInvariant(), stated = last[ChecksumWord.Length..^1];
        if (stated != actual)
        {
            throw new CertificateException($"{fileName} was changed: its checksum is {actual}, it states {stated}");
        }

        try
        {
            return new CertificateReader(Encoding.Latin1.GetString(content[..start])).ReadAll();
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new CertificateException("the proof is nested too deeply for the memory of this thread", innerException: e);
        }
    }

    private static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> bytes, string fileName)
    {
        try
        {
            return GzipUnpacker.IsGzip(bytes.Span) ? GzipUnpacker.Unpack(bytes, fileName) : bytes;
        }
        catch (ModelFormatException e)
        {
            throw new CertificateException(e.Message, innerException: e);
        }
    }

    private Certificate ReadAll()
    {
        Next();
        string model = Header("model"), property = Header("property"), arithmetic = Header("arithmetic"), producer = Header("producer");
        if (arithmetic is not ("float32" or "real"))
        {
            throw Error($"the arithmetic is '{arithmetic}'; it must be 'float32' or 'real'");
        }

        Dictionary<int, CertificateNode> cases = [];
        float[]? counterexample = null;
        string line = Next();
        if (line.StartsWith("counterexample ", StringComparison.Ordinal))
        {
            counterexample = [.. line.Split(' ')[1..].Select(v => (float)Number(v))];
            line = Next();
        }

        for (; line != "end"; line = Next())
        {
            string[] words = line.Split(' ');
            if (counterexample is not null || words is not ["case", _])
            {
                throw Error($"'{Shown(line)}' stands where 'case' or 'end' must");
            }

            if (!cases.TryAdd(Integer(words[1]), ReadNode(0)))
            {
                throw Error($"case {words[1]} is proved twice");
            }
        }

        if (_text.Peek() >= 0)
        {
            Next();
            throw Error("something follows the end");
        }

        return new Certificate(model, property, arithmetic == "float32", producer) { Cases = cases, Counterexample = counterexample };
    }

    private CertificateNode ReadNode(int depth)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        string[] words = Next().Split(' ');
        int line = _line;
        if (depth > MaxDepth)
        {
            throw Error($"the proof is nested more than {MaxDepth} deep");
        }

        switch (words)
        {
            case ["."]:
                return new EndLeaf { Line = line };
            case ["x", var axis, var value]:
                return new InputSplit(Integer(axis), Number(value), ReadNode(depth + 1), ReadNode(depth + 1)) { Line = line };
            case ["p", var id, var neuron]:
                return new PhaseSplit(Integer(id), Integer(neuron), ReadNode(depth + 1), ReadNode(depth + 1)) { Line = line };
            case ["c", var conjunction]:
                return new ConjunctionSplit(Integer(conjunction), ReadNode(depth + 1), ReadNode(depth + 1)) { Line = line };
            case ["b", var rules, var count]:
                SlopeRule[] parsed = [.. rules.Select(Rule)];
                List<ElementBound> elements = [];
                for (int left = Integer(count); left > 0; left--)
                {
                    elements.Add(Element());
                }

                return new BoundStep(parsed, elements, ReadNode(depth + 1)) { Line = line };
            case ["r", var row, var how, ..]:
                bool byRule = how.Length == 1 && !char.IsAsciiDigit(how[0]);
                (SlopeVector? slopes, SlopeRule rule) = byRule ? (null, Rule(how[0])) : (Slopes(how), SlopeRule.Adaptive);
                return new RowStep(Integer(row), slopes, rule, Multipliers(words.AsSpan(3)), ReadNode(depth + 1)) { Line = line };
            case ["neurons" or "slopes", ..]:
                Define(words);
                return ReadNode(depth);
            case [{ Length: 1 } letter] when letter[0] is 'A' or 'Z' or 'P':
                return new BoxLeaf(Rule(letter[0]), []) { Line = line };
            case [{ Length: 1 } letter, var rows] when letter[0] is 'A' or 'Z' or 'P':
                return new BoxLeaf(Rule(letter[0]), [.. rows.Split(Comma, StringSplitOptions.None).Select(Integer)]) { Line = line };
            default:
                throw Error($"'{Shown(string.Join(' ', words))}' is no node of a proof");
        }
    }

    private ElementBound Element()
    {
        string[] words = PastDefinitions();
        int line = _line;
        return words switch
        {
            ["e", var id, var neuron, ("l" or "u") and var end, var slopes, ..] =>
                new ElementBound(Integer(id), Integer(neuron), end == "u", new ElementRow(Slopes(slopes), Multipliers(words.AsSpan(5)))) { Line = line },
            ["t", var id, var neuron, ("l" or "u") and var end] => new ElementBound(Integer(id), Integer(neuron), end == "u", ElementPart(0)) { Line = line },
            _ => throw Error($"'{Shown(_current)}' is no bound of an element"),
        };
    }

    private ElementPart ElementPart(int depth)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        string[] words = PastDefinitions();
        if (depth > MaxElementDepth)
        {
            throw Error($"the parts of an element are nested more than {MaxElementDepth} deep");
        }

        return words switch
        {
            ["p", var id, var neuron] => new ElementSplit(Integer(id), Integer(neuron), ElementPart(depth + 1), ElementPart(depth + 1)),
            ["s", var slopes, ..] => new ElementRow(Slopes(slopes), Multipliers(words.AsSpan(2))),
            _ => throw Error($"'{Shown(_current)}' is no part of an element"),
        };
    }

    /// <summary>The next line that defines no neurons and no slopes.</summary>
    private string[] PastDefinitions()
    {
        string[] words = Next().Split(' ');
        for (; words[0] is "neurons" or "slopes"; words = Next().Split(' '))
        {
            Define(words);
        }

        return words;
    }

    private IReadOnlyList<PhaseMultiplier> Multipliers(ReadOnlySpan<string> words)
    {
        List<PhaseMultiplier> multipliers = [];
        foreach (string word in words)
        {
            multipliers.Add(word.Split(':') is [var id, var neuron, var beta]
                ? new PhaseMultiplier(Integer(id), Integer(neuron), Number(beta))
                : throw Error($"'{Shown(word)}' is no multiplier 'operator:element:beta'"));
        }

        return multipliers;
    }

    /// <summary>A list of neurons, or slopes for one.</summary>
    private void Define(string[] words)
    {
        if (words is ["neurons", .. var numbers])
        {
            _neurons.Add([.. numbers.Select(Integer)]);
            return;
        }

        if (words is not ["slopes", var list, var text])
        {
            throw Error($"'{Shown(_current)}' are no slopes 'slopes list base64'");
        }

        int[] neurons = Integer(list) is var index && index < _neurons.Count ? _neurons[index] : throw Error($"neurons {list} are used; {_neurons.Count} lists were given before");
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new CertificateException("the slopes are no base64 text", _line, e);
        }

        if (bytes.Length != 2L * neurons.Length)
        {
            throw Error($"the slopes take {bytes.Length} bytes; {neurons.Length} neurons need two each");
        }

        ushort[] values = new ushort[neurons.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (ushort)(bytes[2 * i] | (bytes[(2 * i) + 1] << 8));
        }

        _slopes.Add(new SlopeVector(neurons, values));
    }

    private SlopeVector Slopes(string word) =>
        Integer(word) is var index && index < _slopes.Count ? _slopes[index] : throw Error($"slopes {word} are used; {_slopes.Count} were given before");

    private string Header(string name) =>
        Next().StartsWith(name + " ", StringComparison.Ordinal) ? _current[(name.Length + 1)..] : throw Error($"'{Shown(_current)}' stands where '{name}' must");

    private SlopeRule Rule(char letter) => letter is 'A' or 'Z' or 'P' ? (SlopeRule)letter : throw Error($"'{letter}' is no slope rule; it must be A, Z or P");

    private int Integer(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : throw Error($"'{Shown(word)}' is no whole number from 0 to {int.MaxValue}");

    private double Number(string word) =>
        double.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : throw Error($"'{Shown(word)}' is no finite number");

    private string Next()
    {
        _line++;
        return _current = _text.ReadLine() ?? throw Error("the proof breaks off");
    }

    private CertificateException Error(string problem) => new(problem, _line);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
