using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;
using NetCompile.Passes;

namespace NetCompile.Generator.Emit;

/// <summary>Writes what a class with a specialised network has besides: the guard of its region, and what specialisation did.</summary>
internal static class SpecializationEmitter
{
    /// <summary>The expression by which generated code reaches the guard.</summary>
    public const string Guard = "RegionGuard.Value";

    /// <summary>The name of the forward pass that asks no guard, or, where there is none, of the forward pass.</summary>
    public static string ForwardName(bool isGuarded) => isGuarded ? "ForwardInside" : "Forward";

    /// <inheritdoc cref="ForwardName"/>
    public static string ForwardBatchName(bool isGuarded) => isGuarded ? "ForwardBatchInside" : "ForwardBatch";

    /// <summary>Who may call it.</summary>
    public static string ForwardAccess(bool isGuarded) => isGuarded ? "internal" : "public";

    /// <summary>Writes what it is.</summary>
    public static void WriteForwardSummary(SourceWriter writer, bool isGuarded) =>
        writer.Line(isGuarded ? "// For inputs that are known to be in the region: whoever calls it has asked the guard." : "/// <inheritdoc/>");

    /// <summary>Writes the forward passes of the network's struct, which refuse inputs that it is not proved for, and the guard for boxes.</summary>
    public static void WriteGuarded(SourceWriter writer)
    {
        writer.Separate();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public static void Forward(global::System.ReadOnlySpan<float> input, global::System.Span<float> output)"))
        {
            writer.Line($"{Guard}.RequireProved(input);");
            writer.Line($"{ForwardName(isGuarded: true)}(input, output);");
        }

        writer.Separate();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public static void ForwardBatch(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, int count)"))
        {
            writer.Line($"{Guard}.RequireProved(inputs, count);");
            writer.Line($"{ForwardBatchName(isGuarded: true)}(inputs, outputs, count);");
        }

        writer.Separate();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public static global::NetCompile.Runtime.RegionGuard Guard => {Guard};");
    }

    public static void Write(SourceWriter writer, ResolvedNetwork network, ResolvedSpecialization specialization)
    {
        WriteQuestions(writer, network);
        WriteGuard(writer, network, "Network.Region");
        WriteFacts(writer, network, specialization);
    }

    private static void WriteQuestions(SourceWriter writer, ResolvedNetwork network)
    {
        writer.Separate();
        writer.Line("/// <summary>Whether every value lies in its declared range, where the specialised network means something; false for NaN.</summary>");
        writer.Line(HeaderEmitter.GeneratedCode);
        writer.Line($"public static bool IsInRegion(in Input x) => {Guard}.Contains(x.AsSpan());");

        writer.Separate();
        writer.Line("/// <summary>Whether every value lies in its declared range, where the specialised network means something; false for NaN.</summary>");
        writer.Line($"/// <param name=\"input\">{Display.Count(network.Model.InputCount, "value")} in the network's order.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">Another number of values is given.</exception>");
        writer.Line(HeaderEmitter.GeneratedCode);
        writer.Line($"public static bool IsInRegion(global::System.ReadOnlySpan<float> input) => {Guard}.Contains(input);");
    }

    /// <summary>Writes the class that holds the guard of a region.</summary>
    public static void WriteGuard(SourceWriter writer, ResolvedNetwork network, string region)
    {
        writer.Separate();
        writer.Line("// In a class of its own, so that it is made at first use.");
        writer.Line(HeaderEmitter.GeneratedCode);
        using (writer.Block("private static class RegionGuard"))
        {
            writer.Line("internal static readonly global::NetCompile.Runtime.RegionGuard Value = new(");
            writer.Line($"    {region}, global::NetCompile.Runtime.VariableNames.Of({DeclaredPropertiesEmitter.Names(network.Declaration.Inputs.Select(i => (i.Name, i.Count)))}));");
        }
    }

    private static void WriteFacts(SourceWriter writer, ResolvedNetwork network, ResolvedSpecialization specialization)
    {
        SpecializationCounts counts = specialization.Counts;
        writer.Separate();
        writer.Line("/// <summary>What specialisation to the declared region made of the network.</summary>");
        writer.Line(HeaderEmitter.GeneratedCode);
        using (writer.Block("public static class Specialization"))
        {
            Constant("int", "Neurons", counts.Neurons, "Neurons of the original network.");
            Constant("int", "ConstantNeurons", counts.Constant, "Neurons that are constant on the region, and went.");
            Constant("int", "MergedNeurons", counts.Merged, "Neurons that are linear on the region, and went into the layers around them.");
            Constant("int", "UnusedNeurons", counts.Unused, "Neurons that nothing needs any more, and went.");
            Constant("int", "LinearNeurons", counts.KeptLinear, "Neurons that are linear on the region but stayed, because merging them would cost more than it saves.");
            Constant("long", "OriginalMultiplyAdds", counts.OriginalMultiplyAdds, "Multiply-adds of one forward pass of the original network.");
            Constant("long", "MultiplyAdds", counts.MultiplyAdds, "Multiply-adds of one forward pass of this network.");
            writer.Separate();
            writer.Line("/// <summary>For each output, the most by which the float32 forward passes of this network and of the original can differ on an input of the declared region: proved in the compiler.</summary>");
            writer.Line("/// <remarks>In real arithmetic the two are equal there; the bound is that of all rounding in both, merged weights included. Infinite where a value may overflow.</remarks>");
            writer.Line("public static global::System.Collections.Immutable.ImmutableArray<double> MaxDifference { get; } =");
            writer.Line($"    global::System.Collections.Immutable.ImmutableArray.Create(new double[] {{ {string.Join(", ", specialization.MaxDifference.Select(Literal.Double))} }});");
        }

        void Constant(string type, string name, long value, string meaning)
        {
            writer.Separate();
            writer.Line($"/// <summary>{meaning}</summary>");
            writer.Line($"public const {type} {name} = {value};");
        }
    }
}
