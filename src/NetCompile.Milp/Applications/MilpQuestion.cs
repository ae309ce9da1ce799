using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>
/// One conjunction of one case of a property as an optimisation model: over the case's box, the greatest margin <c>t</c> with <c>Σ c_k v_k + t ≤ b</c> for every constraint. The conjunction can be met iff the margin can be 0 or
/// more (above 0, if a constraint is strict).
/// </summary>
public sealed class MilpQuestion
{
    private readonly Conjunction _conjunction;
    private readonly double[] _widened;

    private MilpQuestion(int @case, int index, Conjunction conjunction, MilpModel model, EncodedNetwork network, MilpVariable margin, double[] widened, double seconds) =>
        (Case, Index, _conjunction, Model, Network, Margin, _widened, BuildSeconds) = (@case, index, conjunction, model, network, margin, widened, seconds);

    /// <summary>The case of the property.</summary>
    public int Case { get; }

    /// <summary>The conjunction of the case.</summary>
    public int Index { get; }

    /// <summary>The model; it maximises <see cref="Margin"/>.</summary>
    public MilpModel Model { get; }

    /// <summary>The network in it.</summary>
    public EncodedNetwork Network { get; }

    /// <summary><c>t</c>.</summary>
    public MilpVariable Margin { get; }

    /// <summary>What building the model took.</summary>
    public double BuildSeconds { get; }

    /// <summary>Whether every constraint is strict, so that a margin of 0 does not meet the conjunction.</summary>
    internal bool IsStrict => !_conjunction.Constraints.IsEmpty && _conjunction.Constraints.All(c => c.IsStrict);

    /// <summary>Builds the model of one conjunction.</summary>
    /// <param name="runner">The network.</param>
    /// <param name="property">The property.</param>
    /// <param name="case">The case.</param>
    /// <param name="index">The conjunction.</param>
    /// <param name="bounds">Bounds over the case's box.</param>
    /// <param name="options">The formulation and the arithmetic.</param>
    internal static MilpQuestion Build(NetworkRunner runner, VerificationProperty property, int @case, int index, NeuronBounds bounds, EncodingOptions options)
    {
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Conjunction conjunction = property.Cases[@case].Unsafe[index];
        MilpModel model = new($"{ShortName(property.Name)}-{@case}-{index}");
        MilpVariable[] inputs = new MilpVariable[runner.Model.InputCount];
        for (int j = 0; j < inputs.Length; j++)
        {
            inputs[j] = model.AddVariable(bounds.InputLower[j], bounds.InputUpper[j], options.HasNames ? $"X_{j}" : null);
        }

        EncodedNetwork network = NetworkEncoder.AddTo(model, runner, inputs, bounds, options, ShortName(runner.Model.Name));
        (double least, double greatest) = (0, 0);
        double[] widened = new double[conjunction.Constraints.Length];
        for (int k = 0; k < widened.Length; k++)
        {
            (double low, double high, double slack) = MarginRange(conjunction.Constraints[k], network, model);
            widened[k] = slack;
            (least, greatest) = k == 0 ? (low, high) : (Math.Min(least, low), Math.Min(greatest, high));
        }

        MilpVariable margin = model.AddVariable(least, greatest, "margin");
        for (int k = 0; k < widened.Length; k++)
        {
            LinearConstraint constraint = conjunction.Constraints[k];
            int[] columns = [.. constraint.Terms.Select(t => VariableOf(t, network).Index), margin.Index];
            double[] coefficients = [.. constraint.Terms.Select(t => t.Coefficient.Value), 1];
            model.AddRow(double.NegativeInfinity, columns, coefficients, OutwardRounding.Up(constraint.Bound.Value + widened[k]), $"unsafe{k}");
        }

        model.Maximize(margin);
        return new MilpQuestion(@case, index, conjunction, model, network, margin, widened, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Completes a point of the inputs: what the network does there, and its margin. Null where the inputs leave their bounds by more than rounding.</summary>
    internal double[]? Complete(ReadOnlySpan<double> values)
    {
        double[] point = values.ToArray();
        foreach (MilpVariable x in Network.Inputs)
        {
            point[x.Index] = Math.Clamp(point[x.Index], x.Lower, x.Upper);
        }

        Network.Complete(point);
        double margin = Margin.Upper;
        for (int k = 0; k < _widened.Length; k++)
        {
            LinearConstraint constraint = _conjunction.Constraints[k];
            double sum = constraint.Bound.Value;
            foreach (LinearTerm term in constraint.Terms)
            {
                sum -= term.Coefficient.Value * point[VariableOf(term, Network).Index];
            }

            margin = Math.Min(margin, sum);
        }

        point[Margin.Index] = Math.Clamp(margin, Margin.Lower, Margin.Upper);
        return point;
    }

    // Names are often paths of files; a model file should not hold them.
    private static string ShortName(string name) => Path.GetFileNameWithoutExtension(name) is { Length: > 0 } file ? file : name;

    // The range of b − Σ c v, rounded outward, and how much numbers that are no doubles may be off by, all terms together.
    private static (double Low, double High, double Slack) MarginRange(LinearConstraint constraint, EncodedNetwork network, MilpModel model)
    {
        double low = constraint.Bound.Value, high = low, magnitude = Math.Abs(low), slack = constraint.Bound.IsExact ? 0 : Ulp(low);
        foreach (LinearTerm term in constraint.Terms)
        {
            MilpVariable v = VariableOf(term, network);
            double a = term.Coefficient.Value * v.Lower, b = term.Coefficient.Value * v.Upper, size = Math.Max(Math.Abs(v.Lower), Math.Abs(v.Upper));
            low -= Math.Max(a, b);
            high -= Math.Min(a, b);
            magnitude += Math.Max(Math.Abs(a), Math.Abs(b));
            slack = term.Coefficient.IsExact ? slack : OutwardRounding.Up(slack + OutwardRounding.Up(Ulp(term.Coefficient.Value) * size));
        }

        double error = OutwardRounding.SumError(magnitude, constraint.Terms.Length + 1) + slack;
        return (OutwardRounding.Down(low - (2 * error)), OutwardRounding.Up(high + (2 * error)), slack);
    }

    private static MilpVariable VariableOf(LinearTerm term, EncodedNetwork network) => term.Variable.IsOutput ? network.Outputs[term.Variable.Index] : network.Inputs[term.Variable.Index];

    private static double Ulp(double value) => Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);
}
