using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetCompile.Kernels.Simd;

namespace NetCompile.Propagation;

/// <summary>Row by row steps of backward substitution.</summary>
internal static unsafe class RowKernel
{
    /// <summary>For each row: <c>constant += A · b</c> (left out where <paramref name="b"/> is null) and <c>error += |A| · e</c>.</summary>
    public static void AddDots(double* a, int stride, int rows, double* b, double* e, double* constant, double* error)
    {
        if (Avx512F.IsSupported)
        {
            AddDots<Lanes512, Vector512<double>>(a, stride, rows, b, e, constant, error);
        }
        else
        {
            AddDots<Lanes256, Vector256<double>>(a, stride, rows, b, e, constant, error);
        }
    }

    /// <summary>
    /// Through an activation: <c>c = max(A, 0) ∘ lowerSlope + min(A, 0) ∘ upperSlope</c>, with the intercepts added to the constant, their magnitudes to
    /// <paramref name="magnitude"/> and <c>|A| · e</c> to the error.
    /// </summary>
    /// <remarks>Slopes and upper intercepts stand <paramref name="relaxationStride"/> doubles apart from row to row: 0 where all rows share them.</remarks>
    public static void Relax(
        double* a, int stride, int rows, double* lowerSlope, double* upperSlope, double* lowerIntercept, double* upperIntercept, int relaxationStride, double* e,
        double* c, bool accumulate, double* constant, double* error, double* magnitude)
    {
        if (Avx512F.IsSupported)
        {
            Relax<Lanes512, Vector512<double>>(a, stride, rows, lowerSlope, upperSlope, lowerIntercept, upperIntercept, relaxationStride, e, c, accumulate, constant, error, magnitude);
        }
        else
        {
            Relax<Lanes256, Vector256<double>>(a, stride, rows, lowerSlope, upperSlope, lowerIntercept, upperIntercept, relaxationStride, e, c, accumulate, constant, error, magnitude);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddDots<TLanes, TVector>(double* a, int stride, int rows, double* b, double* e, double* constant, double* error)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        for (int r = 0; r < rows; r++, a += stride)
        {
            TVector sum = TLanes.Zero, err = TLanes.Zero;
            for (int k = 0; k < stride; k += TLanes.Count)
            {
                TVector v = TLanes.Load(a + k);
                if (b != null)
                {
                    sum = TLanes.MultiplyAdd(v, TLanes.Load(b + k), sum);
                }

                err = TLanes.MultiplyAdd(TLanes.Abs(v), TLanes.Load(e + k), err);
            }

            constant[r] += TLanes.Sum(sum);
            error[r] += TLanes.Sum(err);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Relax<TLanes, TVector>(
        double* a, int stride, int rows, double* lowerSlope, double* upperSlope, double* lowerIntercept, double* upperIntercept, int relaxationStride, double* e,
        double* c, bool accumulate, double* constant, double* error, double* magnitude)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        for (int r = 0; r < rows; r++, a += stride, c += stride, lowerSlope += relaxationStride, upperSlope += relaxationStride, upperIntercept += relaxationStride)
        {
            TVector sum = TLanes.Zero, mag = TLanes.Zero, err = TLanes.Zero;
            for (int k = 0; k < stride; k += TLanes.Count)
            {
                TVector v = TLanes.Load(a + k);
                TVector positive = TLanes.Max(v, TLanes.Zero), negative = TLanes.Min(v, TLanes.Zero);
                TVector result = TLanes.MultiplyAdd(positive, TLanes.Load(lowerSlope + k), TLanes.Multiply(negative, TLanes.Load(upperSlope + k)));
                TVector constantPart = TLanes.Multiply(negative, TLanes.Load(upperIntercept + k));
                mag = TLanes.Add(mag, TLanes.Abs(constantPart));
                sum = TLanes.Add(sum, constantPart);
                if (lowerIntercept != null)
                {
                    constantPart = TLanes.Multiply(positive, TLanes.Load(lowerIntercept + k));
                    mag = TLanes.Add(mag, TLanes.Abs(constantPart));
                    sum = TLanes.Add(sum, constantPart);
                }

                err = TLanes.MultiplyAdd(TLanes.Abs(v), TLanes.Load(e + k), err);
                TLanes.Store(c + k, accumulate ? TLanes.Add(TLanes.Load(c + k), result) : result);
            }

            constant[r] += TLanes.Sum(sum);
            magnitude[r] += TLanes.Sum(mag);
            error[r] += TLanes.Sum(err);
        }
    }
}
