namespace NetCompile.Propagation;

/// <summary>The outputs' bounds as far as they are proved; each step of a method only tightens them.</summary>
internal sealed unsafe class OutputRange
{
    public OutputRange(int count)
    {
        Lower = new double[count];
        Upper = new double[count];
        Array.Fill(Lower, double.NegativeInfinity);
        Array.Fill(Upper, double.PositiveInfinity);
    }

    /// <summary>−∞ where nothing is known.</summary>
    public double[] Lower { get; }

    /// <summary>+∞ where nothing is known.</summary>
    public double[] Upper { get; }

    /// <summary>Intersects output <paramref name="k"/> with a sound range; an end that is NaN says nothing.</summary>
    public void Tighten(int k, double lower, double upper)
    {
        // Written so that NaN fails both comparisons.
        if (lower > Lower[k])
        {
            Lower[k] = lower;
        }

        if (upper < Upper[k])
        {
            Upper[k] = upper;
        }
    }

    /// <summary>Intersects with the bounds that the workspace holds for the output, unless its error terms are not valid.</summary>
    public void Take(BoundsWorkspace w)
    {
        int output = w.Runner.Model.Output;
        for (int k = 0; k < Lower.Length && !w.Overflow; k++)
        {
            Tighten(k, w.Lower(output)[k], w.Upper(output)[k]);
        }
    }
}
