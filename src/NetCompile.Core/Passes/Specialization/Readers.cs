using NetCompile.Models;

namespace NetCompile.Passes.Specialization;

/// <summary>Who reads a value in the end: activations, sums and the output need it as it is, dense layers can take it as an affine function of what it is made from.</summary>
/// <remarks>Copies, scales and shifts are seen through: what reads their values reads the value.</remarks>
internal sealed class Readers
{
    private readonly NetworkModel _model;
    private readonly ElementFacts _facts;
    private readonly List<NetworkOperator>[] _users;

    public Readers(NetworkModel model, ElementFacts facts)
    {
        (_model, _facts) = (model, facts);
        _users = model.Operators.Select(_ => new List<NetworkOperator>()).ToArray();
        foreach (NetworkOperator o in model.Operators)
        {
            foreach (int source in o.Sources.Distinct())
            {
                _users[source].Add(o);
            }
        }
    }

    /// <summary>The operators that read any of these elements in the end, and how many of the elements each dense layer reads; null where the output or a sum is among them.</summary>
    /// <param name="id">The operator.</param>
    /// <param name="elements">Which of its elements.</param>
    public Dictionary<NetworkOperator, int>? Of(int id, bool[] elements)
    {
        Dictionary<NetworkOperator, int> readers = new();
        return Follow(id, elements, readers) ? readers : null;
    }

    /// <summary>Whether a scale or a shift, which can become part of what computes the value, is all that reads it.</summary>
    public bool IsOnlyScaled(int id) =>
        id != _model.Output && _users[id].Where(u => Enumerable.Range(0, u.Count).Any(i => _facts.IsLive(u.Id, i))).Take(2).ToList() is [ScaleOperator or ShiftOperator];

    /// <summary>Rows of a dense layer that are computed.</summary>
    public int LiveRows(NetworkOperator o) => Enumerable.Range(0, o.Count).Count(i => _facts.IsLive(o.Id, i));

    private bool Follow(int id, bool[] elements, Dictionary<NetworkOperator, int> readers)
    {
        if (id == _model.Output)
        {
            return false;
        }

        foreach (NetworkOperator user in _users[id])
        {
            if (user is GatherOperator or ScaleOperator or ShiftOperator)
            {
                bool[] carried = new bool[user.Count];
                bool isRead = false;
                for (int i = 0; i < carried.Length; i++)
                {
                    carried[i] = _facts.IsLive(user.Id, i)
                        && (user is GatherOperator g ? g.Sources[g.Indices[i].Source] == id && elements[g.Indices[i].Element] : elements[i]);
                    isRead |= carried[i];
                }

                if (isRead && !Follow(user.Id, carried, readers))
                {
                    return false;
                }

                continue;
            }

            int count = user is DenseOperator d ? ColumnsRead(d, elements) : Enumerable.Range(0, user.Count).Count(i => elements[i] && _facts.IsLive(user.Id, i));
            if (count == 0)
            {
                continue;
            }

            if (user is SumOperator)
            {
                return false;
            }

            readers[user] = (readers.TryGetValue(user, out int before) ? before : 0) + count;
        }

        return true;
    }

    private int ColumnsRead(DenseOperator d, bool[] elements)
    {
        ReadOnlySpan<float> weights = d.Weights.Values.AsSpan();
        bool[] isRead = new bool[d.Inputs];
        int count = 0;
        for (int i = 0; i < d.Outputs; i++)
        {
            for (int j = 0; _facts.IsLive(d.Id, i) && j < d.Inputs; j++)
            {
                if (elements[j] && !isRead[j] && weights[(i * d.Inputs) + j] != 0)
                {
                    isRead[j] = true;
                    count++;
                }
            }
        }

        return count;
    }
}
