using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.TestSupport;

/// <summary>Small random networks and boxes with the numbers at which rounding errs most: zeros, denormals, powers of two apart by decades, and what is near the end of the format.</summary>
public static class ExtremeNetworks
{
    /// <summary>A random graph of every continuous operator, with constants from <see cref="Constant"/>.</summary>
    public static NetworkModel Graph(Random random, int inputs, int width, int operators)
    {
        NetworkModelBuilder b = new("extreme", TensorShape.Of(inputs));
        List<int> wide = [b.AddDense(b.Input, Constants(random, width, inputs), random.Next(2) == 0 ? null : Constants(random, width))];
        if (inputs == width)
        {
            wide.Add(b.Input);
        }

        for (int i = 0; i < operators; i++)
        {
            int u = wide[random.Next(wide.Count)], v = wide[random.Next(wide.Count)];
            wide.Add(random.Next(10) switch
            {
                0 or 1 => b.AddDense(u, Constants(random, width, width), random.Next(2) == 0 ? null : Constants(random, width)),
                2 => b.AddRelu(u),
                3 => b.AddLeakyRelu(u, random.Next(5) switch { 0 => 0, 1 => 1, 2 => 1e-42f, 3 => 0.9999999f, _ => random.NextSingle() }),
                4 => b.AddSum(u, v, isDifference: random.Next(2) == 0),
                5 => b.AddScale(u, Constants(random, width)),
                6 => b.AddScale(u, new Tensor(TensorShape.Of(width), [.. Constants(random, width).Values.Select(c => c == 0 ? 3 : c)]), isDivision: true),
                7 => b.AddShift(u, Constants(random, width)),
                8 => Clip(random, b, u, width),
                _ => b.AddGather([u, v], [.. Enumerable.Range(0, width).Select(_ => new GatherIndex(random.Next(2), random.Next(width)))], TensorShape.Of(width)),
            });
        }

        return b.Build(wide[^1]);
    }

    /// <summary>A random interval of one input; now and then a point, a few neighbouring numbers, denormal, or up to the end of the format and beyond.</summary>
    public static (double Lower, double Upper) Interval(Random random)
    {
        float centre = ((random.NextSingle() * 2) - 1) * random.Next(3) switch { 0 => 1, 1 => 100, _ => 0.01f };
        return random.Next(16) switch
        {
            0 => (centre, centre),
            1 => (centre, MathF.BitIncrement(MathF.BitIncrement(centre))),
            2 => (0, 0),
            3 => (-float.Epsilon, float.Epsilon),
            4 => (0, 100 * float.Epsilon),
            5 => (-1e30, 1e30),
            6 => (1e38, float.MaxValue),
            7 => (3e38, 1e39),
            8 => (0, Math.Abs(centre)),
            9 => (0.1, 0.1),
            10 => (centre + 1e-12, centre + 2e-12),
            _ => (centre - random.NextDouble(), centre + random.NextDouble()),
        };
    }

    /// <summary>A number of a random kind.</summary>
    public static float Constant(Random random)
    {
        float value = (random.NextSingle() * 2) - 1;
        return random.Next(24) switch
        {
            0 => 0,
            1 => value * 1e-42f,
            2 => value * 1e20f,
            3 => value * 1e-20f,
            4 => MathF.ScaleB(1, random.Next(-30, 30)),
            5 => value * 3e38f,
            < 10 => MathF.Sign(value),
            _ => value * 2,
        };
    }

    private static int Clip(Random random, NetworkModelBuilder b, int u, int width)
    {
        float[] lower = new float[width], upper = new float[width];
        for (int i = 0; i < width; i++)
        {
            float p = Constant(random), q = random.Next(4) == 0 ? p : Constant(random);
            (lower[i], upper[i]) = (random.Next(4) == 0 ? float.NegativeInfinity : Math.Min(p, q), random.Next(4) == 0 ? float.PositiveInfinity : Math.Max(p, q));
        }

        return b.AddClip(u, new Tensor(TensorShape.Of(width), [.. lower]), new Tensor(TensorShape.Of(width), [.. upper]));
    }

    private static Tensor Constants(Random random, params int[] dimensions) =>
        new(TensorShape.Of(dimensions), [.. Enumerable.Range(0, dimensions.Aggregate(1, (a, d) => a * d)).Select(_ => Constant(random))]);
}
