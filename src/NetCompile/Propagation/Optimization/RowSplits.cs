namespace NetCompile.Propagation;

/// <summary>The phase constraints of one row, <c>s · a ≥ 0</c>, with their multipliers <c>β ≥ 0</c> and what their optimisation remembers.</summary>
internal sealed class RowSplits
{
    public int Count { get; set; }

    /// <summary>The activation operator of each constraint.</summary>
    public int[] Activation { get; private set; } = new int[32];

    /// <summary>Its neuron.</summary>
    public int[] Element { get; private set; } = new int[32];

    /// <summary><c>s</c>: 1 for active, −1 for inactive, 0 for one that does not count because the neuron is stable.</summary>
    public double[] Sign { get; private set; } = new double[32];

    /// <summary><c>β</c>.</summary>
    public double[] Multiplier { get; private set; } = new double[32];

    /// <summary>First moments of the gradients.</summary>
    public double[] First { get; private set; } = new double[32];

    /// <summary>Second moments of the gradients.</summary>
    public double[] Second { get; private set; } = new double[32];

    public void Add(int activation, int element, double sign, double multiplier)
    {
        Reserve(Count + 1);
        Activation[Count] = activation;
        Element[Count] = element;
        Sign[Count] = sign;
        Multiplier[Count] = multiplier;
        First[Count] = Second[Count] = 0;
        Count++;
    }

    public void CopyFrom(RowSplits other)
    {
        Reserve(other.Count);
        Count = other.Count;
        Array.Copy(other.Activation, Activation, Count);
        Array.Copy(other.Element, Element, Count);
        Array.Copy(other.Sign, Sign, Count);
        Array.Copy(other.Multiplier, Multiplier, Count);
        Array.Copy(other.First, First, Count);
        Array.Copy(other.Second, Second, Count);
    }

    private void Reserve(int count)
    {
        if (count <= Activation.Length)
        {
            return;
        }

        int size = Math.Max(count, 2 * Activation.Length);
        Activation = Grow(Activation, size);
        Element = Grow(Element, size);
        Sign = Grow(Sign, size);
        Multiplier = Grow(Multiplier, size);
        First = Grow(First, size);
        Second = Grow(Second, size);
    }

    private static T[] Grow<T>(T[] array, int size)
    {
        Array.Resize(ref array, size);
        return array;
    }
}
