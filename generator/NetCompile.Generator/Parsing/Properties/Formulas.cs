using System.Collections.Immutable;
using NetCompile.Properties;

namespace NetCompile.Generator.Parsing.Properties;

/// <summary>Combines formulas, flattening what is nested and dropping what is constant.</summary>
internal static class Formulas
{
    public static Formula And(Formula a, Formula b) =>
        a.Equals(Formula.False) || b.Equals(Formula.False) ? Formula.False : Flat(PartsOf<Formula.All>(a).AddRange(PartsOf<Formula.All>(b)), parts => new Formula.All(parts));

    public static Formula Or(Formula a, Formula b) =>
        a.Equals(Formula.True) || b.Equals(Formula.True) ? Formula.True : Flat(PartsOf<Formula.Any>(a).AddRange(PartsOf<Formula.Any>(b)), parts => new Formula.Any(parts));

    public static Formula If(Formula condition, Formula whenTrue, Formula whenFalse) => Or(And(condition, whenTrue), And(condition.Negate(), whenFalse));

    public static Formula Same(Formula a, Formula b) => If(a, b, b.Negate());

    /// <summary>The number of comparisons in a formula.</summary>
    public static int AtomsOf(Formula formula) => formula switch
    {
        Formula.All all => all.Parts.Sum(AtomsOf),
        Formula.Any any => any.Parts.Sum(AtomsOf),
        _ => 1,
    };

    private static ImmutableArray<Formula> PartsOf<T>(Formula formula) where T : Formula => formula switch
    {
        Formula.All all when typeof(T) == typeof(Formula.All) => all.Parts,
        Formula.Any any when typeof(T) == typeof(Formula.Any) => any.Parts,
        _ => ImmutableArray.Create(formula),
    };

    private static Formula Flat(ImmutableArray<Formula> parts, Func<ImmutableArray<Formula>, Formula> join) => parts.Length == 1 ? parts[0] : join(parts);
}
