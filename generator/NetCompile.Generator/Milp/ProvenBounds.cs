using System.Collections.Immutable;
using NetCompile.Bounds;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Generator.Milp;

/// <summary>What is proved at compile time about the pre-activations and outputs of a network over its declared ranges, in real arithmetic, rounded outward to nine digits.</summary>
internal sealed class ProvenBounds
{
    /// <summary>
    /// Multiplications that CROWN may cost: about half a second. A network beyond it gets interval bounds at compile time; tighter ones can be computed at run time and given to <c>AddTo</c>.
    /// </summary>
    public const long MaxCrownWork = 200_000_000;

    /// <summary>Significant digits of a bound: what this loosens it by is far below a solver's tolerance.</summary>
    public const int Digits = 9;

    private static readonly RecentResults<Key, ProvenBounds> s_recent = new(16);

    private ProvenBounds(bool usesCrown, NetworkBounds values, ImmutableArray<ActivationLayer> layers, UnitRange[] outputs) => (UsesCrown, Values, Layers, Outputs) = (usesCrown, values, layers, outputs);

    /// <summary>Whether CROWN was affordable; else intervals alone.</summary>
    public bool UsesCrown { get; }

    /// <summary>Bounds on the value of every operator, not rounded to decimals.</summary>
    public NetworkBounds Values { get; }

    /// <summary>One for each activation, in the order of the operators.</summary>
    public ImmutableArray<ActivationLayer> Layers { get; }

    /// <summary>The range of each output.</summary>
    public IReadOnlyList<UnitRange> Outputs { get; }

    /// <summary>The bounds over a region, computed once for each network and region while they stay in use.</summary>
    /// <param name="model">The network as it is emitted, without maxima.</param>
    /// <param name="region">One interval per input, none empty; ends may be infinite.</param>
    /// <exception cref="ArgumentException">The region has another number of inputs, or one of its intervals is empty.</exception>
    public static ProvenBounds Over(NetworkModel model, ImmutableArray<InputInterval> region) => s_recent.GetOrAdd(new Key(model.ContentHash, new(region)), () => Compute(model, region));

    /// <summary>Multiplications of CROWN from every activation and the output back to the input.</summary>
    public static long CrownWork(NetworkModel model)
    {
        HashSet<int> bounded = new(model.Operators.Where(o => o.IsActivation).Select(o => o.Sources[0]).Append(model.Output));
        long before = 0, work = 0;
        foreach (NetworkOperator o in model.Operators)
        {
            work += bounded.Contains(o.Id) ? 2L * o.Count * before : 0;
            before += o is DenseOperator d ? (long)d.Inputs * d.Outputs : o.Count;
        }

        return work;
    }

    private static ProvenBounds Compute(NetworkModel model, ImmutableArray<InputInterval> region)
    {
        NetworkBounds intervals = IntervalBounds.Compute(model, region);
        bool usesCrown = CrownWork(model) <= MaxCrownWork;
        NetworkBounds bounds = usesCrown ? CrownBounds.Compute(model, region, new CrownOptions(IntersectWithIntervals: true)) : intervals;
        ImmutableArray<ActivationLayer>.Builder layers = ImmutableArray.CreateBuilder<ActivationLayer>();
        foreach (NetworkOperator o in model.Operators.Where(o => o.IsActivation))
        {
            OperatorBounds best = bounds.Operators[o.Sources[0]], simple = intervals.Operators[o.Sources[0]];
            UnitBounds[] units = new UnitBounds[best.Count];
            for (int i = 0; i < units.Length; i++)
            {
                double lower = DecimalBound.Down(best.Lower[i], Digits), upper = DecimalBound.Up(best.Upper[i], Digits);
                units[i] = new UnitBounds(
                    lower, lower > DecimalBound.Down(simple.Lower[i], Digits) ? BoundSource.Crown : BoundSource.Interval,
                    upper, upper < DecimalBound.Up(simple.Upper[i], Digits) ? BoundSource.Crown : BoundSource.Interval,
                    UnitStates.Of(o, i, lower, upper));
            }

            layers.Add(new ActivationLayer(o.Id, layers.Count, units));
        }

        UnitRange[] outputs = new UnitRange[model.OutputCount];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new UnitRange(DecimalBound.Down(bounds.Output.Lower[i], Digits), DecimalBound.Up(bounds.Output.Upper[i], Digits));
        }

        return new ProvenBounds(usesCrown, bounds, layers.ToImmutable(), outputs);
    }

    // Names are no part of the key, nor of the value.
    private sealed record Key(string ContentHash, Parsing.EquatableArray<InputInterval> Region);
}

/// <summary>A range.</summary>
internal readonly record struct UnitRange(double Lower, double Upper);
