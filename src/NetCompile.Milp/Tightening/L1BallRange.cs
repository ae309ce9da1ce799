namespace NetCompile.Milp;

/// <summary>
/// The greatest value of <c>w·x</c> over the intersection of a box and an ℓ1 ball, in closed form: from the point of the box that is nearest to the centre, spend what is left of the radius on the inputs with the largest
/// <c>|w_j|</c>, each until its end of the box (a fractional knapsack).
/// </summary>
/// <remarks>
/// With <c>c̄</c> the nearest point, <c>R = r − ‖c̄ − c‖₁</c> and room <c>κ_j</c> from <c>c̄_j</c> to the end of the box towards which <c>w_j x_j</c> grows, the maximum is
/// <c>w·c̄ + min_{λ ≥ 0} λ R + Σ_j max(|w_j| − λ, 0) κ_j</c>. Every <c>λ</c> gives an upper bound, so only the evaluation is rounded outward, not the search for the best one: the <c>|w_j|</c> where the radius is spent up.
/// The exact dual of the linear program. Without a ball it is the box's maximum.
/// </remarks>
internal sealed class L1BallRange
{
    private readonly double[] _nearest, _below, _above;
    private readonly double _budget;

    /// <param name="ball">The ball; null for the box alone.</param>
    /// <param name="lower">Lower ends of the box.</param>
    /// <param name="upper">Upper ends of the box.</param>
    public L1BallRange(L1Ball? ball, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        int n = lower.Length;
        (_nearest, _below, _above) = (new double[n], new double[n], new double[n]);
        double moved = 0;
        for (int j = 0; j < n; j++)
        {
            double center = ball?.Center[j] ?? lower[j];
            _nearest[j] = Math.Clamp(center, lower[j], upper[j]);
            moved += Math.Abs(_nearest[j] - center);
            _below[j] = _nearest[j] == lower[j] ? 0 : OutwardRounding.Up(_nearest[j] - lower[j]);
            _above[j] = _nearest[j] == upper[j] ? 0 : OutwardRounding.Up(upper[j] - _nearest[j]);
        }

        _budget = ball is null ? double.PositiveInfinity : moved == 0 ? ball.Radius : OutwardRounding.Up(ball.Radius - moved + OutwardRounding.SumError(moved + ball.Radius, n + 2));
    }

    /// <summary>Whether the box and the ball are proved to have no point in common.</summary>
    public bool IsEmpty => _budget < 0;

    /// <summary>An upper bound of <c>Σ_k w_k x_{j_k}</c>; exact but for rounding.</summary>
    /// <param name="inputs"><c>j</c>, each once.</param>
    /// <param name="weights"><c>w</c>.</param>
    /// <param name="sign">1, or −1 for the greatest value of the negated sum.</param>
    public double Maximum(ReadOnlySpan<int> inputs, ReadOnlySpan<double> weights, int sign)
    {
        double price = Price(inputs, weights, sign), sum = 0, magnitude = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double w = sign * weights[k], start = w * _nearest[inputs[k]];
            double gain = Math.Max(Math.Abs(w) - price, 0), room = w > 0 ? _above[inputs[k]] : _below[inputs[k]];

            // The difference |w| − λ is rounded once more than a product: counted as if its operands had stood in the sum.
            sum += start + (gain * room);
            magnitude += Math.Abs(start) + ((gain > 0 ? Math.Abs(w) + price : 0) * room);
        }

        // A region without points has any bound; a budget below zero must not make the maximum of λR negative without end.
        double spent = price == 0 ? 0 : price * Math.Max(_budget, 0);
        return OutwardRounding.Up(sum + spent + OutwardRounding.SumError(magnitude + spent, (2 * weights.Length) + 3));
    }

    // |w| of the input at which the budget runs out; 0 where it reaches all ends.
    private double Price(ReadOnlySpan<int> inputs, ReadOnlySpan<double> weights, int sign)
    {
        (double Weight, double Room)[] items = new (double, double)[weights.Length];
        for (int k = 0; k < items.Length; k++)
        {
            double w = sign * weights[k];
            items[k] = (-Math.Abs(w), w > 0 ? _above[inputs[k]] : _below[inputs[k]]);
        }

        Array.Sort(items, static (a, b) => a.Weight.CompareTo(b.Weight));
        double left = _budget;
        foreach ((double weight, double room) in items)
        {
            left -= room;
            if (left < 0)
            {
                return -weight;
            }
        }

        return 0;
    }
}
