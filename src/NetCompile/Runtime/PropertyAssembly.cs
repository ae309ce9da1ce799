using System.Collections.Immutable;
using System.ComponentModel;
using NetCompile.Properties;

namespace NetCompile.Runtime;

/// <summary>Puts a property together the way generated code writes it: cases, conjunctions, and constraints term by term.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PropertyAssembly
{
    private readonly string _name;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly List<(ImmutableArray<InputInterval> Region, List<List<LinearConstraint>> Unsafe)> _cases = [];
    private readonly List<LinearTerm> _terms = [];
    private bool _isRegionEmpty;

    /// <summary>Starts a property of a network with the given numbers of inputs and outputs.</summary>
    public PropertyAssembly(string name, int inputs, int outputs)
    {
        _name = name;
        _inputs = inputs;
        _outputs = outputs;
    }

    /// <summary>A region from the lower and upper end of each interval.</summary>
    public static ImmutableArray<InputInterval> Region(ReadOnlySpan<double> ends)
    {
        ImmutableArray<InputInterval>.Builder region = ImmutableArray.CreateBuilder<InputInterval>(ends.Length / 2);
        for (int i = 0; i + 1 < ends.Length; i += 2)
        {
            region.Add(InputInterval.Exact(ends[i], ends[i + 1]));
        }

        return region.MoveToImmutable();
    }

    /// <summary>A region from the outer and inner ends of each interval: <c>Lower, Upper, InnerLower, InnerUpper</c>.</summary>
    public static ImmutableArray<InputInterval> RoundedRegion(ReadOnlySpan<double> ends)
    {
        ImmutableArray<InputInterval>.Builder region = ImmutableArray.CreateBuilder<InputInterval>(ends.Length / 4);
        for (int i = 0; i + 3 < ends.Length; i += 4)
        {
            region.Add(new InputInterval(ends[i], ends[i + 1], ends[i + 2], ends[i + 3]));
        }

        return region.MoveToImmutable();
    }

    /// <summary>Starts a case with a region made by <see cref="Region"/>.</summary>
    public PropertyAssembly Case(ReadOnlySpan<double> ends) => Add(Region(ends));

    /// <summary>Starts a case with a region made by <see cref="RoundedRegion"/>.</summary>
    public PropertyAssembly RoundedCase(ReadOnlySpan<double> ends) => Add(RoundedRegion(ends));

    /// <summary>States that no input is in any region of the property.</summary>
    public PropertyAssembly WithoutInputs()
    {
        _isRegionEmpty = true;
        return this;
    }

    /// <summary>Starts a conjunction of the case.</summary>
    public PropertyAssembly Unsafe()
    {
        _cases[^1].Unsafe.Add([]);
        return this;
    }

    /// <summary>Adds a term with an input to the constraint.</summary>
    public PropertyAssembly Input(int index, double coefficient, bool isExact = true) => Add(new LinearTerm(PropertyVariable.Input(index), new StatedNumber(coefficient, isExact)));

    /// <summary>Adds a term with an output to the constraint.</summary>
    public PropertyAssembly Output(int index, double coefficient, bool isExact = true) => Add(new LinearTerm(PropertyVariable.Output(index), new StatedNumber(coefficient, isExact)));

    /// <summary>Ends the constraint: the terms' sum is at most <paramref name="bound"/>.</summary>
    public PropertyAssembly AtMost(double bound, bool isExact = true) => End(new StatedNumber(bound, isExact), isStrict: false);

    /// <summary>Ends the constraint: the terms' sum is less than <paramref name="bound"/>.</summary>
    public PropertyAssembly LessThan(double bound, bool isExact = true) => End(new StatedNumber(bound, isExact), isStrict: true);

    /// <summary>The property.</summary>
    public VerificationProperty Build() => new(
        _name,
        _inputs,
        _outputs,
        [.. _cases.Select(c => new PropertyCase(c.Region, [.. c.Unsafe.Select(u => new Conjunction([.. u]))]))])
    {
        IsRegionEmpty = _isRegionEmpty,
    };

    private PropertyAssembly Add(ImmutableArray<InputInterval> region)
    {
        _cases.Add((region, []));
        return this;
    }

    private PropertyAssembly Add(LinearTerm term)
    {
        _terms.Add(term);
        return this;
    }

    private PropertyAssembly End(StatedNumber bound, bool isStrict)
    {
        _cases[^1].Unsafe[^1].Add(new LinearConstraint([.. _terms], bound, isStrict));
        _terms.Clear();
        return this;
    }
}
