using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Milp;

// The affine operators. A source element that is neither a variable nor a constant becomes a variable before it is multiplied: forms stay as short as the layer is wide, and coefficients stay the network's own.
public sealed partial class NetworkEncoding
{
    // Elements of up to this many terms are combined by elementwise operators without a variable between.
    private const int ShortForm = 2;

    /// <summary><c>W x + b</c>.</summary>
    /// <param name="source">x.</param>
    /// <param name="weights">W: <c>[outputs, inputs]</c>, row-major.</param>
    /// <param name="bias">b: <c>[outputs]</c>, or empty.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public EncodedValue Dense(EncodedValue source, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, string name)
    {
        int n = source.Count, count = n == 0 ? bias.Length : weights.Length / n;
        if ((long)count * n != weights.Length || (!bias.IsEmpty && bias.Length != count))
        {
            throw new ArgumentException($"Layer '{name}' of '{Name}' has {n} inputs, {weights.Length} weights and {bias.Length} biases, which do not fit together.", nameof(weights));
        }

        source = Variables(source, name);
        (int[] columns, int[] positions) = ColumnsOf(source);
        AffineForm[] elements = new AffineForm[count];
        for (int i = 0; i < count; i++)
        {
            elements[i] = DenseRow(source, weights.Slice(i * n, n), bias.IsEmpty ? 0 : bias[i], columns, positions);
        }

        return new EncodedValue(elements);
    }

    /// <summary>One element of <c>W x + b</c>: what code calls that encodes a layer neuron by neuron.</summary>
    /// <param name="source">x: variables and constants only.</param>
    /// <param name="weights">The neuron's row of W.</param>
    /// <param name="bias">Its bias.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public AffineForm Dense(EncodedValue source, ReadOnlySpan<float> weights, float bias)
    {
        if (weights.Length != source.Count)
        {
            throw new ArgumentException($"A neuron of '{Name}' has {source.Count} inputs and {weights.Length} weights.", nameof(weights));
        }

        source = Variables(source, "x");
        (int[] columns, int[] positions) = ColumnsOf(source);
        return DenseRow(source, weights, bias, columns, positions);
    }

    /// <summary><c>x_i · s_i</c>, or <c>x_i / s_i</c>.</summary>
    /// <param name="source">x.</param>
    /// <param name="factor">s, one for each element; not zero where it divides.</param>
    /// <param name="isDivision">Whether it divides.</param>
    public EncodedValue Scale(EncodedValue source, ReadOnlySpan<float> factor, bool isDivision)
    {
        AffineForm[] elements = new AffineForm[source.Count];
        for (int i = 0; i < elements.Length; i++)
        {
            AffineForm x = Short(source[i]);
            double s = isDivision ? 1.0 / factor[i] : factor[i];
            double[] coefficients = new double[x.Columns.Length];
            for (int k = 0; k < coefficients.Length; k++)
            {
                coefficients[k] = x.Coefficients[k] * s;
            }

            // A float times a coefficient of 1 is exact; a reciprocal, or the product of two scales, is off by half a unit in the last place (twice).
            bool isExact = !isDivision && x.Constant == 0 && (x.VariableColumn >= 0 || s is 1 or -1 or 0);
            elements[i] = Rounded(x.Columns.ToArray(), coefficients, x.Constant * s, x.Radius * Math.Abs(s), isExact, singleRoundings: s is 1 or -1 ? 0 : 1);
        }

        return new EncodedValue(elements);
    }

    /// <summary><c>x_i + t_i</c>.</summary>
    /// <param name="source">x.</param>
    /// <param name="offset">t, one for each element.</param>
    public EncodedValue Shift(EncodedValue source, ReadOnlySpan<float> offset)
    {
        AffineForm[] elements = new AffineForm[source.Count];
        for (int i = 0; i < elements.Length; i++)
        {
            AffineForm x = Short(source[i]);
            elements[i] = offset[i] == 0 ? x : Rounded(x.Columns.ToArray(), x.Coefficients.ToArray(), x.Constant + offset[i], x.Radius, isExact: x.Constant == 0, singleRoundings: 1);
        }

        return new EncodedValue(elements);
    }

