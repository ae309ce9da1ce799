namespace Optimization.Training;

/// <summary>The action values of a boat that comes alongside: what an action is worth in a state, if everything after it is done best. Found by value iteration on a grid of states.</summary>
internal sealed class BerthTeacher : ITeacher
{
    private const int Distances = 61, Speeds = 41, Sweeps = 60;
    private const double FarthestDistance = 12, LowestSpeed = -1, HighestSpeed = 3;

    private readonly double[] _values = new double[Distances * Speeds];

    public BerthTeacher()
    {
        double[] next = new double[_values.Length];
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int i = 0; i < next.Length; i++)
            {
                double distance = FarthestDistance * (i / Speeds) / (Distances - 1);
                double speed = LowestSpeed + ((HighestSpeed - LowestSpeed) * (i % Speeds) / (Speeds - 1));
                next[i] = Actions().Max(a => Value(distance, speed, a.Engine, a.Drogue));
            }

            next.CopyTo(_values, 0);
        }
    }

    public int[] Widths => [4, 16, 16, 1];

    public double Draw(Random random, Span<double> input)
    {
        double distance = FarthestDistance * random.NextDouble();
        double speed = LowestSpeed + ((HighestSpeed - LowestSpeed) * random.NextDouble());
        double engine = (2 * random.NextDouble()) - 1;
        double drogue = random.NextDouble();
        input[0] = (distance - 6) / 12;
        input[1] = (speed - 1) / 4;
        input[2] = engine / 2;
        input[3] = drogue - 0.5;
        return Value(distance, speed, engine, drogue);
    }

    /// <summary>The value of an action: its reward, and 0.95 of what the next state is worth.</summary>
    /// <param name="distance">To the quay, in m.</param>
    /// <param name="speed">Towards it, in m/s.</param>
    /// <param name="engine">From −1, full astern, to 1, full ahead.</param>
    /// <param name="drogue">How far the drogue is out, 0 to 1: it brakes with the speed and wears.</param>
    public double Value(double distance, double speed, double engine, double drogue)
    {
        double later = speed + (0.5 * engine) - (0.5 * drogue * speed);
        double cost = 0.3 + (0.02 * distance) + (0.15 * engine * engine) + (0.05 * drogue);
        double left = distance - (0.5 * (speed + later));
        return left <= 0 ? -cost - Math.Min(6, 1.5 * later * later) : -cost + (0.95 * At(left, later));
    }

    private static IEnumerable<(double Engine, double Drogue)> Actions() =>
        from e in Enumerable.Range(-4, 9) from d in Enumerable.Range(0, 5) select (e / 4.0, d / 4.0);

    // Bilinear; states beyond the grid count as its edge.
    private double At(double distance, double speed)
    {
        double row = Math.Clamp(distance / FarthestDistance, 0, 1) * (Distances - 1);
        double column = Math.Clamp((speed - LowestSpeed) / (HighestSpeed - LowestSpeed), 0, 1) * (Speeds - 1);
        int i = Math.Min((int)row, Distances - 2), j = Math.Min((int)column, Speeds - 2);
        double s = row - i, t = column - j;
        return ((1 - s) * (((1 - t) * _values[(i * Speeds) + j]) + (t * _values[(i * Speeds) + j + 1])))
            + (s * (((1 - t) * _values[((i + 1) * Speeds) + j]) + (t * _values[((i + 1) * Speeds) + j + 1])));
    }
}
