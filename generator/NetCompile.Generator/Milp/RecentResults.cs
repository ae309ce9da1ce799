namespace NetCompile.Generator.Milp;

/// <summary>Keeps the results that were used last, by key: generator and analyzers ask for the same one on every keystroke, and compute it once.</summary>
internal sealed class RecentResults<TKey, TValue> where TKey : IEquatable<TKey> where TValue : class
{
    private readonly int _capacity;
    private readonly object _lock = new();
    private readonly LinkedList<(TKey Key, Lazy<TValue> Value)> _entries = new();

    public RecentResults(int capacity) => _capacity = capacity;

    /// <summary>The result of a key; <paramref name="compute"/> runs once for a key, also where several threads ask.</summary>
    public TValue GetOrAdd(TKey key, Func<TValue> compute)
    {
        Lazy<TValue> entry;
        lock (_lock)
        {
            LinkedListNode<(TKey Key, Lazy<TValue> Value)>? node = _entries.First;
            while (node is not null && !node.Value.Key.Equals(key))
            {
                node = node.Next;
            }

            if (node is not null)
            {
                _entries.Remove(node);
            }

            entry = node?.Value.Value ?? new Lazy<TValue>(compute);
            _entries.AddFirst((key, entry));
            if (_entries.Count > _capacity)
            {
                _entries.RemoveLast();
            }
        }

        return entry.Value;
    }
}
