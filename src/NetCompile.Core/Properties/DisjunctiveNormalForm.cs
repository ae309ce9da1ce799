using System.Globalization;
using System.Runtime.CompilerServices;
using NetCompile.Models;

namespace NetCompile.Properties;

/// <summary>A formula as literals common to every disjunct and, apart from them, the disjuncts.</summary>
/// <remarks>
/// Property files state an input box of thousands of atoms once and a few alternatives beside it; keeping the common part apart keeps the expansion as small
/// as the alternatives. How large it would become is computed before anything is expanded.
/// </remarks>
internal sealed class DisjunctiveNormalForm
{
    /// <summary>Disjuncts that are expanded at most.</summary>
    public const int MaxDisjuncts = 1 << 17;

    /// <summary>Literals that all disjuncts together hold at most.</summary>
    public const int MaxLiterals = 1 << 22;

    private readonly List<List<Literal[]>> _factors;

    private DisjunctiveNormalForm(List<Literal> common, List<List<Literal[]>> factors)
    {
        Common = common;
        _factors = factors;
    }

    /// <summary>The literals of every disjunct.</summary>
    public IReadOnlyList<Literal> Common { get; }

    /// <summary>The number of disjuncts, at most <see cref="MaxDisjuncts"/>.</summary>
    public long DisjunctCount => _factors.Aggregate(1L, (product, factor) => product * factor.Count);

    /// <summary>The other literals of each disjunct; the list is reused, so it must be read before the next is asked for.</summary>
    public IEnumerable<IReadOnlyList<Literal>> Disjuncts
    {
        get
        {
            if (_factors.Any(f => f.Count == 0))
            {
                yield break;
            }

            // An odometer over one alternative of each factor; the last factor turns fastest.
            int[] choice = new int[_factors.Count];
            List<Literal> literals = new();
            while (true)
            {
                literals.Clear();
                for (int i = 0; i < choice.Length; i++)
                {
                    literals.AddRange(_factors[i][choice[i]]);
                }

                yield return literals;
                int turned = choice.Length - 1;
                while (turned >= 0 && ++choice[turned] == _factors[turned].Count)
                {
                    choice[turned--] = 0;
                }

                if (turned < 0)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>Expands a formula.</summary>
    /// <exception cref="ModelFormatException">It would become too large, nests too deeply, or has a number that does not fit a double.</exception>
    public static DisjunctiveNormalForm Of(Formula formula, string name)
    {
        try
        {
            Size size = SizeOf(formula, atTop: true);
            if (size.Disjuncts > MaxDisjuncts)
            {
                throw new ModelFormatException(
                    ModelErrorKind.Unsupported,
                    $"the property has {Format(size.Disjuncts)} alternatives in disjunctive normal form; at most {MaxDisjuncts} are supported: split it into several properties", name);
            }

            if (size.Literals > MaxLiterals)
            {
                throw new ModelFormatException(
                    ModelErrorKind.Unsupported,
                    $"the property has {Format(size.Literals)} literals in disjunctive normal form; at most {MaxLiterals} are supported: split it into several properties", name);
            }

            List<Literal> common = new();
            List<List<Literal[]>> factors = new();
            Factor(formula, common, factors);
            return new DisjunctiveNormalForm(common, factors);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new ModelFormatException(ModelErrorKind.Unsupported, "the property nests too deeply", name, inner: e);
        }
        catch (OverflowException e)
        {
            throw new ModelFormatException(ModelErrorKind.Unsupported, $"a number of the property does not fit a double: {e.Message}", name, inner: e);
        }
    }

    // Doubles, because only the order of magnitude matters beyond the limit and they saturate by themselves.
    private readonly record struct Size(double Disjuncts, double Literals);

    private static Size SizeOf(Formula formula, bool atTop)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (formula)
        {
            case Formula.Any any:
                Size sum = default;
                foreach (Formula part in any.Parts)
                {
                    Size size = SizeOf(part, atTop: false);
                    sum = new Size(sum.Disjuncts + size.Disjuncts, sum.Literals + size.Literals);
                }

                // An empty disjunction counts as one: it makes the whole conjunction empty, but its neighbours are expanded all the same.
                return new Size(Math.Max(sum.Disjuncts, 1), sum.Literals);

            case Formula.All all:
                Size product = new(1, 0);
                foreach (Formula part in all.Parts)
                {
                    Size size = SizeOf(part, atTop);
                    product = new Size(product.Disjuncts * size.Disjuncts, (product.Literals * size.Disjuncts) + (size.Literals * product.Disjuncts));
                }

                return product;

            default:
                // At the top an atom is common to every disjunct and copied into none.
                return new Size(1, atTop ? 0 : 1);
        }
    }

    private static void Factor(Formula formula, List<Literal> common, List<List<Literal[]>> factors)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (formula)
        {
            case Formula.Atom atom:
                common.Add(Literal.Of(atom));
                break;

            case Formula.All all:
                foreach (Formula part in all.Parts)
                {
                    Factor(part, common, factors);
                }

                break;

            default:
                factors.Add(Expand(formula));
                break;
        }
    }

    private static List<Literal[]> Expand(Formula formula)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (formula)
        {
            case Formula.Atom atom:
                return new List<Literal[]> { new[] { Literal.Of(atom) } };

            case Formula.Any any:
                List<Literal[]> alternatives = new();
                foreach (Formula part in any.Parts)
                {
                    alternatives.AddRange(Expand(part));
                }

                return alternatives;

            case Formula.All all:
                List<Literal> common = new();
                List<List<Literal[]>> factors = new();
                Factor(all, common, factors);
                Literal[] shared = common.ToArray();
                return new DisjunctiveNormalForm(common, factors).Disjuncts.Select(d => Concat(shared, d)).ToList();

            default:
                throw new InvalidOperationException($"No such formula: {formula.GetType().Name}.");
        }
    }

    private static Literal[] Concat(Literal[] first, IReadOnlyList<Literal> second)
    {
        Literal[] all = new Literal[first.Length + second.Count];
        first.CopyTo(all, 0);
        for (int i = 0; i < second.Count; i++)
        {
            all[first.Length + i] = second[i];
        }

        return all;
    }

    private static string Format(double count) => count < 1e15 ? count.ToString("F0", CultureInfo.InvariantCulture) : count.ToString("E1", CultureInfo.InvariantCulture);
}
