namespace NetCompile.Generator.Parsing;

/// <summary>Where the named inputs and outputs lie in the flattened vectors.</summary>
internal sealed class VariableTable
{
    private readonly Dictionary<string, Entry> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _outputs = new(StringComparer.Ordinal);

    public VariableTable(EquatableArray<InputDeclaration> inputs, EquatableArray<OutputDeclaration> outputs)
    {
        foreach (InputDeclaration input in inputs)
        {
            _inputs.Add(input.Name, new Entry(input.Name, false, InputCount, input.Count));
            InputCount += input.Length;
        }

        foreach (OutputDeclaration output in outputs)
        {
            _outputs.Add(output.Name, new Entry(output.Name, true, OutputCount, output.Count));
            OutputCount += output.Length;
        }
    }

    public int InputCount { get; }

    public int OutputCount { get; }

    /// <summary>The variable or block of that name, or null.</summary>
    public Entry? Find(bool isOutput, string name) => (isOutput ? _outputs : _inputs).TryGetValue(name, out Entry? entry) ? entry : null;

    /// <summary>The declared names, in no particular order.</summary>
    public IEnumerable<string> Names(bool isOutput) => (isOutput ? _outputs : _inputs).Keys;

    /// <summary>A named variable or block.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="IsOutput">Whether it is an output.</param>
    /// <param name="Start">Its first element.</param>
    /// <param name="Count">The elements of a block; null for a single variable.</param>
    internal sealed record Entry(string Name, bool IsOutput, int Start, int? Count);
}