    /// <summary><c>u + v</c>, or <c>u − v</c>.</summary>
    /// <param name="left">u.</param>
    /// <param name="right">v.</param>
    /// <param name="isDifference">Whether the right one is subtracted.</param>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public EncodedValue Sum(EncodedValue left, EncodedValue right, bool isDifference)
    {
        if (left.Count != right.Count)
        {
            throw new ArgumentException($"A sum of '{Name}' has sources of {left.Count} and {right.Count} elements.", nameof(right));
        }

        AffineForm[] elements = new AffineForm[left.Count];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = Sum(Short(left[i]), Short(right[i]), isDifference ? -1 : 1);
        }

        return new EncodedValue(elements);
    }

    /// <summary>Copies elements.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="indices">Where each element comes from.</param>
    public static EncodedValue Gather(ReadOnlySpan<EncodedValue> sources, ReadOnlySpan<GatherIndex> indices)
    {
        AffineForm[] elements = new AffineForm[indices.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = sources[indices[i].Source][indices[i].Element];
        }

        return new EncodedValue(elements);
    }

    private AffineForm Sum(AffineForm u, AffineForm v, int sign)
    {
        List<int> columns = [.. u.Columns];
        List<double> coefficients = [.. u.Coefficients];
        bool isExact = u.Constant == 0 || v.Constant == 0;
        for (int k = 0; k < v.Columns.Length; k++)
        {
            int at = columns.IndexOf(v.Columns[k]);
            if (at >= 0)
            {
                isExact = false;
                coefficients[at] += sign * v.Coefficients[k];
            }
            else
            {
                columns.Add(v.Columns[k]);
                coefficients.Add(sign * v.Coefficients[k]);
            }
        }

        int roundings = (u.IsConstant && u.Constant == 0) || (v.IsConstant && v.Constant == 0) ? 0 : 1;
        return Rounded([.. columns], [.. coefficients], u.Constant + (sign * v.Constant), OutwardSum(u.Radius, v.Radius), isExact, roundings);
    }

    private static double OutwardSum(double left, double right) => left == 0 || right == 0 ? left + right : OutwardRounding.Up(left + right);

    // The exact terms of one neuron over variables; constants of the source go into the constant.
    private AffineForm DenseRow(EncodedValue source, ReadOnlySpan<float> weights, float bias, int[] columns, int[] positions)
    {
        double[] coefficients = new double[columns.Length];
        double constant = bias, magnitude = Math.Abs((double)bias), constants = Math.Abs((double)bias);
        ReadOnlySpan<double> lower = Model.ColumnLower, upper = Model.ColumnUpper;
        bool hasConstants = false;
        for (int j = 0; j < weights.Length; j++)
        {
            double w = weights[j];
            if (positions[j] >= 0)
            {
                int column = columns[positions[j]];
                double term = w == 0 ? 0 : Math.Abs(w) * Math.Max(Math.Abs(lower[column]), Math.Abs(upper[column]));
                if (coefficients[positions[j]] != 0)
                {
                    // Two inputs are the same variable. Their weights may cancel, so what the sum is off by is measured by the weights and not by what is left of them.
                    hasConstants = true;
                    constants += term + (Math.Abs(coefficients[positions[j]]) * Math.Max(Math.Abs(lower[column]), Math.Abs(upper[column])));
                }

                coefficients[positions[j]] += w;
                magnitude += IsSingle ? term : 0;
            }
            else if (source[j].Constant != 0)
            {
                double term = w * source[j].Constant;
                hasConstants = true;
                constant += term;
                constants += Math.Abs(term);
                magnitude += Math.Abs(term);
            }
        }

        double radius = SingleRadius(magnitude, weights.Length);
        if (hasConstants)
        {
            radius += OutwardRounding.SumError(constants + MagnitudeOf(columns, coefficients), weights.Length + 1);
        }

        return new AffineForm(columns, coefficients, constant, Checked(radius));
    }

    private double SingleRadius(double magnitude, int terms)
    {
        if (!IsSingle)
        {
            return 0;
        }

        CheckOverflow(magnitude);
        return (Rounding.SingleGamma(terms, _options.Arithmetic) * magnitude * (1 + 1e-9)) + ((terms + 1) * Rounding.SingleTiny);
    }

    // A combination whose coefficients or constant may be rounded in double, and whose value may be rounded once to float32.
    private AffineForm Rounded(int[] columns, double[] coefficients, double constant, double radius, bool isExact, int singleRoundings)
    {
        double magnitude = isExact && !IsSingle ? 0 : Math.Abs(constant) + MagnitudeOf(columns, coefficients) + radius;
        if (!isExact)
        {
            radius = OutwardRounding.Up(radius + OutwardRounding.SumError(magnitude, columns.Length + 2));
        }

        if (IsSingle && singleRoundings > 0)
        {
            CheckOverflow(magnitude);
            radius = OutwardRounding.Up((radius * (1 + (2 * Rounding.SingleUnit))) + (Rounding.SingleUnit * magnitude * (1 + 1e-9)) + Rounding.SingleTiny);
        }

        return new AffineForm(columns, coefficients, constant, Checked(radius));
    }

    private double MagnitudeOf(int[] columns, double[] coefficients)
    {
        double sum = 0;
        for (int k = 0; k < columns.Length; k++)
        {
            double width = Math.Max(Math.Abs(Model.ColumnLower[columns[k]]), Math.Abs(Model.ColumnUpper[columns[k]]));
            sum += coefficients[k] == 0 ? 0 : Math.Abs(coefficients[k]) * width;
        }

        return sum;
    }

    private void CheckOverflow(double magnitude)
    {
        if (!(magnitude <= Rounding.SingleMax))
        {
            throw new ArgumentException($"A value of '{Name}' may be as large as {magnitude}: the float32 forward pass may overflow there. Give the inputs finite, smaller ranges, or encode real arithmetic.");
        }
    }

    private double Checked(double radius) => double.IsFinite(radius)
        ? radius
        : throw new ArgumentException($"A value of '{Name}' depends on a variable without finite bounds, so its rounding cannot be bounded. Give the network's inputs finite bounds.");

    private AffineForm Short(AffineForm form)
    {
        if (form.Columns.Length <= ShortForm)
        {
            return form;
        }

        (double lower, double upper) = form.Range(Model);
        return Variable(form, lower, upper, NameOf("v", Model.ColumnCount));
    }

    private EncodedValue Variables(EncodedValue source, string name)
    {
        AffineForm[] elements = new AffineForm[source.Count];
        for (int j = 0; j < elements.Length; j++)
        {
            AffineForm x = source[j];
            (double lower, double upper) = x.IsConstant || x.VariableColumn >= 0 ? (0, 0) : x.Range(Model);
            elements[j] = x.IsConstant ? x : Variable(x, lower, upper, NameOf(name + ".x", j));
        }

        return new EncodedValue(elements);
    }

    // The distinct columns of a value of variables and constants, and for each element its place among them (−1 for a constant).
    private static (int[] Columns, int[] Positions) ColumnsOf(EncodedValue source)
    {
        Dictionary<int, int> places = [];
        List<int> columns = [];
        int[] positions = new int[source.Count];
        for (int j = 0; j < positions.Length; j++)
        {
            int column = source[j].VariableColumn;
            if (column < 0)
            {
                positions[j] = -1;
            }
            else if (!places.TryGetValue(column, out positions[j]))
            {
                places[column] = positions[j] = columns.Count;
                columns.Add(column);
            }
        }

        return ([.. columns], positions);
    }
}
