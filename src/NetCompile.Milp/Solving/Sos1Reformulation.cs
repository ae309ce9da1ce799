namespace NetCompile.Milp;

/// <summary>An SOS1 set with binaries: <c>l_k z_k ≤ x_k ≤ u_k z_k</c>, <c>Σ z_k ≤ 1</c>.</summary>
internal static class Sos1Reformulation
{
    /// <exception cref="ArgumentException">A variable of a set has no finite bounds.</exception>
    public static void AddRows(MilpModel source, MilpModel target)
    {
        foreach (Sos1Set set in source.Sos1Sets)
        {
            List<int> binaries = [];
            foreach (int column in set.Columns)
            {
                double lower = Math.Min(0, source.ColumnLower[column]), upper = Math.Max(0, source.ColumnUpper[column]);
                if (!double.IsFinite(lower) || !double.IsFinite(upper))
                {
                    throw new ArgumentException($"The SOS1 set '{set.Name}' needs bounds on '{source.ColumnName(column)}', which has none. Give it bounds, or choose a solver with SOS1 sets.");
                }

                MilpVariable binary = target.AddBinary();
                if (!double.IsNaN(source.Hints[column]))
                {
                    target.SetHint(binary, source.Hints[column] == 0 ? 0 : 1);
                }

                int z = binary.Index;
                binaries.Add(z);
                target.AddRow(double.NegativeInfinity, [column, z], [1, -upper], 0);
                target.AddRow(0, [column, z], [1, -lower], double.PositiveInfinity);
            }

            target.AddRow(double.NegativeInfinity, [.. binaries], [.. Enumerable.Repeat(1.0, binaries.Count)], 1, set.Name);
        }
    }
}
