using System.Runtime.CompilerServices;
using NetCompile.Kernels.Simd;

namespace NetCompile.Kernels;

/// <summary>The dense layer for one sample: broadcast an input, stream a column of weights into accumulators that stay in registers.</summary>
/// <remarks>
/// Every weight is loaded once and used once, so the layer is bound by loads; about eight chains of multiply-adds hide their latency.
/// A tile of fewer than five vectors therefore takes several inputs a step, each into accumulators of its own.
/// The tiles are fully optimised on their first call: left to tiering, a loop reaches full speed only after about a hundred calls. Their vector
/// counts are type arguments, because a condition inside the loop makes the JIT spill accumulators (measured: five times slower).
/// </remarks>
/// <typeparam name="TActivation">Applied to every output.</typeparam>
/// <typeparam name="TLanes">The vector width.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal static unsafe class DenseColumns<TActivation, TLanes, TVector>
    where TActivation : struct, IActivation
    where TLanes : struct, ISingleLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>The outputs from <paramref name="from"/>, where a panel begins, up to <paramref name="to"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(int inputs, int from, int to, TActivation activation, DenseWeights weights, float* x, float* y)
    {
        for (int first = from; first < to; first += DenseWeights.PanelLanes)
        {
            int outputs = Math.Min(to - first, DenseWeights.PanelLanes);
            float* panel = weights.Panels + ((nint)first * inputs);
            Panel(activation, inputs, outputs, DenseWeights.PanelStride(outputs), panel, weights.Bias + first, x, y + first);
        }
    }

    /// <summary>One panel, eight vectors at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Panel(TActivation activation, int inputs, int outputs, int stride, float* panel, float* bias, float* x, float* y)
    {
        for (int lane = 0; lane < outputs; lane += 8 * TLanes.Count)
        {
            // Only vectors that hold an output. The last one may reach into the next column: its lanes past the outputs are never stored.
            int vectors = Math.Min((outputs - lane + TLanes.Count - 1) / TLanes.Count, 8);
            Tile tile = new(inputs, stride, outputs - lane - ((vectors - 1) * TLanes.Count), panel + lane, bias + lane, x, y + lane);
            switch (vectors)
            {
                case 1:
                    FourInputs<Accumulators1<TLanes, TVector>>(activation, in tile);
                    break;
                case 2:
                    FourInputs<Accumulators2<TLanes, TVector>>(activation, in tile);
                    break;
                case 3:
                    TwoInputs<Accumulators3<TLanes, TVector>>(activation, in tile);
                    break;
                case 4:
                    TwoInputs<Accumulators4<TLanes, TVector>>(activation, in tile);
                    break;
                case 5:
                    OneInput<Accumulators4<TLanes, TVector>, Accumulators1<TLanes, TVector>>(activation, in tile);
                    break;
                case 6:
                    OneInput<Accumulators4<TLanes, TVector>, Accumulators2<TLanes, TVector>>(activation, in tile);
                    break;
                case 7:
                    OneInput<Accumulators4<TLanes, TVector>, Accumulators3<TLanes, TVector>>(activation, in tile);
                    break;
                default:
                    OneInput<Accumulators4<TLanes, TVector>, Accumulators4<TLanes, TVector>>(activation, in tile);
                    break;
            }
        }
    }

    /// <summary>Five to eight vectors: <typeparamref name="TLow"/> followed by <typeparamref name="THigh"/>; one input a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneInput<TLow, THigh>(TActivation activation, in Tile tile)
        where TLow : struct, IAccumulators<TLow, TLanes, TVector>
        where THigh : struct, IAccumulators<THigh, TLanes, TVector>
    {
        int high = TLow.Vectors * TLanes.Count;
        TLow a = TLow.Load(tile.Bias);
        THigh b = THigh.Load(tile.Bias + high);
        float* x = tile.X, end = x + tile.Inputs, w = tile.Weights;
        nint stride = tile.Stride;
        for (; x < end; x++, w += stride)
        {
            TVector v = TLanes.Broadcast(*x);
            a.MultiplyAdd(v, w);
            b.MultiplyAdd(v, w + high);
        }

        a.Store(activation, tile.Y, TLanes.Count);
        b.Store(activation, tile.Y + high, tile.LastLanes);
    }

    /// <summary>Three or four vectors; two inputs a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoInputs<TAccumulators>(TActivation activation, in Tile tile) where TAccumulators : struct, IAccumulators<TAccumulators, TLanes, TVector>
    {
        TAccumulators a = TAccumulators.Load(tile.Bias), b = default;
        float* x = tile.X, end = x + tile.Inputs, w = tile.Weights;
        nint stride = tile.Stride;
        for (float* pairs = x + (tile.Inputs & ~1); x < pairs; x += 2, w += 2 * stride)
        {
            a.MultiplyAdd(TLanes.Broadcast(x[0]), w);
            b.MultiplyAdd(TLanes.Broadcast(x[1]), w + stride);
        }

        if (x < end)
        {
            a.MultiplyAdd(TLanes.Broadcast(*x), w);
        }

        a.Add(b);
        a.Store(activation, tile.Y, tile.LastLanes);
    }

    /// <summary>One or two vectors; four inputs a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourInputs<TAccumulators>(TActivation activation, in Tile tile) where TAccumulators : struct, IAccumulators<TAccumulators, TLanes, TVector>
    {
        TAccumulators a = TAccumulators.Load(tile.Bias), b = default, c = default, d = default;
        float* x = tile.X, end = x + tile.Inputs, w = tile.Weights;
        nint stride = tile.Stride;
        for (float* fours = x + (tile.Inputs & ~3); x < fours; x += 4, w += 4 * stride)
        {
            float* half = w + (2 * stride);
            a.MultiplyAdd(TLanes.Broadcast(x[0]), w);
            b.MultiplyAdd(TLanes.Broadcast(x[1]), w + stride);
            c.MultiplyAdd(TLanes.Broadcast(x[2]), half);
            d.MultiplyAdd(TLanes.Broadcast(x[3]), half + stride);
        }

        for (; x < end; x++, w += stride)
        {
            a.MultiplyAdd(TLanes.Broadcast(*x), w);
        }

        a.Add(b);
        c.Add(d);
        a.Add(c);
        a.Store(activation, tile.Y, tile.LastLanes);
    }

    /// <summary>What a tile works on.</summary>
    /// <param name="inputs">Columns.</param>
    /// <param name="stride">Floats from one column to the next.</param>
    /// <param name="lastLanes">Outputs in the last vector.</param>
    /// <param name="weights">The tile's part of the first column.</param>
    /// <param name="bias">The tile's part of the bias.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The outputs.</param>
    private readonly struct Tile(int inputs, int stride, int lastLanes, float* weights, float* bias, float* x, float* y)
    {
        public readonly int Inputs = inputs;
        public readonly int Stride = stride;
        public readonly int LastLanes = lastLanes;
        public readonly float* Weights = weights;
        public readonly float* Bias = bias;
        public readonly float* X = x;
        public readonly float* Y = y;
    }
}
