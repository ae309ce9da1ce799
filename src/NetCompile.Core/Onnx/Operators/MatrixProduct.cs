using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Onnx.Operators;

/// <summary>MatMul and Gemm: products of a value with a constant become dense layers with the file's weights, unchanged.</summary>
internal static class MatrixProduct
{
    /// <summary>A·B as numpy's matmul: a 1-D operand is a row on the left and a column on the right, leading dimensions broadcast.</summary>
    public static OnnxValue MatMul(OnnxNodeContext context)
    {
        OnnxValue a = context.Input(0), b = context.Input(1);
        if (a.Shape.Rank == 0 || b.Shape.Rank == 0)
        {
            throw context.Mismatch($"the operands have shapes {a.Shape} and {b.Shape}; each needs a dimension");
        }

        int[] left = [.. a.Shape.Dimensions], right = [.. b.Shape.Dimensions];
        int[] left2 = left.Length == 1 ? [1, left[0]] : left, right2 = right.Length == 1 ? [right[0], 1] : right;
        int m = left2[left2.Length - 2], k = left2[left2.Length - 1], n = right2[right2.Length - 1];
        if (right2[right2.Length - 2] != k)
        {
            throw context.Mismatch($"the operands have shapes {a.Shape} and {b.Shape}: {k} columns meet {right2[right2.Length - 2]} rows");
        }

        TensorShape leftBatch = TensorShape.Of([.. left2.Take(left2.Length - 2)]), rightBatch = TensorShape.Of([.. right2.Take(right2.Length - 2)]);
        TensorShape batch = OnnxShapes.Broadcast(leftBatch, rightBatch) ?? throw context.Mismatch($"the operands have shapes {a.Shape} and {b.Shape}, which do not broadcast");
        List<long> shape = [.. batch.Dimensions.Select(d => (long)d)];
        if (left.Length > 1)
        {
            shape.Add(m);
        }

        if (right.Length > 1)
        {
            shape.Add(n);
        }

        TensorShape result = OnnxShapes.Create(shape, "the product");
        context.Charge(batch.Count);
        MatrixView av = new(a, OnnxShapes.Walk(batch, Times(OnnxShapes.BroadcastStrides(leftBatch, batch), (long)m * k)), k, 1);
        MatrixView bv = new(b, OnnxShapes.Walk(batch, Times(OnnxShapes.BroadcastStrides(rightBatch, batch), (long)k * n)), n, 1);
        return Multiply(context, av, bv, m, k, n, result);
    }

    /// <summary>α·A'·B' + β·C, A' and B' transposed on request.</summary>
    public static OnnxValue Gemm(OnnxNodeContext context)
    {
        OnnxValue a = context.Input(0), b = context.Input(1);
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2)
        {
            throw context.Mismatch($"the operands have shapes {a.Shape} and {b.Shape}; matrices are needed");
        }

        bool transposeA = context.Integer("transA", 0) != 0, transposeB = context.Integer("transB", 0) != 0;
        int aRows = a.Shape.Dimensions[0], aColumns = a.Shape.Dimensions[1], bRows = b.Shape.Dimensions[0], bColumns = b.Shape.Dimensions[1];
        int m = transposeA ? aColumns : aRows, k = transposeA ? aRows : aColumns, n = transposeB ? bRows : bColumns;
        if ((transposeB ? bColumns : bRows) != k)
        {
            throw context.Mismatch($"the operands have shapes {a.Shape}{(transposeA ? " transposed" : "")} and {b.Shape}{(transposeB ? " transposed" : "")}: {k} columns meet {(transposeB ? bColumns : bRows)} rows");
        }

        MatrixView av = new(a, [0], transposeA ? 1 : aColumns, transposeA ? aColumns : 1);
        MatrixView bv = new(b, [0], transposeB ? 1 : bColumns, transposeB ? bColumns : 1);
        OnnxValue product = Multiply(context, av, bv, m, k, n, OnnxShapes.Create([m, n], "the product"), context.Float("alpha", 1));
        OnnxValue? c = context.Optional(2);
        float beta = context.Float("beta", 1);
        bool isExact = context.Opset < 7 && context.Integer("broadcast", 0) == 0;
        if (c is null || beta == 0)
        {
            return product;
        }

        if (c is IntegerConstant)
        {
            throw context.Malformed("C holds integers where floats are needed");
        }

        TensorShape? broadcast = OnnxShapes.Broadcast(c.Shape, product.Shape);
        bool fits = isExact ? c.Shape.Equals(product.Shape) : product.Shape.Equals(broadcast);
        if (!fits)
        {
            throw context.Mismatch($"C has shape {c.Shape}, which does not broadcast to the product's {product.Shape}");
        }

