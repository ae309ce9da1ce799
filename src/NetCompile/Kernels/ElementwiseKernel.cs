namespace NetCompile.Kernels;

/// <summary>The float32 operators that work element by element, for one sample and for 64 samples in lanes (<see cref="BatchLayout"/>).</summary>
/// <remarks>
/// Every result is rounded once (ReLU, clip, step and gather not at all) and a NaN in a value stays NaN. The destination may be the source itself
/// (except in a gather), but must not overlap it otherwise. Operators without constants are the same for one sample and for lanes.
/// </remarks>
public static unsafe class ElementwiseKernel
{
    /// <summary><c>y_i = max(0, x_i)</c>, for one sample or lanes.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Relu(ReadOnlySpan<float> source, Span<float> destination) => Pairwise<ReluOperation>(source, source, source, destination);

    /// <summary><c>y_i = max(ε x_i, x_i)</c>, for one sample or lanes.</summary>
    /// <param name="source"><c>x</c>.</param>
    /// <param name="slope"><c>ε</c>, from 0 to 1.</param>
    /// <param name="destination"><c>y</c>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void LeakyRelu(ReadOnlySpan<float> source, float slope, Span<float> destination)
    {
        CheckLength(source.Length, destination.Length, nameof(destination));
        fixed (float* x = source, y = destination)
        {
            ElementwiseLoops.Grouped<LeakyReluOperation>(x, &slope, &slope, y, 1, source.Length);
        }
    }

    /// <summary><c>y_i = h</c> where <c>x_i &gt; 0</c>, <c>l</c> where <c>x_i &lt; 0</c>, <c>z</c> where <c>x_i = 0</c>, for one sample or lanes.</summary>
    /// <param name="source"><c>x</c>.</param>
    /// <param name="low"><c>l</c>.</param>
    /// <param name="atZero"><c>z</c>.</param>
    /// <param name="high"><c>h</c>.</param>
    /// <param name="destination"><c>y</c>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Step(ReadOnlySpan<float> source, float low, float atZero, float high, Span<float> destination)
    {
        CheckLength(source.Length, destination.Length, nameof(destination));
        for (int i = 0; i < source.Length; i++)
        {
            // A NaN is none of the three, and passes through.
            float x = source[i];
            destination[i] = x > 0 ? high : x < 0 ? low : x == 0 ? atZero : x;
        }
    }

    /// <summary><c>y_i = u_i + v_i</c>, for one sample or lanes.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination) =>
        Pairwise<AddOperation>(left, right, right, destination);

    /// <summary><c>y_i = u_i − v_i</c>, for one sample or lanes.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Subtract(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination) =>
        Pairwise<SubtractOperation>(left, right, right, destination);

    /// <summary><c>y_i = x_i · s_i</c>.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Scale(ReadOnlySpan<float> source, ReadOnlySpan<float> factor, Span<float> destination) =>
        Pairwise<ScaleOperation>(source, factor, factor, destination);

    /// <summary><c>y_i = x_i / s_i</c>.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Divide(ReadOnlySpan<float> source, ReadOnlySpan<float> divisor, Span<float> destination) =>
        Pairwise<DivideOperation>(source, divisor, divisor, destination);

    /// <summary><c>y_i = x_i + t_i</c>.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Shift(ReadOnlySpan<float> source, ReadOnlySpan<float> offset, Span<float> destination) =>
        Pairwise<AddOperation>(source, offset, offset, destination);

    /// <summary><c>y_i = min(max(x_i, p_i), q_i)</c>.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Clip(ReadOnlySpan<float> source, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, Span<float> destination) =>
        Pairwise<ClipOperation>(source, lower, upper, destination);

