using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;
using NetCompile.VnnLib;

namespace NetCompile.Tests.Verification;

/// <summary>From the bytes of an ONNX file and the text of a VNN-LIB file to the verdict, everything between included.</summary>
internal static class EndToEnd
{
    /// <summary>Verifies, and checks that a counterexample, if there is one, replays: in the stated region, the same outputs, violating, all in exact arithmetic.</summary>
    public static VerificationResult Verify(OnnxBuilder onnx, string vnnLib, VerificationOptions options, IProgress<VerificationProgress>? progress = null)
    {
        NetworkModel model = ModelReader.Read(onnx.Build(), "test.onnx");
        VerificationProperty property = VnnLibReader.Read(vnnLib, "test.vnnlib", model.InputCount, model.OutputCount);
        NetworkRunner runner = NetworkRunner.Create(model);
        VerificationResult result = Verifier.Verify(runner, property, options, progress);
        Assert.Equal(result.Verdict == Verdict.Violated, result.Counterexample is not null);
        Assert.Equal(options.Arithmetic, result.Arithmetic);
        if (result.Counterexample is { } counterexample)
        {
            float[] output = new float[model.OutputCount];
            runner.Forward(counterexample.Input.AsSpan(), output);
            Assert.Equal(output, counterexample.Output);
            Assert.Contains(
                property.Cases[counterexample.CaseIndex].Unsafe, c => PropertyEvaluator.IsSatisfied(c, counterexample.Input.AsSpan(), counterexample.Output.AsSpan()));
            if (!counterexample.IsInputRounded)
            {
                Assert.True(PropertyEvaluator.IsInside(property.Cases[counterexample.CaseIndex].Region, counterexample.Input.AsSpan()), "the counterexample lies outside the region");
            }
        }

        return result;
    }

    /// <summary>Declarations of the variables, then the assertions.</summary>
    public static string Property(int inputs, int outputs, params string[] assertions) =>
        string.Concat(Enumerable.Range(0, inputs).Select(i => $"(declare-const X_{i} Real)\n"))
        + string.Concat(Enumerable.Range(0, outputs).Select(i => $"(declare-const Y_{i} Real)\n"))
        + string.Concat(assertions.Select(a => $"(assert {a})\n"));

    /// <summary>The assertion that input <paramref name="input"/> lies between two decimals.</summary>
    public static string Between(int input, string lower, string upper) => $"(and (>= X_{input} {lower}) (<= X_{input} {upper}))";

    /// <summary>A file with an input <c>x: [1, inputs]</c> and nothing else yet.</summary>
    public static OnnxBuilder Network(int inputs) => new OnnxBuilder().Input("x", 1, inputs);

    /// <summary><c>to = from · W</c>, <c>weights: [inputs, outputs]</c>, row-major; no bias.</summary>
    public static OnnxBuilder MatMul(this OnnxBuilder onnx, string from, string to, int inputs, int outputs, params float[] weights) =>
        onnx.Initializer($"{to}_w", [inputs, outputs], weights).Node("MatMul", [from, $"{to}_w"], to);

    /// <summary><c>to = from + values</c>, or with another operator of two operands.</summary>
    public static OnnxBuilder Constant(this OnnxBuilder onnx, string op, string from, string to, params float[] values) =>
        onnx.Initializer($"{to}_c", [values.Length], values).Node(op, [from, $"{to}_c"], to);

    public static OnnxBuilder Relu(this OnnxBuilder onnx, string from, string to) => onnx.Node("Relu", [from], to);
}
