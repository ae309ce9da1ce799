namespace NetCompile.Milp;

/// <summary>Which values a variable may take within its bounds.</summary>
public enum VariableKind
{
    /// <summary>Every real number.</summary>
    Continuous,

    /// <summary>Whole numbers. A binary is an integer in [0, 1].</summary>
    Integer,
}