        OnnxValue term = Multiply(context, c, beta);
        return product is FloatConstant && term is FloatConstant
            ? ConstantArithmetic.Combine(context, product, term, product.Shape)
            : Arithmetic.Sum(context, product, term, product.Shape);
    }

    private static int[] Times(int[] strides, long factor) => [.. strides.Select(s => checked((int)(s * factor)))];

    private static OnnxValue Multiply(OnnxNodeContext context, MatrixView a, MatrixView b, int m, int k, int n, TensorShape shape, float alpha = 1)
    {
        if (shape.Count == 0)
        {
            throw context.Mismatch($"the product has shape {shape}, which holds no element");
        }

        return (a.Value, b.Value) switch
        {
            (Variable, Variable) => throw context.Unsupported("the product of two values that both depend on the network's input is not piecewise linear"),
            (Variable x, FloatConstant w) => Dense(context, x, w, shape, alpha, new Extent(m, k, n), a, b, isVariableLeft: true),
            (FloatConstant w, Variable x) => Dense(context, x, w, shape, alpha, new Extent(m, k, n), b, a, isVariableLeft: false),
            (FloatConstant x, FloatConstant y) => Multiply(context, Constant(context, x, y, shape, new Extent(m, k, n), a, b), alpha),
            _ => throw context.Unsupported("products of integers are not supported"),
        };
    }

    private static OnnxValue Dense(
        OnnxNodeContext context, Variable x, FloatConstant w, TensorShape shape, float alpha, Extent extent, MatrixView xView, MatrixView wView, bool isVariableLeft)
    {
        // With more than one row this is a block matrix: the same weights once for each row of the value.
        int inputs = x.Shape.Count;
        context.Charge((long)shape.Count * inputs);
        float[] weights = new float[shape.Count * inputs];
        ReadOnlySpan<float> values = w.Values.AsSpan();
        int output = 0;
        for (int batch = 0; batch < xView.Offsets.Length; batch++)
        {
            for (int row = 0; row < extent.Rows; row++)
            {
                for (int column = 0; column < extent.Columns; column++, output++)
                {
                    for (int i = 0; i < extent.Inner; i++)
                    {
                        int element = isVariableLeft ? xView.Element(batch, row, i) : xView.Element(batch, i, column);
                        weights[(output * inputs) + element] = values[isVariableLeft ? wView.Element(batch, i, column) : wView.Element(batch, row, i)];
                    }
                }
            }
        }

        // α goes into the weights only where no weight is rounded by it; otherwise it stays a factor of its own, as the file has it.
        bool isScalingExact = alpha == 1 || weights.All(v => (float)((double)v * alpha) == (double)v * alpha);
        if (isScalingExact && alpha != 1)
        {
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] *= alpha;
            }
        }

        Tensor matrix = new(TensorShape.Of(shape.Count, inputs), ImmutableArray.Create(weights));
        Variable product = new(shape, context.Builder.AddDense(x.Id, matrix, null, context.Name, shape));
        return isScalingExact ? product : Multiply(context, product, alpha);
    }

    private static FloatConstant Constant(OnnxNodeContext context, FloatConstant a, FloatConstant b, TensorShape shape, Extent extent, MatrixView aView, MatrixView bView)
    {
        context.Charge((long)shape.Count * Math.Max(1, extent.Inner));
        float[] values = new float[shape.Count];
        int output = 0;
        for (int batch = 0; batch < aView.Offsets.Length; batch++)
        {
            for (int row = 0; row < extent.Rows; row++)
            {
                for (int column = 0; column < extent.Columns; column++, output++)
                {
                    for (int i = 0; i < extent.Inner; i++)
                    {
                        float term = (float)(a.Values[aView.Element(batch, row, i)] * b.Values[bView.Element(batch, i, column)]);
                        values[output] = (float)(values[output] + term);
                    }
                }
            }
        }

        context.Note("A product of two constant matrices was computed in float32; another runtime may add up in another order.");
        return new FloatConstant(shape, ImmutableArray.Create(values));
    }

    private static OnnxValue Multiply(OnnxNodeContext context, OnnxValue value, float factor)
    {
        if (factor == 1)
        {
            return value;
        }

        if (value is not FloatConstant constant)
        {
            return Arithmetic.Scale(context, (Variable)value, new FloatConstant(TensorShape.Of(), ImmutableArray.Create(factor)), value.Shape);
        }

        if (constant.Values.Any(v => (float)(v * (double)factor) != v * (double)factor))
        {
            context.Note("Constants were multiplied by a Gemm's alpha or beta in float32, as a float32 runtime does.");
        }

        return context.Map(constant, v => (float)(v * factor));
    }

    // The product has Rows × Columns elements, each a sum of Inner terms.
    private readonly record struct Extent(int Rows, int Inner, int Columns);

    // A stack of matrices inside a tensor: where each starts, and the steps from row to row and from column to column.
    private readonly record struct MatrixView(OnnxValue Value, int[] Offsets, int RowStep, int ColumnStep)
    {
        public int Element(int batch, int row, int column) => Offsets[batch] + (row * RowStep) + (column * ColumnStep);
    }
}