    /// <summary><c>y_i = x_(j_i)</c>. Where <c>j_i</c> is −1, <c>y_i</c> is left alone: one call for each source makes a gather of several.</summary>
    /// <param name="source"><c>x</c>.</param>
    /// <param name="indices"><c>j</c>: an element of the source for each element of the destination, or −1.</param>
    /// <param name="destination"><c>y</c>; must not overlap the source.</param>
    /// <exception cref="ArgumentException">The lengths of indices and destination differ.</exception>
    /// <exception cref="IndexOutOfRangeException">An index is neither −1 nor an element of the source.</exception>
    public static void Gather(ReadOnlySpan<float> source, ReadOnlySpan<int> indices, Span<float> destination)
    {
        CheckLength(destination.Length, indices.Length, nameof(indices));
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] != -1)
            {
                destination[i] = source[indices[i]];
            }
        }
    }

    /// <summary><see cref="Scale"/> of 64 samples in lanes.</summary>
    /// <exception cref="ArgumentException">The lengths disagree.</exception>
    public static void ScaleLanes(ReadOnlySpan<float> source, ReadOnlySpan<float> factor, Span<float> destination) =>
        Lanes<ScaleOperation>(source, factor, factor, destination);

    /// <summary><see cref="Divide"/> of 64 samples in lanes.</summary>
    /// <exception cref="ArgumentException">The lengths disagree.</exception>
    public static void DivideLanes(ReadOnlySpan<float> source, ReadOnlySpan<float> divisor, Span<float> destination) =>
        Lanes<DivideOperation>(source, divisor, divisor, destination);

    /// <summary><see cref="Shift"/> of 64 samples in lanes.</summary>
    /// <exception cref="ArgumentException">The lengths disagree.</exception>
    public static void ShiftLanes(ReadOnlySpan<float> source, ReadOnlySpan<float> offset, Span<float> destination) =>
        Lanes<AddOperation>(source, offset, offset, destination);

    /// <summary><see cref="Clip"/> of 64 samples in lanes.</summary>
    /// <exception cref="ArgumentException">The lengths disagree.</exception>
    public static void ClipLanes(ReadOnlySpan<float> source, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, Span<float> destination) =>
        Lanes<ClipOperation>(source, lower, upper, destination);

    /// <summary><see cref="Gather"/> of 64 samples in lanes; the indices are those of one sample.</summary>
    /// <exception cref="ArgumentException">The lengths disagree, or an index is neither −1 nor an element of the source.</exception>
    public static void GatherLanes(ReadOnlySpan<float> source, ReadOnlySpan<int> indices, Span<float> destination)
    {
        CheckLanes(destination.Length, indices.Length, nameof(destination));
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] != -1)
            {
                // Checked here: times 64, a large wrong index could wrap around to a valid one.
                if ((uint)indices[i] >= (uint)(source.Length / BatchLayout.Lanes))
                {
                    Throw($"Index {indices[i]} of element {i} is not in the source, which has {source.Length / BatchLayout.Lanes} elements.");
                }

                source.Slice(indices[i] * BatchLayout.Lanes, BatchLayout.Lanes).CopyTo(destination[(i * BatchLayout.Lanes)..]);
            }
        }
    }

    private static void Pairwise<TOperation>(ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TOperation : struct, IElementwiseOperation
    {
        CheckLength(x.Length, a.Length, "the second operand");
        CheckLength(x.Length, b.Length, "the third operand");
        CheckLength(x.Length, y.Length, "the destination");
        fixed (float* px = x, pa = a, pb = b, py = y)
        {
            ElementwiseLoops.Pairwise<TOperation>(px, pa, pb, py, x.Length);
        }
    }

    private static void Lanes<TOperation>(ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TOperation : struct, IElementwiseOperation
    {
        CheckLanes(x.Length, a.Length, "the source");
        CheckLength(a.Length, b.Length, "the second constant");
        CheckLength(x.Length, y.Length, "the destination");
        fixed (float* px = x, pa = a, pb = b, py = y)
        {
            ElementwiseLoops.Grouped<TOperation>(px, pa, pb, py, a.Length, BatchLayout.Lanes);
        }
    }

    private static void CheckLength(int expected, int actual, string what)
    {
        if (expected != actual)
        {
            Throw($"The length of {what} is {actual}; it must be {expected}.");
        }
    }

    private static void CheckLanes(int lanes, int width, string what)
    {
        if (lanes != (long)width * BatchLayout.Lanes)
        {
            Throw($"The length of {what} is {lanes}; {width} elements of {BatchLayout.Lanes} samples need {(long)width * BatchLayout.Lanes}.");
        }
    }

    private static void Throw(string message) => throw new ArgumentException(message);
}
