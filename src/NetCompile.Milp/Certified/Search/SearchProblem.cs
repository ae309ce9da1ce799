namespace NetCompile.Milp;

/// <summary>What a branch and bound minimises: a model's rows and bounds, with an objective that need not be the model's.</summary>
internal sealed class SearchProblem
{
    private SearchProblem(MilpModel model, double[] objective, double constant, bool isRelaxed, ProgramRows? rows)
    {
        (Model, Objective, Constant) = (model, objective, constant);
        Rows = rows ?? new ProgramRows(model);
        (Lower, Upper) = (model.ColumnLower.ToArray(), model.ColumnUpper.ToArray());
        IsInteger = new bool[model.ColumnCount];
        for (int j = 0; j < IsInteger.Length; j++)
        {
            IsInteger[j] = !isRelaxed && model.Kinds[j] == VariableKind.Integer;
            if (IsInteger[j])
            {
                (Lower[j], Upper[j]) = (Math.Ceiling(Lower[j]), Math.Floor(Upper[j]));
            }
        }

        Integers = [.. Enumerable.Range(0, IsInteger.Length).Where(j => IsInteger[j])];
    }

    /// <summary>The model; not changed.</summary>
    public MilpModel Model { get; }

    /// <summary>Its rows.</summary>
    public ProgramRows Rows { get; }

    /// <summary>To be minimised, by column.</summary>
    public double[] Objective { get; }

    /// <summary>Added to the objective.</summary>
    public double Constant { get; }

    /// <summary>Lower bounds, whole for integers.</summary>
    public double[] Lower { get; }

    /// <summary>Upper bounds, whole for integers.</summary>
    public double[] Upper { get; }

    /// <summary>Which columns are to be whole.</summary>
    public bool[] IsInteger { get; }

    /// <summary>Those columns.</summary>
    public int[] Integers { get; }

    /// <summary>The model's own objective, negated if it is maximised.</summary>
    public static SearchProblem Of(MilpModel model, bool isRelaxed)
    {
        double[] objective = model.Objective.ToArray();
        if (model.IsMaximization)
        {
            for (int j = 0; j < objective.Length; j++)
            {
                objective[j] = -objective[j];
            }
        }

        return new SearchProblem(model, objective, model.IsMaximization ? -model.ObjectiveConstant : model.ObjectiveConstant, isRelaxed, null);
    }

    /// <summary>Another objective, to be minimised, over the same model; with its rows, where they were copied before.</summary>
    public static SearchProblem With(MilpModel model, double[] objective, double constant, bool isRelaxed = false, ProgramRows? rows = null) => new(model, objective, constant, isRelaxed, rows);

    /// <summary>The objective at a point, in plain arithmetic.</summary>
    public double ObjectiveAt(ReadOnlySpan<double> values)
    {
        double sum = Constant;
        for (int j = 0; j < Objective.Length; j++)
        {
            sum += Objective[j] * values[j];
        }

        return sum;
    }
}
