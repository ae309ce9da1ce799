namespace NetCompile.Milp;

/// <summary>Constraints on inputs as rows; an ℓ1 ball as <c>t_j ≥ x_j − c_j</c>, <c>t_j ≥ c_j − x_j</c>, <c>Σ t_j ≤ r</c>.</summary>
internal static class InputRows
{
    /// <summary>Adds them, and returns what fills the columns they need from those of the inputs.</summary>
    public static Action<double[]> Add(MilpModel model, MilpVariable[] inputs, InputConstraints constraints)
    {
        foreach (InputConstraint c in constraints.Linear.IsDefault ? [] : constraints.Linear)
        {
            // An end that is infinite on the wrong side is met by nothing; the model has no such ends.
            if (double.IsPositiveInfinity(c.Lower) || double.IsNegativeInfinity(c.Upper))
            {
                model.AddRow(1, [], [], 0);
                continue;
            }

            model.AddRow(c.Lower, [.. c.Inputs.Select(j => inputs[j].Index)], c.Coefficients.AsSpan(), c.Upper);
        }

        if (constraints.Ball is not { } ball)
        {
            return _ => { };
        }

        MilpVariable[] distances = new MilpVariable[inputs.Length];
        for (int j = 0; j < inputs.Length; j++)
        {
            double farthest = Math.Max(Math.Abs(inputs[j].Upper - ball.Center[j]), Math.Abs(ball.Center[j] - inputs[j].Lower));
            distances[j] = model.AddVariable(0, OutwardRounding.Up(farthest));
            model.AddRow(-ball.Center[j], [distances[j].Index, inputs[j].Index], [1, -1], double.PositiveInfinity);
            model.AddRow(ball.Center[j], [distances[j].Index, inputs[j].Index], [1, 1], double.PositiveInfinity);
        }

        model.AddRow(double.NegativeInfinity, [.. distances.Select(d => d.Index)], [.. distances.Select(_ => 1.0)], ball.Radius);
        return values =>
        {
            for (int j = 0; j < inputs.Length; j++)
            {
                values[distances[j].Index] = Math.Abs(values[inputs[j].Index] - ball.Center[j]);
            }
        };
    }
}
