using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetCompile.Kernels;
using NetCompile.Kernels.Simd;

namespace NetCompile.Tests.Kernels;

/// <summary>Runs a kernel at a vector width of the test's choice, whatever width this machine would choose.</summary>
internal static unsafe class VectorWidth
{
    public static void Require(int bits)
    {
        Skip.If(bits == 512 && !Avx512F.IsSupported, "this machine has no AVX-512");
        Skip.If(bits == 256 && !(Avx2.IsSupported && Fma.IsSupported), "this machine has no AVX2 with fused multiply-add");
    }

    public static void Forward<TActivation>(int bits, TActivation activation, DenseWeights weights, float[] input, float[] output)
        where TActivation : struct, IActivation
    {
        fixed (float* x = input, y = output)
        {
            switch (bits)
            {
                case 512:
                    DenseColumns<TActivation, Single512, Vector512<float>>.Run(weights.Inputs, 0, weights.Outputs, activation, weights, x, y);
                    break;
                case 256:
                    DenseColumns<TActivation, Single256, Vector256<float>>.Run(weights.Inputs, 0, weights.Outputs, activation, weights, x, y);
                    break;
                default:
                    DenseColumns<TActivation, Single128, Vector128<float>>.Run(weights.Inputs, 0, weights.Outputs, activation, weights, x, y);
                    break;
            }
        }
    }

    public static void ForwardLanes<TActivation>(int bits, TActivation activation, DenseWeights weights, float[] input, float[] output)
        where TActivation : struct, IActivation
    {
        fixed (float* x = input, y = output)
        {
            switch (bits)
            {
                case 512:
                    DenseLanes<TActivation, Single512, Vector512<float>>.Run(activation, weights, x, y);
                    break;
                case 256:
                    DenseLanes<TActivation, Single256, Vector256<float>>.Run(activation, weights, x, y);
                    break;
                default:
                    DenseLanes<TActivation, Single128, Vector128<float>>.Run(activation, weights, x, y);
                    break;
            }
        }
    }

    public static void Pairwise<TOperation>(int bits, float[] x, float[] a, float[] b, float[] y, int count) where TOperation : struct, IElementwiseOperation
    {
        fixed (float* px = x, pa = a, pb = b, py = y)
        {
            switch (bits)
            {
                case 512:
                    ElementwiseLoops.Pairwise<TOperation, Single512, Vector512<float>>(px, pa, pb, py, count);
                    break;
                case 256:
                    ElementwiseLoops.Pairwise<TOperation, Single256, Vector256<float>>(px, pa, pb, py, count);
                    break;
                default:
                    ElementwiseLoops.Pairwise<TOperation, Single128, Vector128<float>>(px, pa, pb, py, count);
                    break;
            }
        }
    }

    public static void Grouped<TOperation>(int bits, float[] x, float[] a, float[] b, float[] y, int groups, int group) where TOperation : struct, IElementwiseOperation
    {
        fixed (float* px = x, pa = a, pb = b, py = y)
        {
            switch (bits)
            {
                case 512:
                    ElementwiseLoops.Grouped<TOperation, Single512, Vector512<float>>(px, pa, pb, py, groups, group);
                    break;
                case 256:
                    ElementwiseLoops.Grouped<TOperation, Single256, Vector256<float>>(px, pa, pb, py, groups, group);
                    break;
                default:
                    ElementwiseLoops.Grouped<TOperation, Single128, Vector128<float>>(px, pa, pb, py, groups, group);
                    break;
            }
        }
    }
}
