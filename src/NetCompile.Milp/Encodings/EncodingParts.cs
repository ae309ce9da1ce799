namespace NetCompile.Milp;

/// <summary>What an encoding notes beside columns and rows: phase variables, cuts to separate, and how a point of the inputs is completed to one of all columns.</summary>
internal sealed class EncodingParts
{
    /// <summary>The binaries.</summary>
    public List<MilpVariable> Binaries { get; } = [];

    /// <summary>What separates cuts.</summary>
    public List<ICutSeparator> Separators { get; } = [];

    /// <summary>In the order of the columns they fill: each computes columns from earlier ones.</summary>
    public List<Action<double[]>> Completions { get; } = [];

    /// <summary>A new binary.</summary>
    public MilpVariable Binary(MilpModel model, string? name)
    {
        MilpVariable z = model.AddBinary(name);
        Binaries.Add(z);
        return z;
    }
}
