using System.Reflection;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Milp;
using NetCompile.Milp;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Verification;

namespace NetCompile.Generator.Tests.Emit;

/// <summary>Emitted networks inside optimisation models.</summary>
internal static class EmbeddedNetwork
{
    private const string Calls = """
        using System;
        using NetCompile.Milp;

        namespace Sample;

        /// <summary>Calls for reflection, which cannot pass spans.</summary>
        public static class Calls
        {
            /// <summary>With the bounds of the compiler.</summary>
            public static EncodedNetwork Own(MilpModel model, MilpVariable[] inputs, EncodingOptions? options, string name) => Net.AddTo(model, inputs, options, name);

            /// <summary>With given bounds.</summary>
            public static EncodedNetwork Given(MilpModel model, MilpVariable[] inputs, NeuronBounds bounds, EncodingOptions? options) => Net.AddTo(model, inputs, bounds, options, "copy");
        }
        """;

    /// <summary>The assembly of a project that references <c>NetCompile.Milp</c>.</summary>
    public static Assembly Load(ResolvedNetwork network) => EmittedNetwork.Load(network, ("Calls.cs", Calls));

    /// <summary><c>AddTo</c> with the bounds of the compiler.</summary>
    public static EncodedNetwork AddTo(Assembly assembly, MilpModel model, MilpVariable[] inputs, EncodingOptions? options = null, string name = "net") =>
        Invoke(assembly, "Own", model, inputs, options, name);

    /// <summary><c>AddTo</c> with given bounds.</summary>
    public static EncodedNetwork AddTo(Assembly assembly, MilpModel model, MilpVariable[] inputs, NeuronBounds bounds) => Invoke(assembly, "Given", model, inputs, bounds, null);

    /// <summary>Variables over [−1, 1], the region of <see cref="EmittedNetwork.Resolve"/>.</summary>
    public static MilpVariable[] Inputs(MilpModel model, NetworkModel network) => model.AddVariables(network.InputCount, -1, 1, "x");

    /// <summary>What the compiler proves over [−1, 1].</summary>
    public static ProvenBounds Proven(NetworkModel network) => Proven(network, -1, 1);

    /// <summary>What the compiler proves over a box.</summary>
    public static ProvenBounds Proven(NetworkModel network, double lower, double upper) =>
        ProvenBounds.Over(network, [.. Enumerable.Repeat(InputInterval.Exact(lower, upper), network.InputCount)]);

    /// <summary>The same for the run time.</summary>
    public static NeuronBounds ForRunTime(NetworkModel model, ProvenBounds proven, double lower = -1, double upper = 1)
    {
        ValueBounds?[] values = new ValueBounds?[model.Operators.Length];
        foreach (ActivationLayer layer in proven.Layers)
        {
            values[model.Operators[layer.OperatorId].Sources[0]] = new ValueBounds([.. layer.Units.Select(u => u.Lower)], [.. layer.Units.Select(u => u.Upper)], BoundOrigin.Crown);
        }

        values[model.Output] = new ValueBounds([.. proven.Outputs.Select(o => o.Lower)], [.. proven.Outputs.Select(o => o.Upper)], BoundOrigin.Crown);
        return new NeuronBounds(model, [.. Enumerable.Repeat(lower, model.InputCount)], [.. Enumerable.Repeat(upper, model.InputCount)], Arithmetic.Real, values);
    }

    private static EncodedNetwork Invoke(Assembly assembly, string method, params object?[] arguments)
    {
        try
        {
            return (EncodedNetwork)assembly.GetType("Sample.Calls")!.GetMethod(method)!.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }
}
