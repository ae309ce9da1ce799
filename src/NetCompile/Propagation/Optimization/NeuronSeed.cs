namespace NetCompile.Propagation;

/// <summary>Rows that bound single elements of one value: row <c>r</c> is <c>signs[r] · v[elements[r]]</c>.</summary>
internal readonly unsafe struct NeuronSeed(int id, int[] elements, double[] signs) : IRowSeed
{
    public int Seed(BoundsWorkspace workspace, int count)
    {
        if (workspace.Runner.Model.Operators[id] is Models.DenseOperator dense)
        {
            // The first product, of unit rows with W, is W itself.
            DenseTable table = workspace.Tables.Dense(id);
            int source = dense.Sources[0], stride = workspace.Tables.Stride[source];
            for (int r = 0; r < count; r++)
            {
                double sign = signs[r];
                double* weights = table.Rows + ((long)elements[r] * table.InputStride);
                double* row = workspace.Coefficients(source) + ((long)r * stride);
                for (int k = 0; k < stride; k++)
                {
                    row[k] = sign * weights[k];
                }

                workspace.RowConstant[r] = sign * table.Bias[elements[r]];
                workspace.RowError[r] = workspace.Error(id)[elements[r]];
            }

            workspace.Touched[source] = true;
            return source;
        }

        int width = workspace.Tables.Stride[id];
        new Span<double>(workspace.Coefficients(id), BoundsWorkspace.RowChunk * width).Clear();
        for (int r = 0; r < count; r++)
        {
            workspace.Coefficients(id)[((long)r * width) + elements[r]] = signs[r];
        }

        workspace.Touched[id] = true;
        return id;
    }
}
