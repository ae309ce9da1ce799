using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NetCompile.Kernels;

/// <summary>Transposition of a float matrix with strides: what brings samples into lanes and back.</summary>
internal static unsafe class Transpose
{
    /// <summary>Columns handled together: a cache line of every source row is used up before the next is touched.</summary>
    private const int Strip = 16;

    /// <summary><c>target[c, r] = source[r, c]</c>.</summary>
    /// <param name="source"><c>[rows, columns]</c>.</param>
    /// <param name="sourceStride">Floats from one source row to the next.</param>
    /// <param name="target"><c>[columns, rows]</c>.</param>
    /// <param name="targetStride">Floats from one target row to the next.</param>
    /// <param name="rows">Source rows.</param>
    /// <param name="columns">Source columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* source, int sourceStride, float* target, int targetStride, int rows, int columns)
    {
        bool hasVectors = Sse.IsSupported || AdvSimd.Arm64.IsSupported;
        int wholeRows = hasVectors ? rows & ~3 : 0, wholeColumns = hasVectors ? columns & ~3 : 0;
        for (int strip = 0; strip < wholeColumns; strip += Strip)
        {
            int end = Math.Min(strip + Strip, wholeColumns);
            for (int r = 0; r < wholeRows; r += 4)
            {
                for (int c = strip; c < end; c += 4)
                {
                    Copy4(source + ((nint)r * sourceStride) + c, sourceStride, target + ((nint)c * targetStride) + r, targetStride);
                }
            }
        }

        CopyScalars(source, sourceStride, target, targetStride, 0, wholeRows, wholeColumns, columns);
        CopyScalars(source, sourceStride, target, targetStride, wholeRows, rows, 0, columns);
    }

    /// <summary>The same for rows and columns from–to, one by one.</summary>
    internal static void CopyScalars(
        float* source, int sourceStride, float* target, int targetStride, int fromRow, int toRow, int fromColumn, int toColumn)
    {
        for (int r = fromRow; r < toRow; r++)
        {
            for (int c = fromColumn; c < toColumn; c++)
            {
                target[((nint)c * targetStride) + r] = source[((nint)r * sourceStride) + c];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy4(float* source, nint sourceStride, float* target, nint targetStride)
    {
        Vector128<float> a = *(Vector128<float>*)source, b = *(Vector128<float>*)(source + sourceStride);
        Vector128<float> c = *(Vector128<float>*)(source + (2 * sourceStride)), d = *(Vector128<float>*)(source + (3 * sourceStride));

        // a0 c0 a1 c1 · b0 d0 b1 d1 · a2 c2 a3 c3 · b2 d2 b3 d3; interleaving these pairwise completes the transposition.
        Vector128<float> ac = Low(a, c), bd = Low(b, d), ac2 = High(a, c), bd2 = High(b, d);
        *(Vector128<float>*)target = Low(ac, bd);
        *(Vector128<float>*)(target + targetStride) = High(ac, bd);
        *(Vector128<float>*)(target + (2 * targetStride)) = Low(ac2, bd2);
        *(Vector128<float>*)(target + (3 * targetStride)) = High(ac2, bd2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
