namespace NetCompile.Verification;

/// <summary>The classes of nodes that a checkpoint can hold, by the byte that marks each; a number is never given to another class.</summary>
internal enum SearchNodeKind : byte
{
    /// <summary><see cref="BoxNode"/>.</summary>
    Box = 1,

    /// <summary>A node that also fixes phases of neurons.</summary>
    Phase = 2,
}

/// <summary>What every node has, whatever its class.</summary>
internal readonly record struct SearchNodeHeader(CaseProblem Case, double Bound, int Depth, double Share);

/// <summary>Writes nodes of the search to a checkpoint and reads them back.</summary>
/// <remarks>To add a class of nodes: a number in <see cref="SearchNodeKind"/>, its <c>WriteState</c>, a static <c>Read</c>, and its line in <see cref="Read"/>.</remarks>
internal static class SearchNodeFormat
{
    /// <summary>Writes a node.</summary>
    public static void Write(BinaryWriter writer, SearchNode node)
    {
        writer.Write((byte)node.Kind);
        writer.Write7BitEncodedInt(node.Case.Index);
        writer.Write(node.Bound);
        writer.Write7BitEncodedInt(node.Depth);
        writer.Write(node.Share);
        node.WriteState(writer);
    }

    /// <summary>Reads a node.</summary>
    /// <param name="reader">Where <see cref="Write"/> wrote.</param>
    /// <param name="cases">The cases of the property whose region is not empty, by index.</param>
    /// <param name="neurons">The number of neurons that the network has and a node could fix.</param>
    /// <exception cref="InvalidDataException">What is read is no node of these cases.</exception>
    /// <exception cref="EndOfStreamException">The data end within the node.</exception>
    public static SearchNode Read(BinaryReader reader, IReadOnlyDictionary<int, CaseProblem> cases, int neurons)
    {
        byte kind = reader.ReadByte();
        int index = ReadInt(reader);
        double bound = reader.ReadDouble();
        int depth = ReadInt(reader);
        double share = reader.ReadDouble();
        if (!cases.TryGetValue(index, out CaseProblem? problem))
        {
            throw new InvalidDataException($"a node belongs to case {index}, which the property does not have or whose region is empty");
        }

        if (depth < 0 || !(share >= 0 && share <= 1))
        {
            throw new InvalidDataException($"a node has the depth {depth} and the share {share}");
        }

        SearchNodeHeader header = new(problem, bound, depth, share);
        return (SearchNodeKind)kind switch
        {
            SearchNodeKind.Box => BoxNode.Read(reader, header),
            SearchNodeKind.Phase => PhaseNode.Read(reader, header, neurons),
            _ => throw new InvalidDataException($"there is no kind {kind} of nodes"),
        };
    }

    /// <summary>Writes a box as its differences from the case's box: their number, and for each the index and both ends.</summary>
    public static void WriteBox(BinaryWriter writer, InputBox whole, double[] lower, double[] upper)
    {
        int changed = 0;
        for (int j = 0; j < lower.Length; j++)
        {
            changed += Differs(j) ? 1 : 0;
        }

        writer.Write7BitEncodedInt(changed);
        for (int j = 0; j < lower.Length; j++)
        {
            if (Differs(j))
            {
                writer.Write7BitEncodedInt(j);
                writer.Write(lower[j]);
                writer.Write(upper[j]);
            }
        }

        // By bits: -0 and 0 are equal, but a box is taken up exactly as it was.
        bool Differs(int j) =>
            BitConverter.DoubleToInt64Bits(lower[j]) != BitConverter.DoubleToInt64Bits(whole.Lower[j])
            || BitConverter.DoubleToInt64Bits(upper[j]) != BitConverter.DoubleToInt64Bits(whole.Upper[j]);
    }

    /// <summary>Reads the box that <see cref="WriteBox"/> wrote; the case's own arrays where nothing differs.</summary>
    /// <exception cref="InvalidDataException">An index is out of order, or an interval is empty or leaves the case's.</exception>
    public static (double[] Lower, double[] Upper) ReadBox(BinaryReader reader, InputBox whole)
    {
        int changed = ReadInt(reader), last = -1;
        if (changed == 0)
        {
            return (whole.Lower, whole.Upper);
        }

        double[] lower = (double[])whole.Lower.Clone(), upper = (double[])whole.Upper.Clone();
        for (int i = 0; i < changed; i++)
        {
            int j = ReadInt(reader);
            double from = reader.ReadDouble(), to = reader.ReadDouble();
            if (j <= last || j >= lower.Length)
            {
                throw new InvalidDataException($"input {j} of a box follows input {last}, of {lower.Length}");
            }

            if (!(from >= lower[j] && to <= upper[j] && from <= to))
            {
                throw new InvalidDataException($"input {j} of a box has the range [{from}, {to}], which is not within [{lower[j]}, {upper[j]}]");
            }

            (lower[j], upper[j], last) = (from, to, j);
        }

        return changed > 0 ? (lower, upper) : throw new InvalidDataException($"a box lists {changed} inputs");
    }

    /// <summary>Writes ascending indices.</summary>
    public static void WriteIndices(BinaryWriter writer, int[] indices)
    {
        writer.Write7BitEncodedInt(indices.Length);
        foreach (int index in indices)
        {
            writer.Write7BitEncodedInt(index);
        }
    }

    /// <summary>Reads ascending indices below <paramref name="count"/>.</summary>
    /// <exception cref="InvalidDataException">They are not ascending, or too great.</exception>
    public static int[] ReadIndices(BinaryReader reader, int count)
    {
        int length = ReadInt(reader);
        if (length < 0 || length > count)
        {
            throw new InvalidDataException($"a node lists {length} of {count} conjunctions");
        }

        int[] indices = new int[length];
        for (int i = 0; i < length; i++)
        {
            indices[i] = ReadInt(reader);
            if (indices[i] < 0 || indices[i] >= count || (i > 0 && indices[i] <= indices[i - 1]))
            {
                throw new InvalidDataException($"a node lists conjunction {indices[i]} of {count} in place {i}");
            }
        }

        return indices;
    }

    /// <summary>Reads an integer of variable length.</summary>
    /// <exception cref="InvalidDataException">It does not end within five bytes.</exception>
    public static int ReadInt(BinaryReader reader)
    {
        try
        {
            return reader.Read7BitEncodedInt();
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("an integer does not end", e);
        }
    }
}
