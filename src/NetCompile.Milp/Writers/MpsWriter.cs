using System.Globalization;

namespace NetCompile.Milp;

/// <summary>Writes a model as an MPS file that CBC, GLPK and other solvers read.</summary>
/// <remarks>
/// <para>Layout: fixed columns (fields at 2, 5, 15, 25), names of at most 8 characters without blanks, one number a line. A double needs up to 24 characters to read back as itself and the fixed format's field has 12, so numbers run
/// on to the right. CBC, which reads them to the end of the line, takes the file as fixed MPS; every reader takes it as free MPS (<c>glpsol --freemps</c>).</para>
/// <para>Names that do not fit are replaced by <c>C0000007</c> and <c>R0000007</c>; comments at the head say which is which.</para>
/// <para>MPS minimises: a maximised objective is written negated, with a comment, because GLPK does not read the section OBJSENSE. The constant is the coefficient of an added column <c>ONE</c> fixed at 1: as a right-hand side of the objective CBC and GLPK read it with opposite signs. A ranged row whose
/// width is not exact in doubles becomes two rows; rows without ends are left out. Indicators and SOS1 sets are reformulated, since neither solver reads them from MPS.</para>
/// </remarks>
public static class MpsWriter
{
    private const string Objective = "OBJ", RightSide = "RHS", RangeSet = "RNG", BoundSet = "BND", One = "ONE";

    /// <summary>Writes a model to a file.</summary>
    /// <exception cref="ArgumentException">An indicator or SOS1 set has a variable without the bounds that its reformulation needs.</exception>
    public static void Write(MilpModel model, string path)
    {
        using StreamWriter writer = new(path);
        Write(model, writer);
    }

    /// <summary>Writes a model; lines end with a line feed.</summary>
    /// <inheritdoc cref="Write(MilpModel, string)"/>
    public static void Write(MilpModel model, TextWriter writer)
    {
        MilpModel plain = Reformulation.For(model, MilpFeatures.Integers, dropSos1: false);
        FileNames columns = Names(plain.ColumnCount, plain.ColumnName, 'C');
        MpsRows rows = MpsRows.Of(plain);
        FileNames rowNames = Names(rows.Count, rows.Name, 'R');
        WriteHead(model, writer, columns, rowNames);
        WriteRows(writer, rows, rowNames);
        WriteColumns(plain, writer, rows, columns, rowNames);
        WriteSides(writer, rows, rowNames);
        WriteBounds(plain, writer, columns);
        writer.Write("ENDATA\n");
    }

    private static FileNames Names(int count, Func<int, string> name, char letter) => FileNames.Of(
        count, name, [Objective, RightSide, RangeSet, BoundSet, One, "MARKER"], IsValid,
        (index, _, attempt) => letter + ((index + ((long)attempt * count)) % 10_000_000).ToString("D7", CultureInfo.InvariantCulture));

