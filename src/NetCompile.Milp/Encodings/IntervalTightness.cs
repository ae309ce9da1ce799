namespace NetCompile.Milp;

/// <summary>Whether the proven bounds of a pre-activation are tighter than interval arithmetic over the bounds of its inputs: what the formulations of [PT] eq. (5)–(7) do not see.</summary>
internal static class IntervalTightness
{
    public static bool IsTighter(Neuron neuron, AffineForm terms)
    {
        (double lower, double upper) = terms.Range(neuron.Model);

        // Interval bounds computed elsewhere differ in the last digits; rows that cut nothing else are not worth having.
        double slack = 1e-12 * (upper - lower);
        return neuron.Lower > lower + slack || neuron.Upper < upper - slack;
    }
}
