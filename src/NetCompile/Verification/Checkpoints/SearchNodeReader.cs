using NetCompile.Models;

namespace NetCompile.Verification;

/// <summary>Reads nodes of the search from a checkpoint. Whatever a file says, what is returned lies within the cases of the property.</summary>
/// <param name="reader">Where <see cref="SearchNodeWriter"/> wrote.</param>
/// <param name="model">The network.</param>
/// <param name="cases">The cases of the property whose region is not empty.</param>
/// <param name="kind">The class that all nodes have.</param>
internal sealed class SearchNodeReader(BinaryReader reader, NetworkModel model, IEnumerable<CaseProblem> cases, SearchNodeKind kind)
{
    private readonly Dictionary<int, CaseProblem> _cases = cases.ToDictionary(c => c.Index);
    private readonly List<object> _shared = [];

    /// <summary>Where plain numbers come from.</summary>
    public BinaryReader Bytes => reader;

    /// <summary>The network.</summary>
    public NetworkModel Model => model;

    /// <summary>Reads a node.</summary>
    /// <exception cref="InvalidDataException">What is read is no node of these cases.</exception>
    /// <exception cref="EndOfStreamException">The data end within the node.</exception>
    public SearchNode Read()
    {
        SearchNodeKind read = (SearchNodeKind)reader.ReadByte();
        if (read != kind)
        {
            throw new InvalidDataException($"a node is of the kind {read} among nodes of the kind {kind}");
        }

        int index = ReadInt();
        double bound = reader.ReadDouble();
        int depth = ReadInt();
        double share = reader.ReadDouble();
        if (!_cases.TryGetValue(index, out CaseProblem? problem))
        {
            throw new InvalidDataException($"a node belongs to case {index}, which the property does not have or whose region is empty");
        }

        if (depth < 0 || !(share >= 0 && share <= 1))
        {
            throw new InvalidDataException($"a node has the depth {depth} and the share {share}");
        }

        SearchNodeHeader header = new(problem, bound, depth, share);
        return kind switch
        {
            SearchNodeKind.Box => BoxNode.Read(this, header),
            SearchNodeKind.Phase => PhaseNode.Read(this, header),
            _ => throw new InvalidDataException($"there is no kind {kind} of nodes"),
        };
    }

    /// <summary>Reads an object that nodes share.</summary>
    /// <exception cref="InvalidDataException">There is no object of that number, or it is of another type.</exception>
    public T ReadShared<T>(Func<SearchNodeReader, T> read)
        where T : class
    {
        int number = ReadInt();
        if (number == _shared.Count)
        {
            T value = read(this);
            _shared.Add(value);
            return value;
        }

        return number >= 0 && number < _shared.Count && _shared[number] is T known
            ? known
            : throw new InvalidDataException($"a node refers to shared object {number} of {_shared.Count}");
    }

    /// <summary>Reads the box that <see cref="SearchNodeWriter.WriteBox"/> wrote; the case's own arrays where nothing differs.</summary>
    /// <exception cref="InvalidDataException">An index is out of order, or an interval is empty or leaves the case's.</exception>
    public (double[] Lower, double[] Upper) ReadBox(InputBox whole)
    {
        int changed = ReadInt(), last = -1;
        if (changed == 0)
        {
            return (whole.Lower, whole.Upper);
        }

        double[] lower = (double[])whole.Lower.Clone(), upper = (double[])whole.Upper.Clone();
        for (int i = 0; i < changed; i++)
        {
            int j = ReadInt();
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

    /// <summary>Reads different indices below <paramref name="count"/>, in any order.</summary>
    /// <param name="count">How many there are to choose from.</param>
    /// <param name="what">Their name in messages, such as <c>conjunctions</c>.</param>
    /// <exception cref="InvalidDataException">An index is too great or stands there twice.</exception>
    public int[] ReadIndices(int count, string what)
    {
        int[] indices = ReadIntegers(count, what);
        HashSet<int> seen = [];
        foreach (int index in indices)
        {
            if (index < 0 || index >= count || !seen.Add(index))
            {
                throw new InvalidDataException($"index {index} of {count} {what} is none, or stands there twice");
            }
        }

        return indices;
    }

    /// <summary>Reads at most <paramref name="most"/> integers.</summary>
    /// <exception cref="InvalidDataException">There are more.</exception>
    public int[] ReadIntegers(long most, string what)
    {
        int length = ReadInt();
        if (length < 0 || length > most)
        {
            throw new InvalidDataException($"{length} of at most {most} {what} are listed");
        }

        // Grows while reading: a length alone must not make the reader allocate.
        List<int> values = [];
        for (int i = 0; i < length; i++)
        {
            values.Add(ReadInt());
        }

        return [.. values];
    }

    /// <summary>Reads at most <paramref name="most"/> doubles.</summary>
    /// <exception cref="InvalidDataException">There are more.</exception>
    public double[] ReadDoubles(long most, string what)
    {
        int length = ReadInt();
        if (length < 0 || length > most)
        {
            throw new InvalidDataException($"{length} of at most {most} {what} are listed");
        }

        List<double> values = [];
        for (int i = 0; i < length; i++)
        {
            values.Add(reader.ReadDouble());
        }

        return [.. values];
    }

    /// <summary>Reads an integer of variable length.</summary>
    /// <exception cref="InvalidDataException">It does not end within five bytes.</exception>
    public int ReadInt()
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