    // '$' begins a comment, a digit or sign may be taken for a number by readers of the free format.
    private static bool IsValid(string name) =>
        name.Length is >= 1 and <= 8 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => c is > ' ' and < '\x7f' and not '$' and not '\'' and not '"' and not '*');

    private static void WriteHead(MilpModel model, TextWriter writer, FileNames columns, FileNames rows)
    {
        writer.Write($"* {FileNames.InComment(model.Name)}\n");
        if (model.IsMaximization)
        {
            writer.Write("* The model maximises; the objective is negated here, as MPS minimises. Its optimum is the negated one of this file.\n");
        }

        foreach ((string what, FileNames names) in new[] { ("column", columns), ("row", rows) })
        {
            foreach ((string inFile, string name) in names.Renamed)
            {
                writer.Write($"* {what} {inFile} = {FileNames.InComment(name)}\n");
            }
        }

        writer.Write($"NAME          {(IsValid(model.Name) ? model.Name : "MODEL")}\n");
    }

    private static void WriteRows(TextWriter writer, MpsRows rows, FileNames names)
    {
        writer.Write($"ROWS\n N  {Objective}\n");
        for (int i = 0; i < rows.Count; i++)
        {
            writer.Write($" {rows.Kind(i)}  {names[i]}\n");
        }
    }

    private static void WriteColumns(MilpModel model, TextWriter writer, MpsRows rows, FileNames columns, FileNames names)
    {
        List<(int Row, double Coefficient)>[] entries = rows.ByColumn(model);
        double sign = model.IsMaximization ? -1 : 1;
        bool isInteger = false;
        int marker = 0;
        writer.Write("COLUMNS\n");
        for (int j = 0; j < model.ColumnCount; j++)
        {
            Mark(model.Kinds[j] == VariableKind.Integer);

            // A column without entries must appear too.
            if (model.Objective[j] != 0 || entries[j].Count == 0)
            {
                Entry(writer, "", columns[j], Objective, model.Objective[j] == 0 ? 0 : sign * model.Objective[j]);
            }

            foreach ((int row, double coefficient) in entries[j])
            {
                Entry(writer, "", columns[j], names[row], coefficient);
            }
        }

        Mark(false);
        if (model.ObjectiveConstant != 0)
        {
            Entry(writer, "", One, Objective, sign * model.ObjectiveConstant);
        }

        void Mark(bool integer)
        {
            if (integer != isInteger)
            {
                string name = "M" + marker++.ToString("D7", CultureInfo.InvariantCulture);
                writer.Write($"    {name}  'MARKER'                 '{(integer ? "INTORG" : "INTEND")}'\n");
                isInteger = integer;
            }
        }
    }

    private static void WriteSides(TextWriter writer, MpsRows rows, FileNames names)
    {
        writer.Write("RHS\n");
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows.Side(i) != 0)
            {
                Entry(writer, "", RightSide, names[i], rows.Side(i));
            }
        }

        writer.Write(rows.HasRanges ? "RANGES\n" : "");
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows.Range(i) is { } range)
            {
                Entry(writer, "", RangeSet, names[i], range);
            }
        }
    }

    // Every bound is written, as readers differ in what they take for granted of integers and of negative upper bounds.
    private static void WriteBounds(MilpModel model, TextWriter writer, FileNames names)
    {
        writer.Write("BOUNDS\n");
        for (int j = 0; j < model.ColumnCount; j++)
        {
            (double lower, double upper) = FileBounds.Of(model, j);
            bool isInteger = model.Kinds[j] == VariableKind.Integer;
            switch (lower, upper)
            {
                case (double.NegativeInfinity, double.PositiveInfinity) when !isInteger:
                    Entry(writer, "FR", BoundSet, names[j], null);
                    continue;
                case (0, 1) when isInteger:
                    Entry(writer, "BV", BoundSet, names[j], null);
                    continue;
                case var _ when lower == upper:
                    Entry(writer, "FX", BoundSet, names[j], lower);
                    continue;
            }

            // The codes LI and UI take whole numbers only.
            bool isWhole = isInteger && lower == Math.Round(lower) && upper == Math.Round(upper);
            bool hasLower = !double.IsNegativeInfinity(lower), hasUpper = !double.IsPositiveInfinity(upper);
            Entry(writer, !hasLower ? "MI" : isWhole ? "LI" : "LO", BoundSet, names[j], hasLower ? lower : null);
            Entry(writer, !hasUpper ? "PL" : isWhole ? "UI" : "UP", BoundSet, names[j], hasUpper ? upper : null);
        }

        if (model.ObjectiveConstant != 0)
        {
            Entry(writer, "FX", BoundSet, One, 1);
        }
    }

    private static void Entry(TextWriter writer, string code, string first, string second, double? value) =>
        writer.Write(string.Create(CultureInfo.InvariantCulture, $" {code,-2} {first,-8}  {second,-8}  {(value is { } v ? FileNumber.Text(v) : "")}").TrimEnd() + "\n");
}
