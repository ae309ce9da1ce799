using NetCompile.Certificates;

namespace NetCompile.Propagation;

/// <summary>
/// BaBSR (Bunel et al., <i>Branch and Bound for Piecewise Linear Neural Network Verification</i>, 2020): estimates, from one backward substitution, how much fixing a neuron's phase would raise a row's bound.
/// </summary>
internal static unsafe class BabsrScores
{
    /// <summary>
    /// For a neuron whose output has coefficient <c>A</c>, with upper function <c>s a + t</c>: the intercept's part <c>max(−A, 0) t</c> vanishes once the neuron is fixed, and the
    /// pre-activation's constant part <c>b</c> changes from <c>s A b</c> to <c>0</c> or <c>A b</c>, whichever is worse.
    /// </summary>
    /// <param name="optimizer">Holds the coefficients of the row.</param>
    /// <param name="row">The row.</param>
    /// <param name="layout">Numbers the network's neurons.</param>
    /// <param name="neurons">The neurons to score.</param>
    /// <param name="scores">Their scores; −1 for those that are stable or fixed.</param>
    /// <param name="intercepts">The intercepts' part alone.</param>
    public static void Compute(RowOptimizer optimizer, int row, SlopeLayout layout, int[] neurons, double[] scores, double[] intercepts)
    {
        BoundsWorkspace w = optimizer.Workspace;
        for (int i = 0; i < neurons.Length; i++)
        {
            int id = layout.Activation(neurons[i]), k = layout.Element(neurons[i]);
            long at = ((long)row * w.Tables.Stride[id]) + k;
            double t = optimizer.Rows.UpperIntercept(id)[at];
            if (!(t > 0))
            {
                scores[i] = intercepts[i] = -1;
                continue;
            }

            double a = w.Touched[id] ? w.Coefficients(id)[at] : 0;
            int source = w.Runner.Model.Operators[id].Sources[0];
            double b = w.Runner.Model.Operators[source] is Models.DenseOperator ? w.Tables.Dense(source).Bias[k] : 0;
            double slope = a < 0 ? optimizer.Rows.UpperSlope(id)[at] : optimizer.Rows.LowerSlope(id)[at];
            intercepts[i] = Math.Max(-a, 0) * t;
            double bias = Math.Max(a * b * (slope - 1), a * b * slope);
            scores[i] = Math.Abs(intercepts[i] - bias);
            if (double.IsNaN(scores[i]))
            {
                scores[i] = intercepts[i] = 0;
            }
        }
    }
}
