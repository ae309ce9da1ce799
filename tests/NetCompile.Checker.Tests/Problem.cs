using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Checker.Tests;

/// <summary>A random network with a property that holds by a margin, and one that an input violates.</summary>
internal sealed class Problem
{
    private Problem(NetworkModel model, VerificationProperty holds, VerificationProperty violated, float[] violating) =>
        (Model, Holds, Violated, Violating) = (model, holds, violated, violating);

    public NetworkModel Model { get; }

    /// <summary><c>y₀</c> stays below a threshold that it comes near to, on <c>[−1, 1]ⁿ</c>: splits are needed.</summary>
    public VerificationProperty Holds { get; }

    /// <summary>The same with a threshold that <see cref="Violating"/> reaches.</summary>
    public VerificationProperty Violated { get; }

    /// <summary>The best point found by sampling.</summary>
    public float[] Violating { get; }

    public static Problem Create(int seed, params int[] widths)
    {
        Random random = new(seed);
        NetworkModel model = RandomNetworks.Chain(random, widths);
        double greatest = double.NegativeInfinity;
        float[] best = new float[widths[0]];
        for (int i = 0; i < 20_000; i++)
        {
            float[] x = [.. Enumerable.Range(0, widths[0]).Select(_ => (random.NextSingle() * 2) - 1)];
            double y = DoubleEvaluator.Evaluate(model, x)[0];
            if (y > greatest)
            {
                (greatest, best) = (y, x);
            }
        }

        // Sampled densely enough in two or three dimensions that the true maximum lies within the margin.
        double margin = 0.05 * (1 + Math.Abs(greatest));
        return new Problem(model, Below(model, greatest + margin), Below(model, greatest - margin), best);
    }

    /// <summary>The property that output 0 stays below a threshold on <c>[−1, 1]ⁿ</c>.</summary>
    public static VerificationProperty Below(NetworkModel model, double threshold)
    {
        LinearConstraint reached = (LinearExpression.FromConstant(Rational.FromDouble(threshold)) - LinearExpression.FromVariable(PropertyVariable.Output(0))).ToConstraint(isStrict: false);
        return new VerificationProperty(
            "below", model.InputCount, model.OutputCount, [new PropertyCase([.. Enumerable.Repeat(InputInterval.Exact(-1, 1), model.InputCount)], [new Conjunction([reached])])]);
    }

    /// <summary>A certificate with one case.</summary>
    public Certificate Claim(VerificationProperty property, CertificateNode root, bool isFloat32 = true) =>
        new(Model.ContentHash, PropertyIdentity.Hash(property), isFloat32, "test") { Cases = new Dictionary<int, CertificateNode> { [0] = root } };

    /// <summary>A proof of <see cref="Holds"/> by splits of the input.</summary>
    public Certificate Proof(bool isFloat32 = true) =>
        CertificateCompleter.Complete(Claim(Holds, new BoxLeaf(SlopeRule.Adaptive, []), isFloat32), Model, Holds, threads: 1);
}
