using System.Collections.Immutable;

namespace NetCompile.Milp;

// The activations: stable units here, unstable ones by the formulation.
public sealed partial class NetworkEncoding
{
    /// <summary><c>max(0, a)</c> of a layer.</summary>
    /// <param name="source">a.</param>
    /// <param name="lower">Proven lower bounds L of a.</param>
    /// <param name="upper">Proven upper bounds U of a.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="EmptyRegionException">A lower bound is above its upper bound.</exception>
    /// <exception cref="ArgumentException">The counts differ, or a bound is infinite and the formulation needs it.</exception>
    public EncodedValue Relu(EncodedValue source, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, string name)
    {
        CheckCounts(source, lower, upper, name);
        AffineForm[] elements = new AffineForm[source.Count];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = Relu(source[i], lower[i], upper[i], NameOf(name, i));
        }

        return new EncodedValue(elements);
    }

    /// <summary><c>max(0, a)</c> of one unit: what code calls that encodes a layer neuron by neuron.</summary>
    /// <param name="a">The pre-activation.</param>
    /// <param name="lower">Its proven lower bound L.</param>
    /// <param name="upper">Its proven upper bound U.</param>
    /// <param name="name">The unit's name, or null.</param>
    /// <inheritdoc cref="Relu(EncodedValue, ReadOnlySpan{double}, ReadOnlySpan{double}, string)"/>
    public AffineForm Relu(AffineForm a, double lower, double upper, string? name)
    {
        CheckNotEmpty(lower, upper, name);
        if (upper <= 0)
        {
            StablyInactiveCount++;
            return AffineForm.Of(0);
        }

        if (lower >= 0)
        {
            StablyActiveCount++;
            return a.IsConstant ? a : Variable(a, lower, upper, name);
        }

        UnstableCount++;
        return AffineForm.Of(Unstable(a, lower, upper, name));
    }

    /// <summary><c>max(a, ε a)</c> of a layer, <c>0 ≤ ε ≤ 1</c>.</summary>
    /// <param name="source">a.</param>
    /// <param name="slope">ε.</param>
    /// <param name="lower">Proven lower bounds of a.</param>
    /// <param name="upper">Proven upper bounds of a.</param>
    /// <param name="name">The layer's name.</param>
    /// <inheritdoc cref="Relu(EncodedValue, ReadOnlySpan{double}, ReadOnlySpan{double}, string)"/>
    public EncodedValue LeakyRelu(EncodedValue source, float slope, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, string name)
    {
        CheckCounts(source, lower, upper, name);
        AffineForm[] elements = new AffineForm[source.Count];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = LeakyRelu(source[i], slope, lower[i], upper[i], NameOf(name, i));
        }

        return new EncodedValue(elements);
    }

    /// <summary><c>max(a, ε a)</c> of one unit.</summary>
    /// <param name="a">The pre-activation.</param>
    /// <param name="slope">ε.</param>
    /// <param name="lower">Its proven lower bound.</param>
    /// <param name="upper">Its proven upper bound.</param>
    /// <param name="name">The unit's name, or null.</param>
    /// <inheritdoc cref="Relu(EncodedValue, ReadOnlySpan{double}, ReadOnlySpan{double}, string)"/>
    public AffineForm LeakyRelu(AffineForm a, float slope, double lower, double upper, string? name)
    {
        CheckNotEmpty(lower, upper, name);
        double rounding = IsSingle && slope is not (0 or 1) ? (Propagation.Rounding.SingleUnit * slope * Math.Max(0, -lower) * (1 + 1e-9)) + Propagation.Rounding.SingleTiny : 0;
        if (lower >= 0 || slope == 1)
        {
            StablyActiveCount++;
            return a.IsConstant ? a : Variable(a, lower, upper, name);
        }

        if (upper <= 0)
        {
            if (slope == 0)
            {
                StablyInactiveCount++;
                return AffineForm.Of(0);
            }

            // Affine as well: ε a.
            StablyActiveCount++;
            AffineForm variable = Variable(a, lower, upper, NameOf("v", Model.ColumnCount));
            return LeakyReluEncoding.Inactive(this, variable, slope, lower, upper, Checked(rounding), name);
        }

        UnstableCount++;
        return LeakyReluEncoding.Encode(this, a, slope, lower, upper, Checked(rounding), name);
    }

    /// <summary><c>min(max(a, p), q)</c> of a layer.</summary>
    /// <param name="source">a.</param>
    /// <param name="p">The lower ends, possibly −∞.</param>
    /// <param name="q">The upper ends, possibly +∞.</param>
    /// <param name="lower">Proven lower bounds of a.</param>
    /// <param name="upper">Proven upper bounds of a.</param>
    /// <param name="name">The layer's name.</param>
    /// <inheritdoc cref="Relu(EncodedValue, ReadOnlySpan{double}, ReadOnlySpan{double}, string)"/>
    public EncodedValue Clip(EncodedValue source, ReadOnlySpan<float> p, ReadOnlySpan<float> q, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, string name)
    {
        CheckCounts(source, lower, upper, name);
        AffineForm[] elements = new AffineForm[source.Count];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = Clip(source[i], p[i], q[i], lower[i], upper[i], NameOf(name, i));
        }

        return new EncodedValue(elements);
    }

    /// <summary><c>min(max(a, p), q)</c> of one unit.</summary>
    /// <param name="a">The pre-activation.</param>
    /// <param name="p">The lower end, possibly −∞.</param>
    /// <param name="q">The upper end, possibly +∞.</param>
    /// <param name="lower">Its proven lower bound.</param>
    /// <param name="upper">Its proven upper bound.</param>
    /// <param name="name">The unit's name, or null.</param>
    /// <inheritdoc cref="Relu(EncodedValue, ReadOnlySpan{double}, ReadOnlySpan{double}, string)"/>
    public AffineForm Clip(AffineForm a, float p, float q, double lower, double upper, string? name)
    {
        CheckNotEmpty(lower, upper, name);
        if (upper <= p || lower >= q)
        {
            StablyInactiveCount++;
            return AffineForm.Of(upper <= p ? p : q);
        }

        if (lower >= p && upper <= q)
        {
            StablyActiveCount++;
            return a.IsConstant ? a : Variable(a, lower, upper, name);
        }

        UnstableCount++;
        return ClipEncoding.Encode(this, a, p, q, lower, upper, name);
    }

    /// <summary>Maxima of groups of elements: maxout, max-pooling.</summary>
    /// <param name="source">u.</param>
    /// <param name="groups">For each output the elements whose maximum it is.</param>
    /// <param name="lower">Proven lower bounds of u.</param>
    /// <param name="upper">Proven upper bounds of u.</param>
    /// <param name="name">The layer's name.</param>
    /// <inheritdoc cref="Relu(EncodedValue, ReadOnlySpan{double}, ReadOnlySpan{double}, string)"/>
    public EncodedValue Maximum(EncodedValue source, ImmutableArray<ImmutableArray<int>> groups, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, string name)
    {
        CheckCounts(source, lower, upper, name);
        AffineForm?[] members = new AffineForm?[source.Count];
        AffineForm[] elements = new AffineForm[groups.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = MaximumOf(source, members, groups[i], lower, upper, NameOf(name, i));
        }

        return new EncodedValue(elements);
    }

    /// <summary>Steps <c>a &gt; 0 ? high : a &lt; 0 ? low : at zero</c> of a layer.</summary>
    /// <param name="source">a.</param>
    /// <param name="low">The value below zero.</param>
    /// <param name="atZero">The value at zero.</param>
    /// <param name="high">The value above zero.</param>
    /// <param name="lower">Proven lower bounds of a.</param>
    /// <param name="upper">Proven upper bounds of a.</param>
    /// <param name="name">The layer's name.</param>
    /// <remarks>The formulation is closed: at <c>a = 0</c> every one of the three values is allowed.</remarks>
    /// <inheritdoc cref="Relu(EncodedValue, ReadOnlySpan{double}, ReadOnlySpan{double}, string)"/>
    public EncodedValue Step(EncodedValue source, float low, float atZero, float high, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, string name)
    {
        CheckCounts(source, lower, upper, name);
        AffineForm[] elements = new AffineForm[source.Count];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = Step(source[i], low, atZero, high, lower[i], upper[i], NameOf(name, i));
        }

        return new EncodedValue(elements);
    }

    /// <summary>The step of one unit.</summary>
    /// <param name="a">The pre-activation.</param>
    /// <param name="low">The value below zero.</param>
    /// <param name="atZero">The value at zero.</param>
    /// <param name="high">The value above zero.</param>
    /// <param name="lower">Its proven lower bound.</param>
    /// <param name="upper">Its proven upper bound.</param>
    /// <param name="name">The unit's name, or null.</param>
    /// <inheritdoc cref="Relu(EncodedValue, ReadOnlySpan{double}, ReadOnlySpan{double}, string)"/>
    public AffineForm Step(AffineForm a, float low, float atZero, float high, double lower, double upper, string? name)
    {
        CheckNotEmpty(lower, upper, name);
        if (lower > 0 || upper < 0 || (low == high && low == atZero))
        {
            StablyInactiveCount++;
            return AffineForm.Of(upper < 0 ? low : high);
        }

        UnstableCount++;
        return StepEncoding.Encode(this, a, low, atZero, high, lower, upper, name);
    }

    /// <summary>An unstable ReLU by the formulation.</summary>
    internal MilpVariable Unstable(AffineForm a, double lower, double upper, string? name)
    {
        RequireFinite(lower, upper, name);
        return Encoding.Encode(new Neuron(Model, name, a, lower, upper, _parts), _parts);
    }

    /// <summary>The pre-activation as a variable, for formulations that do not look at its inputs.</summary>
    internal MilpVariable PreActivation(AffineForm a, double lower, double upper, string? name) => new Neuron(Model, name, a, lower, upper, _parts).PreActivation;

    /// <summary>The form without a radius: rounding enters as one more term.</summary>
    internal AffineForm Exact(AffineForm a, string? name) => new Neuron(Model, name, a, 0, 0, _parts).Terms();

    /// <summary>Where parts are noted.</summary>
    internal EncodingParts Parts => _parts;

    /// <summary>The formulation.</summary>
    internal ReluEncoding Formulation => Encoding;

    internal AffineForm Materialize(AffineForm form, double lower, double upper, string? name) => Variable(form, lower, upper, name);

    private AffineForm MaximumOf(EncodedValue source, AffineForm?[] members, ImmutableArray<int> group, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, string? name)
    {
        double floor = double.NegativeInfinity, ceiling = double.NegativeInfinity;
        int leader = group[0];
        foreach (int j in group)
        {
            CheckNotEmpty(lower[j], upper[j], name);
            (floor, leader) = lower[j] > floor ? (lower[j], j) : (floor, leader);
            ceiling = Math.Max(ceiling, upper[j]);
        }

        // Whatever never exceeds the largest lower bound is never greater than the element that has it.
        List<int> candidates = [leader];
        foreach (int j in group)
        {
            if (j != leader && upper[j] > floor)
            {
                candidates.Add(j);
            }
        }

        foreach (int j in candidates)
        {
            members[j] ??= source[j].IsConstant ? source[j] : Variable(source[j], lower[j], upper[j], NameOf("v", Model.ColumnCount));
        }

        if (candidates.Count == 1)
        {
            StablyActiveCount++;
            return members[candidates[0]]!;
        }

        UnstableCount++;
        return MaximumEncoding.Encode(this, [.. candidates.Select(j => members[j]!)], [.. Pick(lower, candidates)], [.. Pick(upper, candidates)], floor, ceiling, name);
    }

    private static double[] Pick(ReadOnlySpan<double> values, List<int> indices)
    {
        double[] picked = new double[indices.Count];
        for (int k = 0; k < picked.Length; k++)
        {
            picked[k] = values[indices[k]];
        }

        return picked;
    }

    private void RequireFinite(double lower, double upper, string? name)
    {
        bool needsBounds = Encoding.Family is EncodingFamily.BigM or EncodingFamily.Extended;
        if (needsBounds && !(double.IsFinite(lower) && double.IsFinite(upper)))
        {
            throw new ArgumentException(
                $"The bounds of {name ?? "a unit"} in '{Name}' are [{lower}, {upper}]; the encoding '{Encoding.Name}' needs a finite big-M. Give the inputs finite ranges, or choose indicator or sos1.");
        }
    }

    private void CheckCounts(EncodedValue source, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, string name)
    {
        if (lower.Length != source.Count || upper.Length != source.Count)
        {
            throw new ArgumentException($"Layer '{name}' of '{Name}' has {source.Count} units and bounds of {lower.Length} and {upper.Length}.", nameof(lower));
        }
    }
}
