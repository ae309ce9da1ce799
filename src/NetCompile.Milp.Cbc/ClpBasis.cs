using System.Runtime.InteropServices;
using NetCompile.Milp.Cbc.Native;

namespace NetCompile.Milp.Cbc;

/// <summary>A basis as bytes: the numbers of columns and rows, then the status of each column and each row.</summary>
internal static unsafe class ClpBasis
{
    // Values of ClpSimplex::Status.
    private const byte Free = 0, Basic = 1, AtUpper = 2, AtLower = 3;
    private const int Header = 2 * sizeof(int);

    public static byte[] Save(ClpHandle clp, int columns, int rows)
    {
        byte[] basis = new byte[Header + columns + rows];
        MemoryMarshal.Write(basis, in columns);
        MemoryMarshal.Write(basis.AsSpan(sizeof(int)), in rows);
        Span<byte> status = basis.AsSpan(Header);
        if (ClpNative.Clp_statusExists(clp) != 0)
        {
            // The upper bits are marks of a running solve.
            ReadOnlySpan<byte> current = new(ClpNative.Clp_statusArray(clp), columns + rows);
            for (int k = 0; k < status.Length; k++)
            {
                status[k] = (byte)(current[k] & 7);
            }
        }
        else
        {
            FillSlack(clp, status, 0, columns);
        }

        return basis;
    }

    public static void Restore(ClpHandle clp, int columns, int rows, ReadOnlySpan<byte> basis)
    {
        if (basis.Length < Header)
        {
            throw new ArgumentException($"A saved basis has at least {Header} bytes, not {basis.Length}.", nameof(basis));
        }

        int savedColumns = MemoryMarshal.Read<int>(basis), savedRows = MemoryMarshal.Read<int>(basis[sizeof(int)..]);
        ReadOnlySpan<byte> saved = basis[Header..];
        if (savedColumns < 0 || savedRows < 0 || savedColumns > columns || savedRows > rows || saved.Length != (long)savedColumns + savedRows)
        {
            throw new ArgumentException($"The saved basis has {savedColumns} columns, {savedRows} rows and {saved.Length} entries; the program has {columns} columns and {rows} rows.", nameof(basis));
        }

        if (saved.IndexOfAnyExceptInRange((byte)0, (byte)5) >= 0)
        {
            throw new ArgumentException("The saved basis has a status that does not exist: its bytes are damaged.", nameof(basis));
        }

        // At least one entry, so that the pointer is not null.
        byte[] status = new byte[Math.Max(1, columns + rows)];
        saved[..savedColumns].CopyTo(status);
        FillSlack(clp, status, savedColumns, columns);
        saved[savedColumns..].CopyTo(status.AsSpan(columns));
        status.AsSpan(columns + savedRows).Fill(Basic);
        fixed (byte* pointer = status)
        {
            ClpNative.Clp_copyinStatus(clp, pointer);
        }
    }

    // Columns at the bound they have, and rows basic: the basis of the slacks.
    private static void FillSlack(ClpHandle clp, Span<byte> status, int first, int columns)
    {
        double* lower = ClpNative.Clp_columnLower(clp), upper = ClpNative.Clp_columnUpper(clp);
        for (int j = first; j < columns; j++)
        {
            status[j] = lower[j] > -1e27 ? AtLower : upper[j] < 1e27 ? AtUpper : Free;
        }

        status[columns..].Fill(Basic);
    }
}
