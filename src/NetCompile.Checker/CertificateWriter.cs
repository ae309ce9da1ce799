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

        Dictionary<float[], int> slopes = new(ReferenceEqualityComparer.Instance);
        foreach ((int index, CertificateNode root) in certificate.Cases)
        {
            text.Append(CultureInfo.InvariantCulture, $"case {index}\n");
            WriteTree(text, root, slopes);
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

    /// <summary>The slope that is read back for <paramref name="slope"/>: certificates hold them with 16 bits.</summary>
    public static float Rounded(float slope) => Quantised(slope) / (float)CertificateReader.SlopeSteps;

    private static int Quantised(float slope) => (int)Math.Round(Math.Clamp(slope, 0f, 1f) * (double)CertificateReader.SlopeSteps);

    // Preorder, with a stack of its own: a proof may be deep.
    private static void WriteTree(StringBuilder text, CertificateNode root, Dictionary<float[], int> slopes)
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
                        int index = SlopesIndex(text, e.Slopes, slopes);
                        text.Append(CultureInfo.InvariantCulture, $"e {e.PreActivation} {e.Neuron} {(e.IsUpper ? 'u' : 'l')} {index}");
                        WriteMultipliers(text, e.Multipliers);
                    }

                    stack.Push(b.Next);
                    break;
                case RowStep r:
                    string how = r.Slopes is null ? ((char)r.Rule).ToString() : SlopesIndex(text, r.Slopes, slopes).ToString(CultureInfo.InvariantCulture);
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

    private static int SlopesIndex(StringBuilder text, float[] values, Dictionary<float[], int> slopes)
    {
        if (!slopes.TryGetValue(values, out int index))
        {
            slopes[values] = index = slopes.Count;
            byte[] bytes = new byte[2 * values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                int quantised = Quantised(values[i]);
                (bytes[2 * i], bytes[(2 * i) + 1]) = ((byte)quantised, (byte)(quantised >> 8));
            }

            text.Append("slopes ").Append(Convert.ToBase64String(bytes)).Append('\n');
        }

        return index;
    }

    private static void WriteMultipliers(StringBuilder text, IReadOnlyList<PhaseMultiplier> multipliers)
    {
        foreach (PhaseMultiplier m in multipliers)
        {
            text.Append(CultureInfo.InvariantCulture, $" {m.PreActivation}:{m.Neuron}:{m.Beta:R}");
        }

        text.Append('\n');
    }
}
