using System.Collections.Immutable;
using System.Globalization;

namespace NetCompile.Milp;

/// <summary>Writes a model in the CPLEX LP format, for people and for solvers.</summary>
/// <remarks>
/// Numbers read back as the same doubles. A ranged row becomes two rows, <c>name</c> and <c>name_u</c>; the objective's constant is the coefficient of an added column fixed at 1, as not every reader takes a constant there.
/// Indicators (<c>z = 1 -&gt; …</c>) and SOS1 sets are written as such: CPLEX, Gurobi and SCIP read them, CBC and GLPK do not — write MPS for these, or <see cref="Write(MilpModel, TextWriter, bool)"/> with reformulation.
/// Names are changed to letters, digits, points and underscores and made different; comments at the head say which is which.
/// </remarks>
public static class LpWriter
{
    // CPLEX takes 560 characters a line, older readers 255.
    private const int LineLength = 120;

    // Words of the format, which may not be names.
    private static readonly ImmutableHashSet<string> Words = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "min", "max", "minimize", "maximize", "minimise", "maximise", "minimum", "maximum", "subject", "such", "st", "s.t.", "st.", "to", "that", "bounds", "bound", "generals", "general", "gen", "integers", "integer",
        "int", "binaries", "binary", "bin", "semi", "semis", "sos", "sos1", "sos2", "s1", "s2", "free", "inf", "infinity", "end", "obj", "lazy", "user", "cuts", "constraints", "pwlobj", "nan");

    /// <summary>Writes a model to a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="reformulates">Whether indicators and SOS1 sets are rewritten with rows and binaries, for readers that lack them.</param>
    /// <exception cref="ArgumentException">A reformulation needs bounds that a variable lacks.</exception>
    public static void Write(MilpModel model, string path, bool reformulates = false)
    {
        using StreamWriter writer = new(path);
        Write(model, writer, reformulates);
    }

    /// <summary>Writes a model; lines end with a line feed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="reformulates">Whether indicators and SOS1 sets are rewritten with rows and binaries, for readers that lack them.</param>
    /// <exception cref="ArgumentException">A reformulation needs bounds that a variable lacks.</exception>
    public static void Write(MilpModel model, TextWriter writer, bool reformulates = false)
    {
        model = reformulates ? Reformulation.For(model, MilpFeatures.Integers, dropSos1: false) : model;
        FileNames columns = Names(model.ColumnCount, model.ColumnName, "x");
        FileNames rows = Names(model.RowCount, model.RowName, "r");
        FileNames indicators = Names(model.Indicators.Count, k => model.Indicators[k].Name ?? $"i{k}", "i");
        FileNames sets = Names(model.Sos1Sets.Count, k => model.Sos1Sets[k].Name ?? $"set{k}", "set");

        // Every statement needs a variable: a model without one gets the constant's.
        string? constant = model.ObjectiveConstant != 0 || model.ColumnCount == 0 ? Free(columns, model.ColumnCount, "one") : null;
        string anyColumn = constant ?? columns[0];

        writer.Write($"\\ {FileNames.InComment(model.Name)}\n");
        foreach ((string what, FileNames names) in new[] { ("column", columns), ("row", rows), ("indicator", indicators), ("set", sets) })
        {
            foreach ((string inFile, string name) in names.Renamed)
            {
                writer.Write($"\\ {what} {inFile} = {FileNames.InComment(name)}\n");
            }
        }

        writer.Write(model.IsMaximization ? "Maximize\n" : "Minimize\n");

        // Readers know a column from its first occurrence, so every one stands in the objective.
        List<(double, string)> objective = [.. Enumerable.Range(0, model.ColumnCount).Select(j => (model.Objective[j], columns[j]))];
        if (constant is not null)
        {
            objective.Add((model.ObjectiveConstant, constant));
        }

        Statement(writer, "obj:", objective, "");
        writer.Write("Subject To\n");
        for (int i = 0; i < model.RowCount; i++)
        {
            Range terms = model.RowStarts[i]..model.RowStarts[i + 1];
            Row(writer, rows[i], "", Terms(model.RowColumns[terms], model.RowCoefficients[terms], columns, anyColumn), model.RowLower[i], model.RowUpper[i]);
        }

        if (model.RowCount + model.Indicators.Count == 0)
        {
            // GLPK asks for at least one row.
            Row(writer, "none", "", [(0, anyColumn)], double.NegativeInfinity, 0);
        }

        for (int k = 0; k < model.Indicators.Count; k++)
        {
            IndicatorConstraint c = model.Indicators[k];
            Row(writer, indicators[k], $"{columns[c.Binary]} = {(c.Value ? 1 : 0)} ->", Terms(c.Columns.AsSpan(), c.Coefficients.AsSpan(), columns, anyColumn), c.Lower, c.Upper);
        }

        WriteBounds(model, writer, columns, constant);
        WriteKinds(model, writer, columns);
        if (model.Sos1Sets.Count > 0)
        {
            writer.Write("SOS\n");
            for (int k = 0; k < model.Sos1Sets.Count; k++)
            {
                Sos1Set set = model.Sos1Sets[k];
                Wrapped(writer, [sets[k] + ":", "S1::", .. set.Columns.Select((j, at) => $"{columns[j]}:{FileNumber.Text(set.Weights[at])}")]);
            }
        }

        writer.Write("End\n");
    }

    private static void WriteBounds(MilpModel model, TextWriter writer, FileNames columns, string? constant)
    {
        writer.Write("Bounds\n");
        for (int j = 0; j < model.ColumnCount; j++)
        {
            (double lower, double upper) = FileBounds.Of(model, j);
            if (IsBinary(model, j))
            {
                continue;
            }

            string name = columns[j];
            writer.Write((lower, upper) switch
            {
                (double.NegativeInfinity, double.PositiveInfinity) => $" {name} free\n",
                _ when lower == upper => $" {name} = {FileNumber.Text(lower)}\n",
                (_, double.PositiveInfinity) => $" {name} >= {FileNumber.Text(lower)}\n",
                (double.NegativeInfinity, _) => $" -inf <= {name} <= {FileNumber.Text(upper)}\n",
                _ => $" {FileNumber.Text(lower)} <= {name} <= {FileNumber.Text(upper)}\n",
            });
        }

        if (constant is not null)
        {
            writer.Write($" {constant} = 1\n");
        }
    }

    private static void WriteKinds(MilpModel model, TextWriter writer, FileNames columns)
    {
        foreach ((string section, bool isBinary) in new[] { ("Generals\n", false), ("Binaries\n", true) })
        {
            string[] names = [.. Enumerable.Range(0, model.ColumnCount).Where(j => model.Kinds[j] == VariableKind.Integer && IsBinary(model, j) == isBinary).Select(j => columns[j])];
            if (names.Length > 0)
            {
                writer.Write(section);
                Wrapped(writer, names);
            }
        }
    }

    private static bool IsBinary(MilpModel model, int column) => model.Kinds[column] == VariableKind.Integer && FileBounds.Of(model, column) is (0, 1);

    private static List<(double, string)> Terms(ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients, FileNames names, string anyColumn)
    {
        List<(double, string)> terms = [];
        for (int k = 0; k < columns.Length; k++)
        {
            terms.Add((coefficients[k], names[columns[k]]));
        }

        return terms.Count > 0 ? terms : [(0, anyColumn)];
    }

    private static void Row(TextWriter writer, string name, string condition, List<(double, string)> terms, double lower, double upper)
    {
        bool hasLower = double.IsFinite(lower), hasUpper = double.IsFinite(upper);
        string prefix = condition.Length > 0 ? " " + condition : "";
        if (hasLower)
        {
            Statement(writer, $"{name}:{prefix}", terms, (lower == upper ? "= " : ">= ") + FileNumber.Text(lower));
        }

        if (hasUpper && lower != upper)
        {
            Statement(writer, $"{name}{(hasLower ? "_u" : "")}:{prefix}", terms, "<= " + FileNumber.Text(upper));
        }
    }

    private static void Statement(TextWriter writer, string head, List<(double Coefficient, string Name)> terms, string end) =>
        Wrapped(writer, [head, .. terms.Select(t => $"{(t.Coefficient < 0 ? "-" : "+")} {FileNumber.Text(Math.Abs(t.Coefficient))} {t.Name}"), end]);

    // Words of one statement; a line that follows begins with a blank. No break inside a word, a term or a side.
    private static void Wrapped(TextWriter writer, IEnumerable<string> words)
    {
        int length = 0;
        foreach (string word in words.Where(w => w.Length > 0))
        {
            if (length > 0 && length + word.Length + 1 > LineLength)
            {
                writer.Write("\n ");
                length = 1;
            }

            writer.Write(' ');
            writer.Write(word);
            length += word.Length + 1;
        }

        writer.Write('\n');
    }

    private static FileNames Names(int count, Func<int, string> name, string prefix) =>
        FileNames.Of(count, name, Words, IsValid, (index, original, attempt) =>
            attempt == 0 ? Sanitized(original, prefix) : string.Create(CultureInfo.InvariantCulture, $"{Sanitized(original, prefix)}_{index}{(attempt == 1 ? "" : "_" + attempt)}"));

    // A name that begins with e or E and a digit would read as a number's exponent; the suffix _u is for the second half of ranged rows.
    private static bool IsValid(string name) =>
        name.Length is >= 1 and <= 100 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && !(name[0] is 'e' or 'E' && (name.Length == 1 || char.IsAsciiDigit(name[1])))
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') && !name.EndsWith("_u", StringComparison.Ordinal);

    private static string Sanitized(string name, string prefix)
    {
        string clean = string.Concat(name.Take(80).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' ? c : '_')).TrimEnd('_');
        clean = IsValid(clean) && !Words.Contains(clean) ? clean : $"{prefix}_{clean}";
        return IsValid(clean) ? clean : clean + "_x";
    }

    private static string Free(FileNames columns, int count, string name)
    {
        HashSet<string> used = new(Enumerable.Range(0, count).Select(j => columns[j]), StringComparer.OrdinalIgnoreCase);
        while (used.Contains(name))
        {
            name += "_";
        }

        return name;
    }
}
