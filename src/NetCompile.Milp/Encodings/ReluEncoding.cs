using System.Globalization;

namespace NetCompile.Milp;

/// <summary>A formulation of one unstable ReLU <c>h = max(0, a)</c>, <c>L &lt; 0 &lt; U</c>; leaky ReLUs and clips are built on it, maxima and steps follow its family.</summary>
public abstract class ReluEncoding
{
    /// <summary>Big-M, [PT] eq. (4): fewest rows; as strong as its bounds.</summary>
    public static ReluEncoding BigM { get; } = new BigMEncoding();

    /// <summary>Extended (Balas), [PT] eq. (5): locally ideal, one extra variable for each input of each neuron.</summary>
    public static ReluEncoding Extended { get; } = new ExtendedEncoding();

    /// <summary>Ideal in the original variables, [PT] eq. (7b): big-M rows, and cuts added by rounds of separation at the root.</summary>
    public static ReluEncoding Ideal { get; } = new IdealEncoding();

    /// <summary>Indicator constraints: no big-M in the model; what the solver makes of them is its business.</summary>
    public static ReluEncoding Indicator { get; } = new IndicatorEncoding();

    /// <summary>SOS1 sets: no binaries, the solver branches on the complementarity of <c>h</c> and <c>h − a</c>.</summary>
    public static ReluEncoding Sos1 { get; } = new Sos1Encoding();

    /// <summary>The triangle relaxation, [PT] eq. (8): linear, not exact.</summary>
    public static ReluEncoding Triangle { get; } = new TriangleEncoding();

    /// <summary>The projected convex hull, [PT] eq. (9), by separation: linear, not exact, stronger than the triangle.</summary>
    public static ReluEncoding ProjectedHull { get; } = new ProjectedHullEncoding();

    /// <summary>The name, as <see cref="Parse"/> reads it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the formulation is exact; a relaxation is not, and its solutions need not be values of the network.</summary>
    public virtual bool IsExact => true;

    /// <summary>Which formulation of maxima and steps belongs to it.</summary>
    internal virtual EncodingFamily Family => EncodingFamily.BigM;

    /// <summary>Whether it looks at the inputs of a neuron, not only at its pre-activation.</summary>
    internal virtual bool UsesTerms => false;

    /// <summary>Partition into groups, [PT] eq. (6): between big-M (1) and extended (as many as inputs).</summary>
    /// <param name="groups">P, at least 1; a neuron with fewer inputs gets as many groups as inputs.</param>
    /// <param name="strategy">How inputs are put into groups.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no group.</exception>
    public static ReluEncoding Partition(int groups, PartitionStrategy strategy = PartitionStrategy.EqualSize) => new PartitionEncoding(groups, strategy);

    /// <summary>Reads a name: <c>big-m</c>, <c>extended</c>, <c>partition:P</c>, <c>partition:P:strategy</c>, <c>ideal</c>, <c>indicator</c>, <c>sos1</c>, <c>triangle</c>, <c>projected-hull</c>.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static ReluEncoding Parse(string name)
    {
        string[] parts = name.Split(':');
        ReluEncoding[] plain = [BigM, Extended, Ideal, Indicator, Sos1, Triangle, ProjectedHull];
        if (parts.Length == 1 && Array.Find(plain, e => e.Name == name) is { } found)
        {
            return found;
        }

        if (parts[0] == "partition" && parts.Length is 2 or 3
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int groups) && groups >= 1
            && (parts.Length == 2 || PartitionStrategies.TryParse(parts[2], out _)))
        {
            return Partition(groups, parts.Length == 3 && PartitionStrategies.TryParse(parts[2], out PartitionStrategy strategy) ? strategy : PartitionStrategy.EqualSize);
        }

        throw new FormatException(
            $"'{name}' is no encoding. There are: {string.Join(", ", plain.Select(e => e.Name))}, and partition:P or partition:P:STRATEGY with P at least 1 and a strategy of {PartitionStrategies.Names}.");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Adds an unstable neuron and returns the variable of its post-activation.</summary>
    /// <param name="neuron">The pre-activation, with its bounds.</param>
    /// <param name="parts">Where binaries, separators and the completion of points are noted.</param>
    internal abstract MilpVariable Encode(Neuron neuron, EncodingParts parts);
}
