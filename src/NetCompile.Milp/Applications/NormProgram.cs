using NetCompile.Runtime;

namespace NetCompile.Milp;

/// <summary>The program of one target: <c>min ‖x − c‖</c> subject to <c>y_t − y_k ≥ margin</c> for the label or for every <c>k ≠ t</c>, and <c>‖x − c‖ ≤ cutoff</c>.</summary>
/// <remarks>ℓ∞: a radius <c>r ≥ |x_j − c_j|</c> for all inputs. ℓ1: a change <c>d_j ≥ |x_j − c_j|</c> for each, their sum is minimised. Each is two rows per input.</remarks>
internal sealed class NormProgram
{
    private readonly EncodedNetwork _network;
    private readonly MilpVariable[] _changes;
    private readonly MilpRow[] _wins;
    private readonly float[] _center;
    private readonly InputNorm _norm;

    public NormProgram(NetworkRunner runner, NeuronBounds bounds, float[] center, InputNorm norm, double cutoff, IEnumerable<int> rivals, int target, EncodingOptions options)
    {
        (_center, _norm) = (center, norm);
        Model = new MilpModel($"{runner.Model.Name}, to {target}");
        MilpVariable[] inputs = new MilpVariable[center.Length];
        for (int j = 0; j < inputs.Length; j++)
        {
            inputs[j] = Model.AddVariable(bounds.InputLower[j], bounds.InputUpper[j], $"x[{j}]");
        }

        _changes = norm == InputNorm.LInfinity ? [Model.AddVariable(0, cutoff, "radius")] : Model.AddVariables(center.Length, 0, cutoff, "change");
        for (int j = 0; j < inputs.Length; j++)
        {
            MilpVariable change = _changes[norm == InputNorm.LInfinity ? 0 : j];
            Model.Add((inputs[j] - change).Between(double.NegativeInfinity, center[j]));
            Model.Add((inputs[j] + change).Between(center[j], double.PositiveInfinity));
        }

        MilpExpression distance = MilpExpression.Sum(_changes.Select(c => (MilpExpression)c));
        if (norm == InputNorm.L1)
        {
            Model.Add(distance.Between(0, cutoff), "cutoff");
        }

        _network = NetworkEncoder.AddTo(Model, runner, inputs, bounds, options);
        _wins = [.. rivals.Select(k => Model.Add((_network.Outputs[target] - _network.Outputs[k]).Between(0, double.PositiveInfinity), $"beats[{k}]"))];
        Model.Minimize(distance);
    }

    public MilpModel Model { get; }

    /// <summary>Asks for more than a tie.</summary>
    public void SetMargin(double margin)
    {
        foreach (MilpRow row in _wins)
        {
            Model.SetRange(row, margin, double.PositiveInfinity);
        }
    }

    /// <summary>A point to start from.</summary>
    public void SetHint(float[] point)
    {
        _network.SetHint(Array.ConvertAll(point, v => (double)v));
        double[] changes = [.. point.Zip(_center, (a, b) => Math.Abs((double)a - b))];
        for (int k = 0; k < _changes.Length; k++)
        {
            Model.SetHint(_changes[k], _norm == InputNorm.LInfinity ? changes.Max() : changes[k]);
        }
    }

    /// <summary>The inputs of a solution.</summary>
    public double[] Point(MilpSolution solution) => [.. _network.Inputs.Select(x => solution[x])];
}
