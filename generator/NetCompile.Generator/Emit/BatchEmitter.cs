using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the forward pass of a batch: chunks of 64 samples side by side, the few samples of a small last chunk one by one.</summary>
internal static class BatchEmitter
{
    /// <summary>Samples side by side: <c>BatchLayout.Lanes</c> of the run time.</summary>
    public const int Lanes = 64;

    private const string Kernels = "global::NetCompile.Kernels.";

    // A chunk costs the same however few samples it holds; the run time knows how many single passes that is worth.
    private const string FewestSamples = Kernels + "BatchLayout.FewestSamples";

    public static void Write(SourceWriter writer, NetworkModel model, ForwardPlan plan, ConstantTable constants, LayerComments comments, bool isGuarded)
    {
        int inputs = model.InputCount, outputs = model.OutputCount;
        int[] sizes = new[] { inputs, outputs }.Concat(plan.BufferSizes).Select(n => checked(n * Lanes)).ToArray();
        string[] names = new[] { "input", "output" }.Concat(plan.BufferSizes.Select((_, i) => $"buffer{i}")).ToArray();

        writer.Separate();
        SpecializationEmitter.WriteForwardSummary(writer, isGuarded);
        using (writer.Block($"{SpecializationEmitter.ForwardAccess(isGuarded)} static void {SpecializationEmitter.ForwardBatchName(isGuarded)}(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, int count)"))
        {
            writer.Line("global::System.ArgumentOutOfRangeException.ThrowIfNegative(count);");
            writer.Line($"global::NetCompile.Runtime.ValueSpan.RequireLength(inputs.Length, (long)count * {inputs}, nameof(inputs));");
            writer.Line($"global::NetCompile.Runtime.ValueSpan.RequireLength(outputs.Length, (long)count * {outputs}, nameof(outputs));");
            writer.Line("global::NetCompile.Runtime.ValueSpan.RequireSeparate(inputs, outputs, nameof(outputs));");
            writer.Line("int first = 0;");
            using (writer.Block($"if (count >= {FewestSamples})"))
            {
                writer.Line($"using {Kernels}BatchScratch scratch = {Kernels}BatchScratch.Rent({sizes.Aggregate(0, (sum, n) => checked(sum + RoundUp(n)))});");
                for (int i = 0; i < sizes.Length; i++)
                {
                    writer.Line($"global::System.Span<float> {names[i]} = scratch.Take({sizes[i]});");
                }

                writer.Separate();
                using (writer.Block($"while (count - first >= {FewestSamples})"))
                {
                    writer.Line($"int samples = global::System.Math.Min(count - first, {Lanes});");
                    writer.Line($"{Kernels}BatchLayout.ToLanes(inputs.Slice(first * {inputs}, samples * {inputs}), input, {inputs});");
                    ForwardEmitter.WriteSteps(writer, plan, constants, comments, lanes: true);
                    writer.Separate();
                    writer.Line($"{Kernels}BatchLayout.FromLanes(output, outputs.Slice(first * {outputs}, samples * {outputs}), {outputs});");
                    writer.Line("first += samples;");
                }
            }

            writer.Separate();
            writer.Line("// Too few samples are left to fill the lanes.");
            using (writer.Block("for (; first < count; first++)"))
            {
                writer.Line($"{SpecializationEmitter.ForwardName(isGuarded)}(inputs.Slice(first * {inputs}, {inputs}), outputs.Slice(first * {outputs}, {outputs}));");
            }
        }
    }

    /// <summary>What a buffer takes of the scratch memory: whole cache lines.</summary>
    public static int RoundUp(int floats) => checked(floats + 15) & ~15;
}
