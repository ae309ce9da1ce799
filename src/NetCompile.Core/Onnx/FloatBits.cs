using System.Runtime.InteropServices;

namespace NetCompile.Onnx;

/// <summary>Reinterprets bits as floating-point numbers; netstandard2.0 lacks these conversions.</summary>
internal static class FloatBits
{
    /// <summary>The float with the given bits.</summary>
    public static float ToFloat(int bits) => new Union { Bits = bits }.Value;

    /// <summary>The exact value of an IEEE 754 half-precision number.</summary>
    public static float HalfToFloat(ushort half)
    {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0x1F)
        {
            return ToFloat(sign | 0x7F80_0000 | (fraction << 13));
        }

        if (exponent == 0)
        {
            // Zero or subnormal: fraction · 2⁻²⁴, exact in float32.
            float magnitude = fraction * (1f / (1 << 24));
            return sign == 0 ? magnitude : -magnitude;
        }

        return ToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Union
    {
        [FieldOffset(0)]
        public int Bits;

        [FieldOffset(0)]
        public float Value;
    }
}
