namespace NetCompile.Generator;

/// <summary>Keeps the results that were used last, by key: generator and analyzers ask for the same one on every keystroke, and compute it once.</summary>
internal sealed class RecentResults<TKey, TValue> where TKey : IEquatable<TKey> where TValue : class
{
    private readonly int _capacity;
    private readonly object _lock = new();
    private readonly LinkedList<(TKey Key, Lazy<TValue> Value)> _entries = new();

    public RecentResults(int capacity) => _capacity = capacity;

    /// <summary>The result of a key; <paramref name="compute"/> runs once for a key, also where several threads ask.</summary>
    public TValue GetOrAdd(TKey key, Func<TValue> compute) => EntryOf(key, compute).Value;

    /// <summary>The same for a computation that can be cancelled: one that was is forgotten, and whoever waited for it without being cancelled computes it again.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public TValue GetOrAdd(TKey key, Func<CancellationToken, TValue> compute, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Lazy<TValue> entry = EntryOf(key, () => compute(cancellationToken));
            try
            {
                return entry.Value;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Somebody else's computation, which was cancelled. A Lazy keeps its exception for ever.
                Forget(entry);
            }
            catch (Exception)
            {
                Forget(entry);
                throw;
            }
        }
    }

    private Lazy<TValue> EntryOf(TKey key, Func<TValue> compute)
    {
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

            Lazy<TValue> entry = node?.Value.Value ?? new Lazy<TValue>(compute);
            _entries.AddFirst((key, entry));
            if (_entries.Count > _capacity)
            {
                _entries.RemoveLast();
            }

            return entry;
        }
    }

    private void Forget(Lazy<TValue> entry)
    {
        lock (_lock)
        {
            for (LinkedListNode<(TKey Key, Lazy<TValue> Value)>? node = _entries.First; node is not null; node = node.Next)
            {
                if (ReferenceEquals(node.Value.Value, entry))
                {
                    _entries.Remove(node);
                    return;
                }
            }
        }
    }
}
