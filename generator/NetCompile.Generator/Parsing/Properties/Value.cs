using NetCompile.Properties;

namespace NetCompile.Generator.Parsing.Properties;

/// <summary>What an expression in a property stands for.</summary>
internal abstract record Value
{
    private Value() { }

    /// <summary>A truth value.</summary>
    internal sealed record Truth(Formula Formula) : Value;

    /// <summary>The whole input or output: a parameter of type <c>Input</c> or <c>Output</c>.</summary>
    internal sealed record Vector(bool IsOutput) : Value;

    /// <summary>A number: piecewise linear in the variables, with its C# type.</summary>
    internal sealed record Number(PiecewiseLinear Tree, NumberKind Kind) : Value
    {
        public Number(ConstantNumber constant) : this(PiecewiseLinear.Of(constant.ToRational()), constant.Kind) => Constant = constant;

        /// <summary>The value, where it is known at compile time.</summary>
        public ConstantNumber? Constant { get; }

        /// <summary>The implicit conversion to a wider type: a constant is rounded as C# rounds it; from <c>float</c> to <c>double</c> nothing changes.</summary>
        public Number ConvertTo(NumberKind kind) => kind <= Kind ? this : Constant is { } c ? new Number(c.ConvertTo(kind)) : new Number(Tree, kind);
    }
}

/// <summary>The parameters and local variables in sight. C# lets no inner name hide an outer one, so among them a name means one thing.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, Value> _values;

    public Scope() => _values = new Dictionary<string, Value>(StringComparer.Ordinal);

    public Scope(Scope outer) => _values = new Dictionary<string, Value>(outer._values, StringComparer.Ordinal);

    public void Add(string name, Value value) => _values[name] = value;

    public Value? Find(string name) => _values.TryGetValue(name, out Value? value) ? value : null;
}
