using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>
/// Backward substitution (CROWN): rows <c>Σ_k A_k v_k + c</c> over an operator's value are rewritten, operator by operator, into lower bounds over the input.
/// At an activation a positive coefficient takes the lower linear function and a negative one the upper: [PT] §4.4.3.
/// </summary>
/// <remarks>
/// Every row is a lower bound; an upper bound is the negated lower bound of the negated row. Rounding, in double and of the float32 forward pass, is
/// charged operator by operator as <c>|A| · Error</c>: see ROUNDING.md. Given <paramref name="relaxations"/>, each row has activation functions and split multipliers of its own.
/// </remarks>
internal readonly unsafe struct BackwardPass(BoundsWorkspace workspace, int rows, RowRelaxations? relaxations = null) : ILayerPass
{
    // Kernels take rows in fours; surplus rows hold left-overs that nobody reads.
    private readonly int _paddedRows = (rows + BackwardDenseKernel.RowBlock - 1) & -BackwardDenseKernel.RowBlock;

    public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape
    {
        if (!workspace.Touched[id])
        {
            return;
        }

        DenseTable table = workspace.Tables.Dense(id);
        double* a = workspace.Coefficients(id);
        int stride = workspace.Tables.Stride[id];
        RowKernel.AddDots(a, stride, rows, table.Bias, workspace.Error(id), workspace.RowConstant, workspace.RowError);
        (int[] indices, int count) = workspace.BackwardActive(id);
        fixed (int* active = indices)
        {
            table.MultiplyBackward(
                a, stride, _paddedRows, active, count, workspace.Coefficients(source), workspace.Tables.Stride[source], workspace.Touched[source]);
        }

        workspace.Touched[source] = true;
    }

    public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Activation(id, source, hasLowerIntercept: false);

    public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Activation(id, source, hasLowerIntercept: false);

    public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Activation(id, source, hasLowerIntercept: true);

    public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (!Begin(id, source, out double* a, out double* c, out bool accumulate))
        {
            return;
        }

        // The factors stand in the slope vectors; the reciprocal's rounding of a division is charged in Error.
        double* factor = workspace.LowerSlope(id);
        int stride = workspace.Tables.Stride[id];
        for (int r = 0; r < rows; r++, a += stride, c += stride)
        {
            for (int k = 0; k < stride; k++)
            {
                double v = a[k] * factor[k];
                c[k] = accumulate ? c[k] + v : v;
            }
        }
    }

    public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth
    {
        if (!Begin(id, source, out double* a, out double* c, out bool accumulate))
        {
            return;
        }

        double* offset = workspace.LowerIntercept(id);
        int stride = workspace.Tables.Stride[id];
        for (int r = 0; r < rows; r++, a += stride, c += stride)
        {
            double sum = 0;
            for (int k = 0; k < stride; k++)
            {
                sum += a[k] * offset[k];
                c[k] = accumulate ? c[k] + a[k] : a[k];
            }

            workspace.RowConstant[r] += sum;
        }
    }

    public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth
    {
        if (!workspace.Touched[id])
        {
            return;
        }

        AddCoefficients(id, left, 1);
        AddCoefficients(id, right, isDifference ? -1 : 1);
        ChargeError(id);
    }

    public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth
    {
        if (!workspace.Touched[id])
        {
            return;
        }

        GatherOperator gather = (GatherOperator)workspace.Runner.Model.Operators[id];
        foreach (int source in gather.Sources)
        {
            if (!workspace.Touched[source])
            {
                new Span<double>(workspace.Coefficients(source), BoundsWorkspace.RowChunk * workspace.Tables.Stride[source]).Clear();
                workspace.Touched[source] = true;
            }
        }

        double* a = workspace.Coefficients(id);
        int stride = workspace.Tables.Stride[id];
        for (int k = 0; k < gather.Indices.Length; k++)
        {
            GatherIndex index = gather.Indices[k];
            int source = gather.Sources[index.Source];
            double* c = workspace.Coefficients(source) + index.Element;
            int sourceStride = workspace.Tables.Stride[source];
            for (int r = 0; r < rows; r++)
            {
                c[r * sourceStride] += a[(r * stride) + k];
            }
        }

        ChargeError(id);
    }

    private void Activation(int id, int source, bool hasLowerIntercept)
    {
        if (!workspace.Touched[id])
        {
            return;
        }

        // Rows that each have relaxations of their own keep them apart from the shared ones.
        int stride = workspace.Tables.Stride[id];
        RowKernel.Relax(
            workspace.Coefficients(id), stride, rows,
            relaxations is null ? workspace.LowerSlope(id) : relaxations.LowerSlope(id),
            relaxations is null ? workspace.UpperSlope(id) : relaxations.UpperSlope(id),
            hasLowerIntercept ? workspace.LowerIntercept(id) : null,
            relaxations is null ? workspace.UpperIntercept(id) : relaxations.UpperIntercept(id),
            relaxations is null ? 0 : stride,
            workspace.Error(id),
            workspace.Coefficients(source), workspace.Touched[source], workspace.RowConstant, workspace.RowError, workspace.RowMagnitude);
        relaxations?.SubtractMultipliers(id, workspace.Coefficients(source), workspace.Tables.Stride[source], rows);
        workspace.Touched[source] = true;
    }

    private bool Begin(int id, int source, out double* a, out double* c, out bool accumulate)
    {
        a = c = null;
        accumulate = false;
        if (!workspace.Touched[id])
        {
            return false;
        }

        a = workspace.Coefficients(id);
        c = workspace.Coefficients(source);
        accumulate = workspace.Touched[source];
        workspace.Touched[source] = true;
        ChargeError(id);
        return true;
    }

    private void AddCoefficients(int id, int source, double sign)
    {
        double* a = workspace.Coefficients(id);
        double* c = workspace.Coefficients(source);
        int length = workspace.Tables.Stride[id] * rows;
        bool accumulate = workspace.Touched[source];
        for (int k = 0; k < length; k++)
        {
            c[k] = accumulate ? c[k] + (sign * a[k]) : sign * a[k];
        }

        workspace.Touched[source] = true;
    }

    private void ChargeError(int id) =>
        RowKernel.AddDots(workspace.Coefficients(id), workspace.Tables.Stride[id], rows, null, workspace.Error(id), workspace.RowConstant, workspace.RowError);
}
