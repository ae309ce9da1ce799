namespace NetCompile.Kernels;

/// <summary>The sizes of a dense layer. An empty struct with constant properties makes them JIT-time constants.</summary>
public interface IDenseShape
{
    /// <summary>Columns of the weight matrix.</summary>
    int Inputs { get; }

    /// <summary>Rows of the weight matrix.</summary>
    int Outputs { get; }
}

/// <summary>The length of a value. An empty struct with a constant property makes it a JIT-time constant.</summary>
public interface IWidth
{
    /// <summary>The number of elements.</summary>
    int Count { get; }
}

/// <summary>Sizes known only at run time.</summary>
public readonly record struct DynamicDenseShape(int Inputs, int Outputs) : IDenseShape;

/// <summary>A length known only at run time.</summary>
public readonly record struct DynamicWidth(int Count) : IWidth;
