using NetCompile.Onnx.Operators;

namespace NetCompile.Onnx;

/// <summary>Reads one node: its inputs are in the context, its outputs are the result, in the node's order.</summary>
internal delegate OnnxValue[] OnnxOperatorReader(OnnxNodeContext context);

/// <summary>The operators that NetCompile reads. To add one: write its reader under Operators/, list it here, test it against hand-computed values.</summary>
internal static class OnnxOperators
{
    private static readonly Dictionary<string, OnnxOperatorReader> s_readers = new()
    {
        ["Add"] = Single(Arithmetic.Add),
        ["BatchNormalization"] = Single(BatchNormalization.Read),
        ["Cast"] = Single(Constants.Cast),
        ["Clip"] = Single(Activations.Clip),
        ["Concat"] = Single(Rearrangement.Concat),
        ["Constant"] = Single(Constants.Constant),
        ["ConstantOfShape"] = Single(Constants.ConstantOfShape),
        ["Div"] = Single(Arithmetic.Div),
        ["Dropout"] = Single(Reshaping.Dropout),
        ["Expand"] = Single(Rearrangement.Expand),
        ["Flatten"] = Single(Reshaping.Flatten),
        ["Gather"] = Single(Rearrangement.Gather),
        ["Gemm"] = Single(MatrixProduct.Gemm),
        ["GlobalMaxPool"] = Single(Maxima.GlobalMaxPool),
        ["HardSigmoid"] = Single(Activations.HardSigmoid),
        ["Identity"] = Single(context => context.Input(0)),
        ["LeakyRelu"] = Single(Activations.LeakyRelu),
        ["MatMul"] = Single(MatrixProduct.MatMul),
        ["Max"] = Single(Maxima.Max),
        ["MaxPool"] = Single(Pooling.MaxPool),
        ["Min"] = Single(Maxima.Min),
        ["Mul"] = Single(Arithmetic.Mul),
        ["Neg"] = Single(Arithmetic.Neg),
        ["PRelu"] = Single(Activations.PRelu),
        ["Pad"] = Single(Rearrangement.Pad),
        ["ReduceMax"] = Single(Maxima.ReduceMax),
        ["Relu"] = Single(Activations.Relu),
        ["Reshape"] = Single(Reshaping.Reshape),
        ["Shape"] = Single(Constants.Shape),
        ["Sign"] = Single(Activations.Sign),
        ["Slice"] = Single(Rearrangement.Slice),
        ["Split"] = Rearrangement.Split,
        ["Squeeze"] = Single(Reshaping.Squeeze),
        ["Sub"] = Single(Arithmetic.Sub),
        ["Sum"] = Single(Arithmetic.Sum),
        ["Transpose"] = Single(Rearrangement.Transpose),
        ["Unsqueeze"] = Single(Reshaping.Unsqueeze),
    };

    /// <summary>The names of all operators that are read.</summary>
    public static IEnumerable<string> Names => s_readers.Keys;

    /// <summary>The reader of an operator, or null where it is not supported.</summary>
    public static OnnxOperatorReader? Find(OnnxNode node) => node.Domain.Length == 0 && s_readers.TryGetValue(node.Operator, out OnnxOperatorReader? reader) ? reader : null;

    private static OnnxOperatorReader Single(Func<OnnxNodeContext, OnnxValue> read) => context => [read(context)];
}
