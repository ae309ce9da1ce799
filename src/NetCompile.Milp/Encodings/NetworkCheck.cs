using NetCompile.Runtime;

namespace NetCompile.Milp;

/// <summary>Runs an embedded network at a solution and compares its outputs with the solution's.</summary>
internal sealed class NetworkCheck(string name, NetworkRunner runner, MilpVariable[] inputs, MilpVariable[] outputs) : ISolutionCheck
{
    public Discrepancy Check(ReadOnlySpan<double> values)
    {
        float[] input = new float[inputs.Length], output = new float[outputs.Length];
        for (int j = 0; j < input.Length; j++)
        {
            // A solver may leave a variable's bounds by its tolerance; a network that was specialised to a region takes nothing outside.
            double value = values[inputs[j].Index];
            input[j] = (float)(runner.Guard is null ? value : Math.Clamp(value, inputs[j].Lower, inputs[j].Upper));
        }

        runner.Forward(input, output);
        double[] stated = new double[output.Length];
        for (int i = 0; i < stated.Length; i++)
        {
            stated[i] = values[outputs[i].Index];
        }

        double reference = output.Aggregate(1.0, (a, b) => Math.Max(a, Math.Abs(b)));
        return new Discrepancy(name, [.. input], [.. stated], [.. output.Select(v => (double)v)], reference);
    }
}
