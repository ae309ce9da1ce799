using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace NetCompile.Checker;

/// <summary>Writes certificates as text.</summary>
public static class CertificateWriter
{
    /// <summary>The certificate as the bytes of a file.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="isCompressed">Whether to compress it with gzip.</param>
    public static byte[] Write(Certificate certificate, bool isCompressed)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{CertificateReader.Magic}\nmodel {certificate.ModelHash}\nproperty {certificate.PropertyHash}\n");
        text.Append(CultureInfo.InvariantCulture, $"arithmetic {(certificate.IsFloat32 ? "float32" : "real")}\nproducer {certificate.Producer}\n");
        if (certificate.Counterexample is { } counterexample)
        {
            text.Append("counterexample");
            foreach (float value in counterexample)
            {
                text.Append(CultureInfo.InvariantCulture, $" {value:R}");
            }

            text.Append('\n');
        }

        Definitions definitions = new(text);
        foreach ((int index, CertificateNode root) in certificate.Cases)
        {
            text.Append(CultureInfo.InvariantCulture, $"case {index}\n");
            WriteTree(text, root, definitions);
        }

        text.Append("end\n");
        byte[] body = Encoding.Latin1.GetBytes(text.ToString());
        byte[] checksum = Encoding.Latin1.GetBytes($"{CertificateReader.ChecksumWord}{Convert.ToHexString(SHA256.HashData(body)).ToLowerInvariant()}\n");
        using MemoryStream file = new();
        using (Stream stream = isCompressed ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : file)
        {
            stream.Write(body);
            stream.Write(checksum);
            stream.Flush();
            if (!isCompressed)
            {
                return file.ToArray();
            }
        }

        return file.ToArray();
    }

    // Preorder, with a stack of its own: a proof may be deep.
    private static void WriteTree(StringBuilder text, CertificateNode root, Definitions definitions)
    {
        Stack<CertificateNode> stack = new([root]);
        while (stack.TryPop(out CertificateNode? node))
        {
            switch (node)
            {
                case InputSplit s:
                    text.Append(CultureInfo.InvariantCulture, $"x {s.Axis} {s.Value:R}\n");
                    stack.Push(s.Above);
                    stack.Push(s.Below);
                    break;
                case PhaseSplit s:
                    text.Append(CultureInfo.InvariantCulture, $"p {s.PreActivation} {s.Neuron}\n");
                    stack.Push(s.Active);
                    stack.Push(s.Inactive);
                    break;
                case ConjunctionSplit s:
                    text.Append(CultureInfo.InvariantCulture, $"c {s.Conjunction}\n");
                    stack.Push(s.Others);
                    stack.Push(s.Own);
                    break;
                case BoundStep b:
                    text.Append(CultureInfo.InvariantCulture, $"b {string.Concat(b.Rules.Select(r => (char)r))} {b.Elements.Count}\n");
                    foreach (ElementBound e in b.Elements)
                    {
                        WriteElement(text, e, definitions);
                    }

                    stack.Push(b.Next);
                    break;
                case RowStep r:
                    string how = r.Slopes is null ? ((char)r.Rule).ToString() : definitions.IndexOf(r.Slopes).ToString(CultureInfo.InvariantCulture);
                    text.Append(CultureInfo.InvariantCulture, $"r {r.Row} {how}");
                    WriteMultipliers(text, r.Multipliers);
                    stack.Push(r.Next);
                    break;
                case BoxLeaf leaf:
                    text.Append(CultureInfo.InvariantCulture, $"{(char)leaf.Rule}{(leaf.Rows.Count > 0 ? " " : "")}{string.Join(',', leaf.Rows)}\n");
                    break;
                case EndLeaf:
                    text.Append(".\n");
                    break;
                default:
                    throw new InvalidOperationException($"A {node.GetType().Name} cannot be written.");
            }
        }
    }

    private static void WriteElement(StringBuilder text, ElementBound e, Definitions definitions)
    {
        char end = e.IsUpper ? 'u' : 'l';
        if (e.Whole is ElementRow row)
        {
            int index = definitions.IndexOf(row.Slopes);
            text.Append(CultureInfo.InvariantCulture, $"e {e.PreActivation} {e.Neuron} {end} {index}");
            WriteMultipliers(text, row.Multipliers);
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"t {e.PreActivation} {e.Neuron} {end}\n");
        Stack<ElementPart> stack = new([e.Whole]);
        while (stack.TryPop(out ElementPart? part))
        {
            switch (part)
            {
                case ElementSplit s:
                    text.Append(CultureInfo.InvariantCulture, $"p {s.PreActivation} {s.Neuron}\n");
                    stack.Push(s.Active);
                    stack.Push(s.Inactive);
                    break;
                case ElementRow r:
                    int index = definitions.IndexOf(r.Slopes);
                    text.Append(CultureInfo.InvariantCulture, $"s {index}");
                    WriteMultipliers(text, r.Multipliers);
                    break;
                default:
                    throw new InvalidOperationException($"A {part.GetType().Name} cannot be written.");
            }
        }
    }

    private static void WriteMultipliers(StringBuilder text, IReadOnlyList<PhaseMultiplier> multipliers)
    {
        foreach (PhaseMultiplier m in multipliers)
        {
            text.Append(CultureInfo.InvariantCulture, $" {m.PreActivation}:{m.Neuron}:{m.Beta:R}");
        }

        text.Append('\n');
    }

    /// <summary>Neurons and slopes are written where they are first used, and have numbers from then on.</summary>
    private sealed class Definitions(StringBuilder text)
    {
        private readonly Dictionary<int[], int> _neurons = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<SlopeVector, int> _slopes = new(ReferenceEqualityComparer.Instance);

        public int IndexOf(SlopeVector slopes)
        {
            if (_slopes.TryGetValue(slopes, out int index))
            {
                return index;
            }

            if (!_neurons.TryGetValue(slopes.Neurons, out int neurons))
            {
                _neurons[slopes.Neurons] = neurons = _neurons.Count;
                text.Append("neurons").Append(string.Concat(slopes.Neurons.Select(n => string.Create(CultureInfo.InvariantCulture, $" {n}")))).Append('\n');
            }

            byte[] bytes = new byte[2 * slopes.Values.Length];
            for (int i = 0; i < slopes.Values.Length; i++)
            {
                (bytes[2 * i], bytes[(2 * i) + 1]) = ((byte)slopes.Values[i], (byte)(slopes.Values[i] >> 8));
            }

            text.Append(CultureInfo.InvariantCulture, $"slopes {neurons} {Convert.ToBase64String(bytes)}\n");
            return _slopes[slopes] = _slopes.Count;
        }
    }
}
