using System.Text;

namespace NetCompile.Reports.Analysis;

/// <summary>A quadtree over a slice's rectangle, in text: preorder, <c>s</c> for a node that is split into lower left, lower right, upper left, upper right.</summary>
internal static class SliceTree
{
    /// <summary>A leaf: a square of <c>2^Level</c> by <c>2^Level</c> equal parts of the rectangle, column <paramref name="Column"/> from the left, row <paramref name="Row"/> from below.</summary>
    public readonly record struct Leaf(int Level, int Column, int Row, SliceState State)
    {
        /// <summary>Its share of the rectangle's area.</summary>
        public double Share => 1.0 / (1L << (2 * Level));
    }

    /// <summary>Levels below the whole rectangle at most; deeper text is refused.</summary>
    public const int MaxLevel = 12;

    /// <summary>Divides the rectangle, the larger parts first, until all is decided, the budget is spent or <paramref name="levels"/> is reached.</summary>
    /// <param name="judge">Judges the part of a level, column and row.</param>
    /// <param name="levels">Levels below the whole rectangle.</param>
    /// <param name="budget">Parts to judge at most.</param>
    public static string Grow(Func<int, int, int, SliceState> judge, int levels, int budget)
    {
        Dictionary<(int Level, int Column, int Row), SliceState?> nodes = [];
        Queue<(int Level, int Column, int Row)> open = new([(0, 0, 0)]);
        while (open.TryDequeue(out (int Level, int Column, int Row) part))
        {
            SliceState state = budget > 0 ? judge(part.Level, part.Column, part.Row) : SliceState.Undecided;
            budget--;

            // Split only where all four quarters can still be judged: no part is left to its parent's judgement.
            bool isSplit = state == SliceState.Undecided && part.Level < levels && budget >= open.Count + 4;
            nodes[part] = isSplit ? null : state;
            if (isSplit)
            {
                foreach ((int dx, int dy) in Quarters)
                {
                    open.Enqueue((part.Level + 1, (2 * part.Column) + dx, (2 * part.Row) + dy));
                }
            }
        }

        StringBuilder text = new();
        Append((0, 0, 0));
        return text.ToString();

        void Append((int Level, int Column, int Row) part)
        {
            switch (nodes[part])
            {
                case null:
                    text.Append('s');
                    foreach ((int dx, int dy) in Quarters)
                    {
                        Append((part.Level + 1, (2 * part.Column) + dx, (2 * part.Row) + dy));
                    }

                    break;
                case SliceState.Proved:
                    text.Append('p');
                    break;
                case SliceState.Violated:
                    text.Append('v');
                    break;
                default:
                    text.Append('u');
                    break;
            }
        }
    }

    /// <summary>The leaves of a tree.</summary>
    /// <exception cref="FormatException">The text is no tree.</exception>
    public static List<Leaf> Leaves(string tree)
    {
        List<Leaf> leaves = [];
        int next = 0;
        Read(0, 0, 0);
        return next == tree.Length ? leaves : throw new FormatException($"The tree of a slice ends at character {next} of {tree.Length}.");

        void Read(int level, int column, int row)
        {
            char c = next < tree.Length ? tree[next] : throw new FormatException("The tree of a slice is cut short.");
            next++;
            if (c == 's' && level < MaxLevel)
            {
                foreach ((int dx, int dy) in Quarters)
                {
                    Read(level + 1, (2 * column) + dx, (2 * row) + dy);
                }

                return;
            }

            leaves.Add(new Leaf(level, column, row, c switch
            {
                'p' => SliceState.Proved,
                'v' => SliceState.Violated,
                'u' => SliceState.Undecided,
                _ => throw new FormatException($"The tree of a slice has '{c}' at level {level}."),
            }));
        }
    }

    private static ReadOnlySpan<(int Dx, int Dy)> Quarters => new (int, int)[] { (0, 0), (1, 0), (0, 1), (1, 1) };
}
