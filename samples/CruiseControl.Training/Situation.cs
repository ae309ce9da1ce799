namespace CruiseControl.Training;

/// <summary>What the controller sees.</summary>
/// <param name="Gap">Distance to the car ahead, in metres; the radar ends at 150.</param>
/// <param name="Speed">Own speed, in m/s.</param>
/// <param name="LeadSpeed">Speed of the car ahead, in m/s.</param>
/// <param name="SetSpeed">The speed the driver asked for, in m/s.</param>
internal readonly record struct Situation(double Gap, double Speed, double LeadSpeed, double SetSpeed)
{
    /// <summary>What the network sees: (value − mean) / range, as declared in samples/CruiseControl/Cruise.cs.</summary>
    public void Normalise(Span<double> input)
    {
        input[0] = (Gap - 75) / 150;
        input[1] = (Speed - 20) / 40;
        input[2] = (LeadSpeed - 20) / 40;
        input[3] = (SetSpeed - 25) / 30;
    }

    /// <summary>A random situation within the declared ranges.</summary>
    /// <remarks>Speeds are uniform. Half of the gaps are uniform too; the other half favours short ones, where the policy is steepest.</remarks>
    public static Situation Draw(Random random)
    {
        double gap = random.NextDouble();
        if (random.NextDouble() < 0.5)
        {
            gap *= random.NextDouble();
        }

        return new(150 * gap, 40 * random.NextDouble(), 40 * random.NextDouble(), 10 + (30 * random.NextDouble()));
    }
}
