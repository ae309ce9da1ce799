using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx.Operators;

/// <summary>MaxPool over any number of dimensions after the batch and the channels: every element of the result is the maximum of a window. Padding never wins: it is in no window.</summary>
internal static class Pooling
{
    /// <summary>A size, stride, dilation or padding that a file may ask for: far beyond any image, and small enough that no product overflows.</summary>
    private const long MaxSize = 1 << 20;

    /// <summary>MaxPool.</summary>
    public static OnnxValue MaxPool(OnnxNodeContext context)
    {
        OnnxValue value = context.Input(0);
        int dimensions = value.Shape.Rank - 2;
        if (dimensions < 1)
        {
            throw context.Mismatch($"a value of shape {value.Shape} has nothing to pool; dimensions after the batch and the channels are needed");
        }

        // The order of the indices, which are the second output, is the only thing that this attribute is about.
        context.Integer("storage_order", 0);
        ImmutableArray<long> kernel = context.Integers("kernel_shape") ?? throw context.Malformed("no kernel shape is given");
        ImmutableArray<long> strides = context.Integers("strides") ?? Repeat(1, dimensions), dilations = context.Integers("dilations") ?? Repeat(1, dimensions);
        Require(context, "kernel_shape", kernel, dimensions, 1);
        Require(context, "strides", strides, dimensions, 1);
        Require(context, "dilations", dilations, dimensions, 1);
        ImmutableArray<long>? pads = context.Integers("pads");
        Require(context, "pads", pads ?? Repeat(0, 2 * dimensions), 2 * dimensions, 0);
        string autoPad = context.Text("auto_pad", "NOTSET");
        bool roundsUp = context.Integer("ceil_mode", 0) != 0;
        Axis[] axes = new Axis[dimensions];
        for (int d = 0; d < dimensions; d++)
        {
            Window window = new(value.Shape.Dimensions[d + 2], kernel[d], strides[d], dilations[d]);
            axes[d] = autoPad switch
            {
                "NOTSET" or "" => window.Padded(context, pads?[d] ?? 0, pads?[d + dimensions] ?? 0, roundsUp),
                _ when pads is { } given && given.Any(p => p != 0) => throw context.Malformed($"padding is given both as [{string.Join(", ", given)}] and as {autoPad}"),
                "VALID" => window.Padded(context, 0, 0, roundsUp: false),
                "SAME_UPPER" => window.Same(extraFirst: false),
                "SAME_LOWER" => window.Same(extraFirst: true),
                _ => throw context.Malformed($"auto_pad is '{autoPad}'; it must be NOTSET, SAME_UPPER, SAME_LOWER or VALID"),
            };
        }

        return Pool(context, value, axes);
    }

    private static OnnxValue Pool(OnnxNodeContext context, OnnxValue value, Axis[] axes)
    {
        long batch = value.Shape.Dimensions[0], channels = value.Shape.Dimensions[1];
        TensorShape shape = OnnxShapes.Create([batch, channels, .. axes.Select(a => a.Outputs)], "the pooled value");
        if (shape.Count == 0)
        {
            throw context.Mismatch($"a value of shape {value.Shape} holds no element to take the maximum of");
        }

        context.Charge(shape.Count);
        (int First, int Count)[][] windows = [.. axes.Select(a => a.Windows(context))];
        // At most as many as the value's elements times the result's, 2⁵⁶.
        context.Charge(windows.Aggregate(batch * channels, (product, w) => product * w.Sum(o => (long)o.Count)));

        int[] steps = OnnxShapes.Strides(value.Shape);
        ImmutableArray<ImmutableArray<int>>.Builder groups = ImmutableArray.CreateBuilder<ImmutableArray<int>>(shape.Count);
        int[] output = new int[shape.Rank];
        for (int i = 0; i < shape.Count; i++)
        {
            // The window's elements, dimension by dimension, in the order of the elements.
            int[] elements = [(output[0] * steps[0]) + (output[1] * steps[1])];
            for (int d = 0; d < axes.Length; d++)
            {
                (int first, int count) = windows[d][output[d + 2]];
                int dilation = (int)axes[d].Window.Dilation, step = steps[d + 2];
                elements = [.. elements.SelectMany(e => Enumerable.Range(0, count).Select(t => e + ((first + (t * dilation)) * step)))];
            }

            groups.Add(ImmutableArray.Create(elements));
            for (int d = shape.Rank - 1; d >= 0 && ++output[d] == shape.Dimensions[d]; d--)
            {
                output[d] = 0;
            }
        }

        return Maxima.OfGroups(context, value, groups.MoveToImmutable(), shape);
    }

    private static void Require(OnnxNodeContext context, string name, ImmutableArray<long> values, int count, long least)
    {
        if (values.Length != count)
        {
            throw context.Mismatch($"{name} has {values.Length} numbers; {count} are needed");
        }

        foreach (long value in values)
        {
            if (value < least)
            {
                throw context.Malformed($"{name} holds {value}; at least {least} is needed");
            }

            if (value > MaxSize)
            {
                throw context.Unsupported($"{name} holds {value}; at most {MaxSize} is supported");
            }
        }
    }

    private static ImmutableArray<long> Repeat(long value, int count) => Enumerable.Repeat(value, count).ToImmutableArray();

    /// <summary>A window along one dimension.</summary>
    private readonly record struct Window(long Size, long Kernel, long Stride, long Dilation)
    {
        /// <summary>From the first element of the window to its last.</summary>
        public long Extent => ((Kernel - 1) * Dilation) + 1;

        /// <summary>With padding as given; where the last step does not fit, a last window may reach beyond the padding, unless it would start there.</summary>
        public Axis Padded(OnnxNodeContext context, long before, long after, bool roundsUp)
        {
            long room = Size + before + after - Extent;
            if (room < 0)
            {
                throw context.Mismatch($"a window of {Kernel} with dilation {Dilation} spans {Extent} elements; the dimension has {Size}, and {before + after} of padding");
            }

            long outputs = ((roundsUp ? room + Stride - 1 : room) / Stride) + 1;
            return new Axis(this, (outputs - 1) * Stride >= Size + before ? outputs - 1 : outputs, before);
        }

        /// <summary>With as much padding as makes one window start at every <see cref="Stride"/>th element.</summary>
        public Axis Same(bool extraFirst)
        {
            long outputs = (Size + Stride - 1) / Stride, padding = Math.Max(0, ((outputs - 1) * Stride) + Extent - Size);
            return new Axis(this, outputs, extraFirst ? padding - (padding / 2) : padding / 2);
        }
    }

    /// <summary>The windows along one dimension.</summary>
    private readonly record struct Axis(Window Window, long Outputs, long Before)
    {
        /// <summary>For each element of the result, the first element that the window covers, and how many: those in the padding are left out.</summary>
        public (int First, int Count)[] Windows(OnnxNodeContext context)
        {
            (int, int)[] windows = new (int, int)[Outputs];
            for (int o = 0; o < windows.Length; o++)
            {
                long start = (o * Window.Stride) - Before;
                long skipped = start >= 0 ? 0 : (-start + Window.Dilation - 1) / Window.Dilation;
                long first = start + (skipped * Window.Dilation);
                long count = first >= Window.Size ? 0 : Math.Min(Window.Kernel - skipped, ((Window.Size - 1 - first) / Window.Dilation) + 1);
                windows[o] = count > 0 ? ((int)first, (int)count) : throw context.Mismatch($"window {o} of a dimension of {Window.Size} elements covers padding only");
            }

            return windows;
        }
    }
}
