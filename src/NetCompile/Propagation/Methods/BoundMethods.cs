namespace NetCompile.Propagation;

/// <summary>The table of methods.</summary>
internal static class BoundMethods
{
    /// <exception cref="ArgumentOutOfRangeException">No method has this number.</exception>
    public static IBoundMethod Create(BoundMethod method) => method switch
    {
        BoundMethod.Interval => new IntervalMethod(),
        BoundMethod.Symbolic => new SymbolicMethod(),
        BoundMethod.Zonotope => new ZonotopeMethod(),
        BoundMethod.FastLin => new FastLinMethod(),
        BoundMethod.Crown => new CrownMethod(),
        BoundMethod.AlphaCrown => new AlphaCrownMethod(),
        BoundMethod.BetaCrown => new BetaCrownMethod(),
        BoundMethod.WongKolter => new WongKolterMethod(),
        BoundMethod.Lagrangian => new LagrangianMethod(),
        BoundMethod.LagrangianDecomposition => new LagrangianDecompositionMethod(),
        BoundMethod.ActiveSet => new ActiveSetMethod(),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, $"There is no bound method {method}; choose one of {string.Join(", ", Enum.GetNames<BoundMethod>())}."),
    };
}
