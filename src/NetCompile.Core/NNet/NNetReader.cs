using System.Collections.Immutable;
using System.Text;
using NetCompile.Models;
using NetCompile.Passes;

namespace NetCompile.NNet;

/// <summary>Reads the <c>.nnet</c> text format of fully connected ReLU networks, with its normalisation as part of the network.</summary>
/// <remarks>
/// The network takes inputs and gives outputs in real units: clip x to [min, max], subtract the mean, divide by the range; the layers, with a ReLU between each two;
/// multiply by the output's range, add the output's mean. Numbers are rounded to float32. Memory is bounded by a multiple of the text's length.
/// </remarks>
public static class NNetReader
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a model from a file's bytes.</summary>
    /// <param name="bytes">The file's content, not compressed.</param>
    /// <param name="name">The file's name, for messages and for <see cref="NetworkModel.Name"/>.</param>
    /// <exception cref="ModelFormatException">The text does not follow the format; the message names the line.</exception>
    public static NetworkModel Read(ReadOnlyMemory<byte> bytes, string name)
    {
        try
        {
            return Read(s_strictUtf8.GetString(bytes.ToArray()), name);
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFormatException(ModelErrorKind.Malformed, "the file is no text: it holds bytes that are not UTF-8", name, inner: e);
        }
    }

    /// <summary>Reads a model from text.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="name">The file's name, for messages and for <see cref="NetworkModel.Name"/>.</param>
    /// <exception cref="ModelFormatException">The text does not follow the format; the message names the line.</exception>
    public static NetworkModel Read(string text, string name)
    {
        NNetLines lines = new(text, name);
        int layers = lines.NextCounts("the numbers of layers, inputs and outputs", minimum: 3, out int[] counts);
        int[] widths = ReadWidths(lines, layers, counts);
        int inputs = widths[0], outputs = widths[widths.Length - 1];

        // A flag that was once for symmetric networks and is unused.
        lines.Skip("the unused flag");
        float[] minima = lines.NextFloats("input minima", inputs), maxima = lines.NextFloats("input maxima", inputs);
        for (int i = 0; i < inputs; i++)
        {
            if (minima[i] > maxima[i])
            {
                throw lines.Error(ModelErrorKind.Malformed, $"the maximum of input {i} is {maxima[i]}, below its minimum {minima[i]}");
            }
        }

        float[] means = lines.NextFloats("means of the inputs and of the outputs", inputs + 1), ranges = lines.NextFloats("ranges of the inputs and of the outputs", inputs + 1);
        if (Array.IndexOf(ranges, 0f) is >= 0 and int zero && zero < inputs)
        {
            throw lines.Error(ModelErrorKind.Malformed, $"the range of input {zero} is 0, which nothing can be divided by");
        }

        NetworkModelBuilder builder = new(name, TensorShape.Of(inputs));
        int value = builder.AddClip(builder.Input, Tensor.Vector(minima), Tensor.Vector(maxima), "input clip");
        value = builder.AddShift(value, Tensor.Vector([.. means.Take(inputs).Select(m => -m)]), "input mean");
        value = builder.AddScale(value, Tensor.Vector([.. ranges.Take(inputs)]), isDivision: true, "input range");
        for (int layer = 1; layer <= layers; layer++)
        {
            value = ReadLayer(lines, builder, value, layer, widths[layer - 1], widths[layer]);
            if (layer < layers)
            {
                value = builder.AddRelu(value, $"relu {layer}");
            }
        }

        lines.RequireEnd();
        value = builder.AddScale(value, Tensor.Vector([.. Enumerable.Repeat(ranges[inputs], outputs)]), name: "output range");
        value = builder.AddShift(value, Tensor.Vector([.. Enumerable.Repeat(means[inputs], outputs)]), "output mean");
        ImmutableArray<InputRange> inputRanges = minima.Select((low, i) => new InputRange(low, maxima[i])).ToImmutableArray();
        return ModelSimplifier.Simplify(builder.Build(value, inputRanges, Source(widths)));
    }

    private static int[] ReadWidths(NNetLines lines, int layers, int[] counts)
    {
        if (layers < 1)
        {
            throw lines.Error(ModelErrorKind.Malformed, $"the network has {layers} layers; at least one is needed");
        }

        lines.NextCounts("layer widths", minimum: 1, out int[] widths);
        if (widths.Length != (long)layers + 1)
        {
            throw lines.Error(ModelErrorKind.ShapeMismatch, $"{widths.Length} layer widths are given for {layers} layers; {(long)layers + 1} are needed, the inputs first");
        }

        if (Array.IndexOf(widths, 0) is >= 0 and int empty)
        {
            throw lines.Error(ModelErrorKind.ShapeMismatch, $"width {empty} is 0");
        }

        if (widths[0] != counts[1] || widths[layers] != counts[2])
        {
            throw lines.Error(ModelErrorKind.ShapeMismatch, $"the widths begin with {widths[0]} and end with {widths[layers]} but {counts[1]} inputs and {counts[2]} outputs are stated");
        }

        return widths;
    }

    private static int ReadLayer(NNetLines lines, NetworkModelBuilder builder, int value, int layer, int inputs, int outputs)
    {
        // Checked before anything is allocated: each number takes at least a digit and a comma.
        if ((long)outputs * inputs > lines.RemainingCharacters)
        {
            throw lines.Error(ModelErrorKind.Malformed, $"layer {layer} needs {(long)outputs * inputs} weights but only {lines.RemainingCharacters} characters are left");
        }

        float[] weights = new float[outputs * inputs], bias = new float[outputs];
        for (int row = 0; row < outputs; row++)
        {
            lines.NextFloats($"weights in row {row} of layer {layer}", inputs).CopyTo(weights, row * inputs);
        }

        for (int row = 0; row < outputs; row++)
        {
            bias[row] = lines.NextFloats($"bias {row} of layer {layer}", 1)[0];
        }

        return builder.AddDense(value, Tensor.Matrix(outputs, inputs, weights), Tensor.Vector(bias), $"layer {layer}");
    }

    private static ModelSource Source(int[] widths)
    {
        ImmutableArray<SourceNode>.Builder nodes = ImmutableArray.CreateBuilder<SourceNode>();
        nodes.Add(new SourceNode("Normalize", "inputs", TensorShape.Of(widths[0])));
        for (int layer = 1; layer < widths.Length; layer++)
        {
            nodes.Add(new SourceNode("Dense", $"layer {layer}", TensorShape.Of(widths[layer])));
            nodes.Add(layer < widths.Length - 1
                ? new SourceNode("Relu", $"relu {layer}", TensorShape.Of(widths[layer]))
                : new SourceNode("Denormalize", "outputs", TensorShape.Of(widths[layer])));
        }

        return new ModelSource("NNet", "", "", nodes.ToImmutable())
        {
            Inputs = ImmutableArray.Create(new SourceValue("inputs", "float", TensorShape.Of(widths[0]))),
            Outputs = ImmutableArray.Create(new SourceValue("outputs", "float", TensorShape.Of(widths[widths.Length - 1]))),
        };
    }
}
