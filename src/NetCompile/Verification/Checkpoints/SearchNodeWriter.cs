namespace NetCompile.Verification;

/// <summary>Writes nodes of the search to a checkpoint; <see cref="SearchNodeReader"/> reads them back.</summary>
/// <remarks>To add a class of nodes: a number in <see cref="SearchNodeKind"/>, its <c>WriteState</c>, a static <c>Read</c>, and its line in <see cref="SearchNodeReader.Read"/>.</remarks>
internal sealed class SearchNodeWriter(BinaryWriter writer)
{
    private readonly Dictionary<object, int> _shared = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where plain numbers go.</summary>
    public BinaryWriter Bytes => writer;

    /// <summary>Writes a node.</summary>
    public void Write(SearchNode node)
    {
        writer.Write((byte)node.Kind);
        writer.Write7BitEncodedInt(node.Case.Index);
        writer.Write(node.Bound);
        writer.Write7BitEncodedInt(node.Depth);
        writer.Write(node.Share);
        node.WriteState(this);
    }

    /// <summary>Writes an object that nodes share: in full the first time, then its number.</summary>
    public void WriteShared<T>(T value, Action<T, SearchNodeWriter> write)
        where T : class
    {
        if (_shared.TryGetValue(value, out int number))
        {
            writer.Write7BitEncodedInt(number);
            return;
        }

        writer.Write7BitEncodedInt(_shared.Count);
        _shared.Add(value, _shared.Count);
        write(value, this);
    }

    /// <summary>Writes a box as its differences from the case's box: their number, and for each the index and both ends.</summary>
    public void WriteBox(InputBox whole, double[] lower, double[] upper)
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

        // By bits: −0 and 0 are equal, but a box is taken up exactly as it was.
        bool Differs(int j) =>
            BitConverter.DoubleToInt64Bits(lower[j]) != BitConverter.DoubleToInt64Bits(whole.Lower[j])
            || BitConverter.DoubleToInt64Bits(upper[j]) != BitConverter.DoubleToInt64Bits(whole.Upper[j]);
    }

    /// <summary>Writes indices.</summary>
    public void WriteIndices(int[] indices)
    {
        writer.Write7BitEncodedInt(indices.Length);
        foreach (int index in indices)
        {
            writer.Write7BitEncodedInt(index);
        }
    }

    /// <summary>Writes doubles.</summary>
    public void WriteDoubles(double[] values)
    {
        writer.Write7BitEncodedInt(values.Length);
        foreach (double value in values)
        {
            writer.Write(value);
        }
    }
}
