using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx.Operators;

/// <summary>BatchNormalization after training: y = γ (x − μ) / √(σ² + ε) + β for each channel, dimension 1.</summary>
internal static class BatchNormalization
{
    /// <summary>Becomes a scale s = γ / √(σ² + ε) and a shift β − μ s, both computed in float32 as ONNX Runtime does when it folds the constants.</summary>
    public static OnnxValue Read(OnnxNodeContext context)
    {
        bool isTraining = context.Opset < 7 ? context.Integer("is_test", 0) == 0 : context.Integer("training_mode", 0) != 0;
        if (isTraining)
        {
            throw context.Unsupported("it is in training mode; export the model for inference");
        }

        if (context.Opset < 9 && context.Integer("spatial", 1) == 0)
        {
            throw context.Unsupported("statistics for each element (spatial = 0) are not supported");
        }

        OnnxValue value = context.Input(0);
        if (value.Shape.Rank < 2)
        {
            throw context.Mismatch($"the value has shape {value.Shape}; dimension 1 must be the channels");
        }

        if (value is not Variable x)
        {
            throw context.Unsupported("a constant input is not supported");
        }

        int channels = value.Shape.Dimensions[1];
        ImmutableArray<float> scale = Parameter(context, 1, channels), bias = Parameter(context, 2, channels), mean = Parameter(context, 3, channels), variance = Parameter(context, 4, channels);
        float epsilon = context.Float("epsilon", 1e-5f);
        float[] factors = new float[channels], offsets = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            float spread = (float)Math.Sqrt((float)(variance[c] + epsilon));
            factors[c] = (float)((float)(1 / spread) * scale[c]);
            offsets[c] = (float)(bias[c] - (float)(mean[c] * factors[c]));
        }

        context.Note("BatchNormalization was folded into a scale and a shift that are computed in float32, as runtimes do.");
        TensorShape perChannel = TensorShape.Of([channels, .. Enumerable.Repeat(1, value.Shape.Rank - 2)]);
        Variable scaled = (Variable)Arithmetic.Scale(context, x, new FloatConstant(perChannel, ImmutableArray.Create(factors)), x.Shape);
        return Arithmetic.Shift(context, scaled, new FloatConstant(perChannel, ImmutableArray.Create(offsets)), x.Shape);
    }

    private static ImmutableArray<float> Parameter(OnnxNodeContext context, int index, int channels) => context.Input(index) switch
    {
        FloatConstant c when c.Shape.Count == channels => c.Values,
        Variable => throw context.Unsupported($"input {index} depends on the network's input; only constants are supported"),
        OnnxValue other => throw context.Mismatch($"input {index} has shape {other.Shape}; {channels} floats are needed, one for each channel"),
    };
}
