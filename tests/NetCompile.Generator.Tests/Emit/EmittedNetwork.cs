using System.Reflection;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;

namespace NetCompile.Generator.Tests.Emit;

/// <summary>Networks emitted straight from a model, without attributes and files.</summary>
internal static class EmittedNetwork
{
    /// <summary>A declaration <c>Sample.Net</c> whose inputs and outputs are blocks.</summary>
    public static NetworkDeclaration Declare(NetworkModel model, string name = "Net", bool named = false) => new(
        Namespace: "Sample",
        ContainingTypes: default,
        Keyword: "class",
        Name: name,
        Accessibility: "public",
        IsStatic: true,
        HintName: "Sample." + name,
        ModelPath: "models/net.onnx",
        DeclaringFolder: "",
        Layers: default,
        WeightsPath: null,
        Inputs: named
            ? Enumerable.Range(0, model.InputCount).Select(i => new InputDeclaration($"a{i}", -1, 1, null, null, null)).ToEquatableArray()
            : new[] { new InputDeclaration("a", -1, 1, null, null, model.InputCount) }.ToEquatableArray(),
        Outputs: named
            ? Enumerable.Range(0, model.OutputCount).Select(i => new OutputDeclaration($"b{i}", null, null, null)).ToEquatableArray()
            : new[] { new OutputDeclaration("b", null, null, model.OutputCount) }.ToEquatableArray(),
        Properties: default,
        Milp: MilpDeclaration.None);

    /// <summary>The model as a resolved network without properties, over [−1, 1].</summary>
    public static ResolvedNetwork Resolve(NetworkModel model, NetworkDeclaration? declaration = null, NetworkModel? unscaled = null, params ResolvedProperty[] properties) => new(
        declaration ?? Declare(model),
        "models/net.onnx",
        model,
        unscaled,
        Enumerable.Repeat(InputInterval.Exact(-1, 1), model.InputCount).ToEquatableArray(),
        properties.ToEquatableArray(),
        HasMilp: false);

    /// <summary>The same in a project that references <c>NetCompile.Milp</c>.</summary>
    public static ResolvedNetwork ResolveForMilp(NetworkModel model, NetworkDeclaration? declaration = null) => Resolve(model, declaration) with { HasMilp = true };

    /// <summary>The user's part of the class.</summary>
    public static (string Path, string Text) UserPart(string name = "Net") => ("Net.cs", $$"""
        namespace Sample;

        /// <summary>A network.</summary>
        public static partial class {{name}};
        """);

    /// <summary>Emits, compiles with warnings as errors, and loads.</summary>
    public static Assembly Load(ResolvedNetwork network, params (string Path, string Text)[] more) =>
        Consumer.Load(Consumer.Compile(NetworkEmitter.Emit(network).Select(f => (f.HintName, f.Text)).Append(UserPart(network.Declaration.Name)).Concat(more), withMilp: network.HasMilp));

    /// <summary>The emitted network of a model, as the engine gets it.</summary>
    public static NetworkRunner Run(NetworkModel model) => Consumer.Runner(Load(Resolve(model)), "Sample.Net+Network");
}
