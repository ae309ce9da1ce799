using NetCompile.Generator.Parsing;

namespace NetCompile.Generator.Emit;

/// <summary>Writes what people call on their class: the forward pass by name, by span and for a batch, and the bounds.</summary>
internal static class SurfaceEmitter
{
    private const string Span = "global::System.Span<float>";
    private const string ReadOnlySpan = "global::System.ReadOnlySpan<float>";
    private const string Method = "global::NetCompile.Propagation.BoundMethod";
    private const string Options = "global::NetCompile.Propagation.BoundOptions";
    private const string OutputBounds = "global::NetCompile.Propagation.OutputBounds";

    public static void Write(SourceWriter writer, ResolvedNetwork network)
    {
        int inputs = network.Model.InputCount, outputs = network.Model.OutputCount;
        bool isGuarded = network.Specialization is not null;

        writer.Separate();
        writer.Line("/// <summary>Runs the network on one input, in float32.</summary>");
        WriteOutside();
        writer.Line(HeaderEmitter.GeneratedCode);
        using (writer.Block("public static Output Forward(in Input x)"))
        {
            if (isGuarded)
            {
                writer.Line($"{SpecializationEmitter.Guard}.Require(x.AsSpan());");
            }

            writer.Line("Output y = default;");
            writer.Line(
                $"Network.{SpecializationEmitter.ForwardName(isGuarded)}(x.AsSpan(), global::System.Runtime.InteropServices.MemoryMarshal.Cast<Output, float>("
                + "global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref y, 1)));");
            writer.Line("return y;");
        }

        writer.Separate();
        writer.Line("/// <summary>Runs the network on one input, in float32, without allocating.</summary>");
        writer.Line($"/// <param name=\"input\">{Display.Count(inputs, "value")} in the network's order.</param>");
        writer.Line($"/// <param name=\"output\">Receives {Display.Count(outputs, "value")} in the network's order; must not overlap the input.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A span has the wrong length.</exception>");
        WriteOutside();
        writer.Line(HeaderEmitter.GeneratedCode);
        WriteGuarded($"public static void Forward({ReadOnlySpan} input, {Span} output)", "input", $"Network.{SpecializationEmitter.ForwardName(isGuarded)}(input, output);");

        writer.Separate();
        writer.Line("/// <summary>Runs the network on many inputs, in float32, without allocating after the first call on a thread.</summary>");
        writer.Line($"/// <param name=\"inputs\">{Display.Count(inputs, "value")} for each sample, sample after sample.</param>");
        writer.Line($"/// <param name=\"outputs\">Receives {Display.Count(outputs, "value")} for each sample; must not overlap the inputs.</param>");
        writer.Line("/// <param name=\"count\">The number of samples.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A span has the wrong length, or the spans overlap.</exception>");
        WriteOutside();
        writer.Line(HeaderEmitter.GeneratedCode);
        WriteGuarded($"public static void ForwardBatch({ReadOnlySpan} inputs, {Span} outputs, int count)", "inputs, count", $"Network.{SpecializationEmitter.ForwardBatchName(isGuarded)}(inputs, outputs, count);");

        if (!network.Region.IsEmpty)
        {
            writer.Separate();
            writer.Line("/// <summary>Proved bounds of the outputs over the declared ranges of the inputs.</summary>");
            writer.Line("/// <param name=\"method\">How tight and how fast.</param>");
            WriteOptions(writer);
            writer.Line(HeaderEmitter.GeneratedCode);
            writer.Line($"public static {OutputBounds} Bounds({Method} method = {Method}.Crown, {Options}? options = null) => Bounds(Network.Region, method, options);");
        }

        writer.Separate();
        writer.Line("/// <summary>Proved bounds of the outputs over a box of inputs.</summary>");
        writer.Line($"/// <param name=\"region\">One interval per input, {inputs} in all, in the network's order.</param>");
        writer.Line("/// <param name=\"method\">How tight and how fast.</param>");
        WriteOptions(writer);
        WriteOutside();
        writer.Line(HeaderEmitter.GeneratedCode);
        string bounds =
            $"public static {OutputBounds} Bounds(global::System.Collections.Generic.IReadOnlyList<global::NetCompile.Properties.InputInterval> region, "
            + $"{Method} method = {Method}.Crown, {Options}? options = null)";
        string compute = $"{OutputBounds}.Compute(global::NetCompile.Runtime.NetworkRunner.Create<Network>(), region, method, options ?? {Options}.Default);";
        if (isGuarded)
        {
            WriteGuarded(bounds, "region", "return " + compute);
            SpecializationEmitter.Write(writer, network, network.Specialization!);
        }
        else
        {
            writer.Line(bounds + " =>");
            writer.Line("    " + compute);
        }

        void WriteOutside()
        {
            if (isGuarded)
            {
                writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">An input lies outside its declared range, to which the network is specialised, or is NaN.</exception>");
            }
        }

        void WriteGuarded(string signature, string guarded, string statement)
        {
            if (!isGuarded)
            {
                writer.Line($"{signature} => {statement}");
                return;
            }

            using (writer.Block(signature))
            {
                writer.Line($"{SpecializationEmitter.Guard}.Require({guarded});");
                writer.Line(statement);
            }
        }
    }

    private static void WriteOptions(SourceWriter writer)
    {
        writer.Line("/// <param name=\"options\">Arithmetic, ascent steps, phase decisions, cancellation; null for the defaults.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">The region has another number of inputs, or a phase decision names no neuron.</exception>");
    }
}
