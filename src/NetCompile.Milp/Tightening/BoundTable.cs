using NetCompile.Models;

namespace NetCompile.Milp;

/// <summary>The bounds that a tightening is about, by operator id: sources of activations, and the output. Starts with nothing known.</summary>
internal sealed class BoundTable
{
    private readonly ValueBounds?[] _values;

    public BoundTable(NetworkModel model)
    {
        Model = model;
        _values = new ValueBounds?[model.Operators.Length];
        Needed = [.. NeuronBounds.Needed(model)];
        Readers = [.. model.Operators.Select(o => model.Operators.Where(r => r.IsActivation && r.Sources[0] == o.Id).ToArray())];
        foreach (int id in Needed)
        {
            double[] lower = new double[model.Operators[id].Count], upper = new double[lower.Length];
            Array.Fill(lower, double.NegativeInfinity);
            Array.Fill(upper, double.PositiveInfinity);
            _values[id] = new ValueBounds(lower, upper, BoundOrigin.Interval);
        }
    }

    public NetworkModel Model { get; }

    /// <summary>The operators that have bounds, in order.</summary>
    public int[] Needed { get; }

    /// <summary>By operator id, the activations that read it.</summary>
    public NetworkOperator[][] Readers { get; }

    public IReadOnlyList<ValueBounds?> Values => _values;

    /// <summary>The bounds of an operator of <see cref="Needed"/>.</summary>
    public ValueBounds this[int id] => _values[id] ?? throw new InvalidOperationException($"No bounds are kept of operator {Model.Operators[id]}.");

    /// <summary>Whether an operator has bounds.</summary>
    public bool Has(int id) => _values[id] is not null;

    /// <summary>Whether some activation is not linear over what is known of an element that it reads.</summary>
    public bool IsUnstable(int id, int element)
    {
        ValueBounds b = this[id];
        foreach (NetworkOperator reader in Readers[id])
        {
            if (Stability.IsUnstable(reader, element, b.Lower, b.Upper))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many elements of an operator are unstable.</summary>
    public int UnstableCount(int id) => Enumerable.Range(0, this[id].Count).Count(k => IsUnstable(id, k));

    /// <summary>A contradiction: an element whose lower bound is proved to be above its upper bound; null where there is none.</summary>
    public (int Operator, int Element)? Crossing()
    {
        foreach (int id in Needed)
        {
            for (int k = 0; k < this[id].Count; k++)
            {
                if (this[id].Lower[k] > this[id].Upper[k])
                {
                    return (id, k);
                }
            }
        }

        return null;
    }
}
