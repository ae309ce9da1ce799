using System.Collections.Immutable;

namespace NetCompile.Models;

/// <summary>One operator of a <see cref="NetworkModel"/>. Its value is a vector: the tensor flattened row-major.</summary>
public abstract class NetworkOperator
{
    private protected NetworkOperator(int id, string name, TensorShape shape, ImmutableArray<int> sources)
    {
        Id = id;
        Name = name;
        Shape = shape;
        Sources = sources;
    }

    /// <summary>The index in <see cref="NetworkModel.Operators"/>; sources have smaller ids.</summary>
    public int Id { get; }

    /// <summary>The name it has in the model file, or one made from its kind and id.</summary>
    public string Name { get; }

    /// <summary>The shape of its value.</summary>
    public TensorShape Shape { get; }

    /// <summary>The number of elements of its value.</summary>
    public int Count => Shape.Count;

    /// <summary>The ids of the operators whose values it reads, all smaller than <see cref="Id"/>.</summary>
    public ImmutableArray<int> Sources { get; }

    /// <summary>Which operator it is.</summary>
    public abstract OperatorKind Kind { get; }

    /// <summary>True for operators that are piecewise linear or piecewise constant but not affine.</summary>
    /// <remarks>All but <see cref="OperatorKind.Maximum"/> act element by element; its elements read groups of the source's.</remarks>
    public bool IsActivation => Kind is OperatorKind.Relu or OperatorKind.LeakyRelu or OperatorKind.Clip or OperatorKind.Maximum or OperatorKind.Step;

    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Kind} {Name} {Shape} ← {string.Join(", ", Sources)}";
}
