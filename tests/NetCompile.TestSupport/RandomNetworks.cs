using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.TestSupport;

/// <summary>Small random networks for property tests.</summary>
public static class RandomNetworks
{
    /// <summary>A chain of dense layers with ReLUs between them, He-scaled weights, biases in [−0.5, 0.5].</summary>
    public static NetworkModel Chain(Random random, params int[] widths) => Chain(random, HiddenActivation.Relu, widths);

    /// <summary>A chain of dense layers with activations of one kind between them, He-scaled weights, biases in [−0.5, 0.5].</summary>
    public static NetworkModel Chain(Random random, HiddenActivation activation, params int[] widths)
    {
        NetworkModelBuilder b = new("random", TensorShape.Of(widths[0]));
        int value = b.Input;
        for (int l = 1; l < widths.Length; l++)
        {
            bool isHidden = l < widths.Length - 1;
            int width = isHidden && activation == HiddenActivation.Maximum ? 2 * widths[l] : widths[l];
            value = b.AddDense(value, Matrix(random, width, widths[l - 1]), Vector(random, width, 0.5f));
            if (isHidden)
            {
                value = Activate(random, b, value, activation, widths[l]);
            }
        }

        return b.Build(value);
    }

    private static int Activate(Random random, NetworkModelBuilder b, int value, HiddenActivation activation, int width) => activation switch
    {
        HiddenActivation.LeakyRelu => b.AddLeakyRelu(value, 0.1f),
        HiddenActivation.Clip => b.AddClip(
            value, new Tensor(TensorShape.Of(width), [.. Enumerable.Repeat(-0.5f, width)]), new Tensor(TensorShape.Of(width), [.. Enumerable.Repeat(0.75f, width)])),
        HiddenActivation.Maximum => b.AddMaximum(value, Groups(random, 2 * width, width)),
        HiddenActivation.Sign => b.AddStep(value, -1, 0, 1),
        HiddenActivation.Threshold => b.AddStep(value, 0, 1, 1),
        _ => b.AddRelu(value),
    };

    /// <summary>A network that uses every operator of the IR, with a skip connection.</summary>
    public static NetworkModel EveryOperator(Random random, int inputs, int width, int outputs)
    {
        NetworkModelBuilder b = new("every-operator", TensorShape.Of(inputs));
        int x = b.AddShift(b.Input, Vector(random, inputs, 0.2f));
        x = b.AddScale(x, new Tensor(TensorShape.Of(inputs), [.. Enumerable.Range(0, inputs).Select(_ => 0.5f + random.NextSingle())]), isDivision: true);
        int h = b.AddRelu(b.AddDense(x, Matrix(random, width, inputs), Vector(random, width, 0.3f)));
        int g = b.AddLeakyRelu(b.AddDense(h, Matrix(random, width, width), Vector(random, width, 0.3f)), 0.1f);
        int s = b.AddSum(h, g);
        int c = b.AddClip(
            b.AddDense(s, Matrix(random, width, width), null),
            new Tensor(TensorShape.Of(width), [.. Enumerable.Repeat(-0.75f, width)]),
            new Tensor(TensorShape.Of(width), [.. Enumerable.Range(0, width).Select(i => i % 3 == 0 ? float.PositiveInfinity : 0.5f)]));
        int d = b.AddSum(c, b.AddScale(s, Vector(random, width, 0.8f)), isDifference: true);
        int joined = b.AddGather(
            [d, x], [.. Enumerable.Range(0, width).Reverse().Select(i => new GatherIndex(0, i)), .. Enumerable.Range(0, inputs).Select(i => new GatherIndex(1, i))],
            TensorShape.Of(width + inputs));
        return b.Build(b.AddDense(joined, Matrix(random, outputs, width + inputs), Vector(random, outputs, 0.3f)));
    }

    /// <summary>
    /// A random graph: any operator may read any earlier value, so that values have several readers of different kinds, activations follow anything, and the output may
    /// be any operator, an activation or a copy of the input among them.
    /// </summary>
    public static NetworkModel Tangle(Random random, int inputs, int width, int operators, ExtraOperators extra = ExtraOperators.None)
    {
        ExtraOperators[] extras = [.. new[] { ExtraOperators.Maximum, ExtraOperators.Step }.Where(e => extra.HasFlag(e))];
        NetworkModelBuilder b = new("tangle", TensorShape.Of(inputs));
        List<int> wide = [b.AddDense(b.Input, Matrix(random, width, inputs), Vector(random, width, 0.3f))];
        if (inputs == width)
        {
            wide.Add(b.Input);
        }

        for (int i = 0; i < operators; i++)
        {
            int u = wide[random.Next(wide.Count)], v = wide[random.Next(wide.Count)];
            int kind = random.Next(9 + extras.Length);
            wide.Add(kind switch
            {
                >= 9 => extras[kind - 9] == ExtraOperators.Maximum ? b.AddMaximum(u, Groups(random, width, width)) : b.AddStep(u, -1, 0.25f * random.Next(-4, 5), 1),
                0 or 1 => b.AddDense(u, Matrix(random, width, width), random.Next(2) == 0 ? null : Vector(random, width, 0.3f)),
                2 or 3 => b.AddRelu(u),
                4 => b.AddLeakyRelu(u, 0.2f),
                5 => b.AddSum(u, v, isDifference: random.Next(2) == 0),
                6 => b.AddScale(u, new Tensor(TensorShape.Of(width), [.. Enumerable.Range(0, width).Select(_ => (random.Next(2) == 0 ? -1 : 1) * (0.5f + random.NextSingle()))]), random.Next(2) == 0),
                7 => b.AddClip(
                    u,
                    new Tensor(TensorShape.Of(width), [.. Enumerable.Range(0, width).Select(k => k % 2 == 0 ? float.NegativeInfinity : -0.6f)]),
                    new Tensor(TensorShape.Of(width), [.. Enumerable.Range(0, width).Select(k => k % 3 == 0 ? float.PositiveInfinity : 0.7f)])),
                _ => b.AddGather([u, v], [.. Enumerable.Range(0, width).Select(_ => new GatherIndex(random.Next(2), random.Next(width)))], TensorShape.Of(width)),
            });
        }

        return b.Build(wide[^1]);
    }

    // One to three elements each.
    private static ImmutableArray<ImmutableArray<int>> Groups(Random random, int inputs, int groups) =>
        [.. Enumerable.Range(0, groups).Select(_ =>
        {
            int[] elements = [.. Enumerable.Range(0, inputs)];
            random.Shuffle(elements);
            return ImmutableArray.Create(elements, 0, Math.Min(inputs, 1 + random.Next(3)));
        })];

    private static Tensor Matrix(Random random, int rows, int columns)
    {
        float scale = MathF.Sqrt(6f / columns);
        ImmutableArray<float>.Builder values = ImmutableArray.CreateBuilder<float>(rows * columns);
        for (int i = 0; i < rows * columns; i++)
        {
            values.Add(((random.NextSingle() * 2) - 1) * scale);
        }

        return new Tensor(TensorShape.Of(rows, columns), values.MoveToImmutable());
    }

    private static Tensor Vector(Random random, int length, float radius) =>
        new(TensorShape.Of(length), [.. Enumerable.Range(0, length).Select(_ => ((random.NextSingle() * 2) - 1) * radius)]);
}
