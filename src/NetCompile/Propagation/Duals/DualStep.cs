namespace NetCompile.Propagation;

/// <summary>One step of Adam (Kingma and Ba, 2015), on multipliers measured in units of their size at the start.</summary>
internal readonly struct DualStep
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;

    /// <summary>Keeps the division by a vanishing second moment finite; far below any gradient that matters.</summary>
    private const double Epsilon = 1e-12;

    /// <summary>Each step's length over the one before. It does not depend on the number of steps, so that more steps only continue the same ascent.</summary>
    private const double Decay = 0.985;

    private readonly double _length;
    private readonly double _secondScale;

    /// <param name="iteration">From 0.</param>
    /// <param name="first">The first step, in units.</param>
    public DualStep(int iteration, double first)
    {
        _length = first * Math.Pow(Decay, iteration) / (1 - Math.Pow(FirstDecay, iteration + 1));
        _secondScale = 1 / (1 - Math.Pow(SecondDecay, iteration + 1));
    }

    /// <summary>How far to move along <paramref name="gradient"/>.</summary>
    public double Next(double gradient, double unit, ref double first, ref double second)
    {
        first = (FirstDecay * first) + ((1 - FirstDecay) * gradient);
        second = (SecondDecay * second) + ((1 - SecondDecay) * gradient * gradient);
        return _length * unit * first / (Math.Sqrt(second * _secondScale) + Epsilon);
    }
}
