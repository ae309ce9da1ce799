namespace NetCompile.Milp;

/// <summary>
/// Maximum <c>y = max_j u_j</c>: <c>y ≥ u_j</c>, <c>Σ z_j = 1</c>, and <c>y ≤ u_j + M_j (1 − z_j)</c> with <c>M_j ≥ max(max_{k≠j} u_k) − u_j</c> (big-M), or <c>z_j = 1 ⟹ y ≤ u_j</c> (indicators), or copies of the inputs for each
/// <c>j</c> that is greatest (extended: <c>u_k = Σ_j u_k^j</c>, <c>l_k z_j ≤ u_k^j ≤ U_k z_j</c>, <c>u_j^j ≥ u_k^j</c>, <c>y = Σ_j u_j^j</c>), or an SOS1 set of <c>z_j</c> and <c>y − u_j</c>.
/// </summary>
/// <remarks>
/// [PT] §4.5.2; the survey prints <c>2y ≤ …</c> and <c>M_ij ≥ max u_j</c>, both wrong. A relaxation has the big-M rows with continuous <c>z</c>. Elements that cannot be greatest are left out by the caller.
/// </remarks>
internal static class MaximumEncoding
{
    public static AffineForm Encode(NetworkEncoding encoding, AffineForm[] members, double[] lower, double[] upper, double floor, double ceiling, string? name)
    {
        MilpModel model = encoding.Model;
        MilpVariable y = model.AddVariable(floor, ceiling, name);
        MilpVariable[] u = [.. members.Select((m, k) => AsVariable(encoding, m, name is null ? null : $"{name}.u{k}"))];
        foreach (MilpVariable member in u)
        {
            model.AddRow(0, [y.Index, member.Index], [1, -1], double.PositiveInfinity);
        }

        MilpVariable[] z = [.. u.Select((_, k) => Phase(encoding, name is null ? null : $"{name}.z{k}"))];
        model.AddRow(1, [.. z.Select(v => v.Index)], [.. z.Select(_ => 1.0)], 1, name is null ? null : name + ".one");
        Action<double[], int> copies = encoding.Formulation.Family switch
        {
            EncodingFamily.Extended => Extended(model, y, u, z, lower, upper),
            EncodingFamily.Indicator => Indicators(model, y, u, z),
            EncodingFamily.Sos1 => Sos1(encoding, model, y, u, z, lower, ceiling),
            _ => BigM(model, y, u, z, lower, upper, name),
        };
        encoding.Parts.Completions.Add(values =>
        {
            int best = 0;
            for (int k = 0; k < u.Length; k++)
            {
                best = values[u[k].Index] > values[u[best].Index] ? k : best;
                values[z[k].Index] = 0;
            }

            values[y.Index] = values[u[best].Index];
            values[z[best].Index] = 1;
            copies(values, best);
        });
        return AffineForm.Of(y);
    }

    private static MilpVariable AsVariable(NetworkEncoding encoding, AffineForm member, string? name) =>
        encoding.Model[(member.IsConstant ? Fixed(encoding, member.Constant, name) : member).VariableColumn];

    private static AffineForm Fixed(NetworkEncoding encoding, double value, string? name)
    {
        MilpVariable constant = encoding.Model.AddVariable(value, value, name);
        encoding.Parts.Completions.Add(values => values[constant.Index] = value);
        return AffineForm.Of(constant);
    }

    private static MilpVariable Phase(NetworkEncoding encoding, string? name) => encoding.Formulation.Family is EncodingFamily.Relaxation or EncodingFamily.Sos1
        ? encoding.Model.AddVariable(0, 1, name)
        : encoding.Parts.Binary(encoding.Model, name);

    private static Action<double[], int> BigM(MilpModel model, MilpVariable y, MilpVariable[] u, MilpVariable[] z, double[] lower, double[] upper, string? name)
    {
        for (int j = 0; j < u.Length; j++)
        {
            double others = double.NegativeInfinity;
            for (int k = 0; k < u.Length; k++)
            {
                others = k == j ? others : Math.Max(others, upper[k]);
            }

            double m = OutwardRounding.Up(others - lower[j]);
            if (!double.IsFinite(m))
            {
                throw new ArgumentException($"The maximum {name ?? "of a group"} needs finite bounds for its big-M; element {j} has [{lower[j]}, {upper[j]}]. Give the inputs finite ranges, or choose indicator or sos1.");
            }

            model.AddRow(double.NegativeInfinity, [y.Index, u[j].Index, z[j].Index], [1, -1, m], m);
        }

        return (_, _) => { };
    }

    private static Action<double[], int> Indicators(MilpModel model, MilpVariable y, MilpVariable[] u, MilpVariable[] z)
    {
        for (int j = 0; j < u.Length; j++)
        {
            model.AddIndicator(z[j], true, y - u[j] <= 0);
        }

        return (_, _) => { };
    }

    // z_j > 0 for some j, and there y − u_j = 0.
    private static Action<double[], int> Sos1(NetworkEncoding encoding, MilpModel model, MilpVariable y, MilpVariable[] u, MilpVariable[] z, double[] lower, double ceiling)
    {
        MilpVariable[] gaps = new MilpVariable[u.Length];
        for (int j = 0; j < u.Length; j++)
        {
            gaps[j] = model.AddVariable(0, OutwardRounding.Up(ceiling - lower[j]));
            model.AddRow(0, [y.Index, u[j].Index, gaps[j].Index], [1, -1, -1], 0);
            model.AddSos1([z[j], gaps[j]]);
        }

        return (values, _) =>
        {
            for (int j = 0; j < u.Length; j++)
            {
                values[gaps[j].Index] = values[y.Index] - values[u[j].Index];
            }
        };
    }

    private static Action<double[], int> Extended(MilpModel model, MilpVariable y, MilpVariable[] u, MilpVariable[] z, double[] lower, double[] upper)
    {
        int n = u.Length;
        int[,] copy = new int[n, n];
        RowBuilder sum = new(n + 1);
        sum.Add(y.Index, -1);
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < n; k++)
            {
                copy[j, k] = model.AddVariable(Math.Min(0, lower[k]), Math.Max(0, upper[k])).Index;
                model.AddRow(0, [copy[j, k], z[j].Index], [1, -lower[k]], double.PositiveInfinity);
                model.AddRow(double.NegativeInfinity, [copy[j, k], z[j].Index], [1, -upper[k]], 0);
            }

            sum.Add(copy[j, j], 1);
            for (int k = 0; k < n; k++)
            {
                if (k != j)
                {
                    model.AddRow(0, [copy[j, j], copy[j, k]], [1, -1], double.PositiveInfinity);
                }
            }
        }

        sum.AddTo(model, 0, 0, isRounded: false, null);
        for (int k = 0; k < n; k++)
        {
            RowBuilder whole = new(n + 1);
            whole.Add(u[k].Index, -1);
            for (int j = 0; j < n; j++)
            {
                whole.Add(copy[j, k], 1);
            }

            whole.AddTo(model, 0, 0, isRounded: false, null);
        }

        return (values, best) =>
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < n; k++)
                {
                    values[copy[j, k]] = j == best ? values[u[k].Index] : 0;
                }
            }
        };
    }
}
