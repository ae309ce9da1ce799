using NetCompile.Models;
using NetCompile.TestSupport;
using static NetCompile.Core.Tests.Onnx.OnnxTestNetwork;

namespace NetCompile.Core.Tests.Onnx.Operators;

public class MatrixProductTests
{
    // Every combination against the definition, α A' B' + β C, with the variable on either side.
    [Theory]
    [MemberData(nameof(GemmCases))]
    public void Gemm_IsAlphaTimesProductPlusBetaTimesC(bool isVariableLeft, bool transA, bool transB, float alpha, float beta, string c)
    {
        const int m = 2, k = 3, n = 4;
        Random random = new(7);
        double[,] a = new double[m, k], b = new double[k, n];
        Fill(a, random);
        Fill(b, random);
        (long[] cShape, Func<int, int, int> cIndex) = c switch
        {
            "scalar" => (Array.Empty<long>(), (Func<int, int, int>)((_, _) => 0)),
            "row" => ([n], (_, j) => j),
            "column" => ([m, 1], (i, _) => i),
            "matrix" => ([m, n], (i, j) => (i * n) + j),
            _ => (Array.Empty<long>(), (_, _) => 0),
        };
        float[] cValues = [.. Enumerable.Range(0, (int)cShape.Aggregate(1L, (p, d) => p * d)).Select(i => i + 0.5f)];
        float[] aValues = Flatten(a, transA), bValues = Flatten(b, transB);
        long[] aShape = transA ? [k, m] : [m, k], bShape = transB ? [n, k] : [k, n];

        OnnxBuilder builder = new();
        builder = isVariableLeft
            ? builder.Input("a", [.. aShape.Cast<object>()]).Initializer("b", bShape, bValues)
            : builder.Input("b", [.. bShape.Cast<object>()]).Initializer("a", aShape, aValues);
        if (c != "none")
        {
            builder.Initializer("c", cShape, cValues);
        }

        builder.Node("Gemm", c == "none" ? ["a", "b"] : ["a", "b", "c"], "y", ("transA", transA ? 1 : 0), ("transB", transB ? 1 : 0), ("alpha", alpha), ("beta", beta)).Output("y");
        double[] actual = Run(builder, [.. (isVariableLeft ? aValues : bValues).Select(v => (double)v)]);

        double[] expected = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = Enumerable.Range(0, k).Sum(l => a[i, l] * b[l, j]);
                expected[(i * n) + j] = (alpha * sum) + (c == "none" ? 0 : beta * cValues[cIndex(i, j)]);
            }
        }

        // β C is rounded to float32, as a float32 runtime rounds it.
        AssertClose(expected, actual, 1e-6);
    }

    public static TheoryData<bool, bool, bool, float, float, string> GemmCases()
    {
        TheoryData<bool, bool, bool, float, float, string> cases = [];
        foreach (bool left in new[] { true, false })
        {
            foreach (bool transA in new[] { true, false })
            {
                foreach (bool transB in new[] { true, false })
                {
                    foreach ((float alpha, float beta) in new[] { (1f, 1f), (0.1f, 1f), (2f, 0.3f), (1f, 0f), (0f, 1f), (-1.5f, -2f) })
                    {
                        foreach (string c in new[] { "none", "scalar", "row", "column", "matrix" })
                        {
                            cases.Add(left, transA, transB, alpha, beta, c);
                        }
                    }
                }
            }
        }

        return cases;
    }

    [Fact]
    public void Gemm_WithAPowerOfTwoAsAlpha_ScalesTheWeights()
    {
        NetworkModel model = Read(new OnnxBuilder().Input("x", 1, 2).Initializer("w", [2, 2], 1, 2, 3, 0.1f).Node("Gemm", ["x", "w"], "y", ("alpha", 0.5f)).Output("y"));
        DenseOperator dense = Assert.IsType<DenseOperator>(model.Operators[model.Output]);
        Assert.Equal([0.5f, 1.5f, 1f, 0.05f], dense.Weights.Values.ToArray());
    }

    [Fact]
    public void Gemm_WithAnAlphaThatWouldRoundWeights_KeepsThemAndScalesTheResult()
    {
        NetworkModel model = Read(new OnnxBuilder().Input("x", 1, 2).Initializer("w", [2, 2], 1, 2, 3, 0.1f).Initializer("b", [2], 5, 6).Node("Gemm", ["x", "w", "b"], "y", ("alpha", 0.3f)).Output("y"));
        Assert.Equal([OperatorKind.Input, OperatorKind.Dense, OperatorKind.Scale, OperatorKind.Shift], model.Operators.Select(o => o.Kind));
        Assert.Equal([1f, 3f, 2f, 0.1f], ((DenseOperator)model.Operators[1]).Weights.Values.ToArray());
        AssertClose([(0.3f * 1.0) + 5, (0.3f * 2.0) + 6], DoubleEvaluator.Evaluate(model, [1.0, 0.0]), 1e-7);
    }

    [Fact]
    public void Gemm_OfAVariableC_IsASum()
    {
        double[] y = Run(
            new OnnxBuilder().Input("x", 1, 2).Initializer("w", [2, 2], 1, 2, 3, 4).Node("Gemm", ["x", "w", "x"], "y", ("beta", 2f)).Output("y"),
            10, 20);
        Assert.Equal([10 + 60 + 20, 20 + 80 + 40], y);
    }

    [Fact]
    public void MatMulThenAdd_IsOneDenseLayerWithTheFilesWeights()
    {
        NetworkModel model = Read(new OnnxBuilder().Input("x", "N", 2).Initializer("w", [2, 3], 1, 2, 3, 4, 5, 6).Initializer("b", [3], 7, 8, 9)
            .Node("MatMul", ["x", "w"], "p").Node("Add", ["b", "p"], "y").Output("y"));
        DenseOperator dense = Assert.IsType<DenseOperator>(model.Operators[1]);
        Assert.Equal(2, model.Operators.Length);
        Assert.Equal([1f, 4, 2, 5, 3, 6], dense.Weights.Values.ToArray());
        Assert.Equal([7f, 8, 9], dense.Bias!.Values.ToArray());
    }

    [Theory]
    [InlineData(new[] { 2 }, new[] { 2, 3 }, new[] { 9.0, 12, 15 })] // vector · matrix
    [InlineData(new[] { 1, 2 }, new[] { 2, 3 }, new[] { 9.0, 12, 15 })]
    [InlineData(new[] { 2 }, new[] { 2 }, new[] { 5.0 })] // dot product
    [InlineData(new[] { 1, 1, 2 }, new[] { 2, 1 }, new[] { 5.0 })]
    public void MatMul_WithTheConstantOnTheRight(int[] x, int[] w, double[] expected)
    {
        double[] y = Run(new OnnxBuilder().Input("x", [.. x.Cast<object>()]).Initializer("w", [.. w.Select(d => (long)d)], Counting(w.Aggregate(1, (p, d) => p * d))).Node("MatMul", ["x", "w"], "y").Output("y"), 1, 2);
        Assert.Equal(expected, y);
    }

    [Theory]
    [InlineData(new[] { 3, 2 }, new[] { 2 }, new[] { 5.0, 11, 17 })] // matrix · vector
    [InlineData(new[] { 3, 2 }, new[] { 2, 1 }, new[] { 5.0, 11, 17 })]
    [InlineData(new[] { 2 }, new[] { 2, 1 }, new[] { 5.0 })]
    [InlineData(new[] { 2, 1 }, new[] { 1, 2 }, new[] { 1.0, 2, 2, 4 })] // outer product
    public void MatMul_WithTheConstantOnTheLeft(int[] w, int[] x, double[] expected)
    {
        double[] y = Run(new OnnxBuilder().Input("x", [.. x.Cast<object>()]).Initializer("w", [.. w.Select(d => (long)d)], Counting(w.Aggregate(1, (p, d) => p * d))).Node("MatMul", ["w", "x"], "y").Output("y"), 1, 2);
        Assert.Equal(expected, y);
    }

    [Fact]
    public void MatMul_OfSeveralRows_IsABlockMatrix()
    {
        double[] y = Run(new OnnxBuilder().Input("x", 2, 2).Initializer("w", [2, 2], 1, 2, 3, 4).Node("MatMul", ["x", "w"], "y").Output("y"), 1, 0, 0, 1);
        Assert.Equal([1, 2, 3, 4], y);
    }

    [Fact]
    public void MatMul_BroadcastsLeadingDimensions()
    {
        // Two constant matrices, one row vector: [2,1,2] = [1,2] · [2,2,2].
        double[] y = Run(new OnnxBuilder().Input("x", 1, 2).Initializer("w", [2, 2, 2], Counting(8)).Node("MatMul", ["x", "w"], "y").Output("y"), 1, 10);
        Assert.Equal([31, 42, 75, 86], y);
    }

    [Fact]
    public void ProductOfTwoVariables_IsRefused()
    {
        ModelFormatException error = Fail(new OnnxBuilder().Input("x", 2, 2).Node("MatMul", ["x", "x"], "y").Output("y"));
        Assert.Equal(ModelErrorKind.Unsupported, error.Kind);
        Assert.Equal("MatMul", error.OperatorName);
        Assert.Equal("MatMul_y", error.Node);
        Assert.Contains("not piecewise linear", error.Message);
    }

    [Theory]
    [InlineData("MatMul", "3 columns meet 2 rows")]
    [InlineData("Gemm", "3 columns meet 2 rows")]
    public void ColumnsThatDoNotMeetRows_AreAShapeMismatch(string op, string problem)
    {
        ModelFormatException error = Fail(new OnnxBuilder().Input("x", 1, 3).Initializer("w", [2, 2], 1, 2, 3, 4).Node(op, ["x", "w"], "y").Output("y"));
        Assert.Equal(ModelErrorKind.ShapeMismatch, error.Kind);
        Assert.Contains(problem, error.Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void NonFiniteWeight_IsRefused(float weight)
    {
        ModelFormatException error = Fail(new OnnxBuilder().Input("x", 1, 2).Initializer("w", [2, 1], 1, weight).Node("MatMul", ["x", "w"], "y").Output("y"));
        Assert.Equal(ModelErrorKind.NonFiniteWeight, error.Kind);
        Assert.Equal("MatMul_y", error.Node);
    }

    [Fact]
    public void ProductOfConstants_IsComputedWhenRead()
    {
        double[] y = Run(
            new OnnxBuilder().Input("x", 1, 2).Initializer("u", [2, 2], 1, 2, 3, 4).Initializer("v", [2, 1], 10, 1).Node("MatMul", ["u", "v"], "w").Node("MatMul", ["x", "w"], "y").Output("y"),
            1, 100);
        Assert.Equal([12 + 3400], y);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(2f)]
    public void Gemm_WithIntegersAsC_IsRefused(float beta) =>
        Assert.Contains(
            "C holds integers",
            Fail(new OnnxBuilder().Input("x", 1, 2).Initializer("w", [2, 1], 1, 2).Integers("c", 3).Node("Gemm", ["x", "w", "c"], "y", ("beta", beta)).Output("y")).Message);

    private static void Fill(double[,] matrix, Random random)
    {
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = 0; j < matrix.GetLength(1); j++)
            {
                matrix[i, j] = random.Next(-8, 9) / 4.0;
            }
        }
    }

    private static float[] Flatten(double[,] matrix, bool transposed)
    {
        int rows = matrix.GetLength(0), columns = matrix.GetLength(1);
        return transposed
            ? [.. from j in Enumerable.Range(0, columns) from i in Enumerable.Range(0, rows) select (float)matrix[i, j]]
            : [.. from i in Enumerable.Range(0, rows) from j in Enumerable.Range(0, columns) select (float)matrix[i, j]];
    }
}
