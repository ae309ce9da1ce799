using System.Buffers.Binary;
using System.Text;

namespace NetCompile.Generator.Emit;

/// <summary>Writes pairs of tables of doubles: a line with a comment for each number where there are few, else base64 that is decoded once.</summary>
internal sealed class BoundTableEmitter
{
    /// <summary>Pairs that are written as literals at most, all tables of a network together: every literal costs the compiler some fifty microseconds.</summary>
    public const int MaxPairs = 4_000;

    private readonly SourceWriter _writer;
    private int _written;

    public BoundTableEmitter(SourceWriter writer) => _writer = writer;

    /// <summary>Writes the tables <c>NAMELower</c> and <c>NAMEUpper</c>.</summary>
    /// <param name="name">The name of the pair.</param>
    /// <param name="ranges">The numbers.</param>
    /// <param name="notes">A comment on each lower and upper end, or null for tables that need none.</param>
    public void Write(string name, (double Lower, double Upper)[] ranges, Func<int, (string Lower, string Upper)>? notes)
    {
        _written += ranges.Length;
        bool asLiterals = _written <= MaxPairs;
        WriteTable(name + "Lower", ranges.Select(r => r.Lower).ToArray(), notes is null ? null : i => notes(i).Lower, asLiterals);
        WriteTable(name + "Upper", ranges.Select(r => r.Upper).ToArray(), notes is null ? null : i => notes(i).Upper, asLiterals);
    }

    private void WriteTable(string name, double[] values, Func<int, string>? note, bool asLiterals)
    {
        _writer.Separate();
        if (values.Distinct().Count() == 1 && values.Length > 1 && note is null)
        {
            _writer.Line($"internal static readonly double[] {name} = global::System.Linq.Enumerable.ToArray(global::System.Linq.Enumerable.Repeat({Literal.Double(values[0])}, {values.Length}));");
        }
        else if (!asLiterals)
        {
            byte[] bytes = new byte[checked(values.Length * sizeof(double))];
            for (int i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(double)), BitConverter.DoubleToInt64Bits(values[i]));
            }

            _writer.Line($"internal static readonly double[] {name} = global::NetCompile.Runtime.WeightBlob.DecodeDoubles(Encoded{name}, {values.Length});");
            WeightsEmitter.WriteEncoded(_writer, "Encoded" + name, bytes, $"{Literal.Grouped(values.Length)} doubles, little-endian, in base64.");
        }
        else if (note is null)
        {
            _writer.Line($"internal static global::System.ReadOnlySpan<double> {name} => new double[] {{ {string.Join(", ", values.Select(Literal.Double))} }};");
        }
        else
        {
            _writer.Line($"internal static global::System.ReadOnlySpan<double> {name} => new double[]");
            _writer.Line("{");
            for (int i = 0; i < values.Length; i++)
            {
                _writer.Line($"    {Literal.Double(values[i])}, // {i}: {note(i)}");
            }

            _writer.Line("};");
        }
    }
}
