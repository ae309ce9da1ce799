using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification.Checkpoints;

/// <summary>A network with a property, and what the tests of stopping and going on do with them.</summary>
internal sealed record Problem(NetworkModel Model, VerificationProperty Property)
{
    private NetworkRunner Runner { get; } = NetworkRunner.Create(Model);

    /// <summary>Needs some hundred boxes and then holds.</summary>
    public static Problem Hard { get; } = CreateHard(Split);

    /// <summary>The same as one case.</summary>
    public static Problem HardOneCase { get; } = CreateHard(region => [region]);

    /// <summary>Violated by a hair: without the attack it is not decided within any test.</summary>
    public static Problem Endless { get; } = CreateEndless();

    /// <summary>Case 0 is met exactly by a constant output, strictly, so that it is given up for precision; case 1 holds.</summary>
    public static Problem GivenUp
    {
        get
        {
            NetworkModelBuilder b = new("constant", TensorShape.Of(1));
            NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(1, 1, 0), Tensor.Vector(0.5f)));
            LinearConstraint tie = (LinearExpression.FromConstant(Rational.FromDouble(0.5)) - LinearExpression.FromVariable(PropertyVariable.Output(0))).ToConstraint(true);
            return new Problem(model, new VerificationProperty("given up", 1, 1,
            [
                new PropertyCase([InputInterval.Exact(1, Math.BitIncrement(1.0))], [new Conjunction([tie])]),
                new PropertyCase([InputInterval.Exact(2, 3)], [new Conjunction([Above(1)])]),
            ]));
        }
    }

    /// <summary>Case 0 holds, case 1 is violated everywhere.</summary>
    public static Problem ViolatedInTheSecondCase
    {
        get
        {
            NetworkModelBuilder b = new("identity", TensorShape.Of(1));
            NetworkModel model = b.Build(b.AddDense(b.Input, Tensor.Matrix(1, 1, 1), Tensor.Vector(0)));
            return new Problem(model, new VerificationProperty("second", 1, 1,
            [
                new PropertyCase([InputInterval.Exact(0, 1)], [new Conjunction([Above(2)])]),
                new PropertyCase([InputInterval.Exact(3, 4)], [new Conjunction([Above(2)])]),
            ]));
        }
    }

    /// <summary>Violation: output 0 at least <paramref name="threshold"/>.</summary>
    public static LinearConstraint Above(double threshold) =>
        (LinearExpression.FromConstant(Rational.FromDouble(threshold)) - LinearExpression.FromVariable(PropertyVariable.Output(0))).ToConstraint(false);

    public VerificationResult Verify(VerificationOptions options, IProgress<VerificationProgress>? progress = null, CancellationToken cancellation = default) =>
        Verifier.Verify(Runner, Property, options with { KeepCheckpoint = true }, progress, cancellation);

    /// <summary>A run that is stopped after some boxes.</summary>
    public VerificationCheckpoint Stop(VerificationOptions options, long nodes)
    {
        VerificationResult result = Verify(options with { NodeLimit = nodes });
        Assert.Equal((Verdict.Unknown, UnknownReason.NodeLimit), (result.Verdict, result.Reason));
        return Assert.IsType<VerificationCheckpoint>(result.Checkpoint);
    }

    /// <summary>The open nodes of a checkpoint.</summary>
    public List<SearchNode> OpenNodes(VerificationCheckpoint checkpoint) => checkpoint.ReadNodes(
        Property.Cases.Select((c, i) => new CaseProblem(i, InputBox.Create(c.Region)!, Specification.Create(c.Unsafe))).ToDictionary(c => c.Index), Model);

    /// <summary>Through a file's bytes and back.</summary>
    public static VerificationCheckpoint Copy(VerificationCheckpoint checkpoint) => VerificationCheckpoint.Load(new MemoryStream(Bytes(checkpoint)));

    public static byte[] Bytes(VerificationCheckpoint checkpoint)
    {
        using MemoryStream stream = new();
        checkpoint.Save(stream);
        return stream.ToArray();
    }

    private static Problem CreateHard(Func<InputInterval[], InputInterval[][]> cases)
    {
        (NetworkModel model, InputInterval[] region, LinearConstraint hard) = VerifierTests.Hard();
        return new Problem(model, new VerificationProperty("hard", model.InputCount, model.OutputCount, [.. cases(region).Select(r => new PropertyCase([.. r], [new Conjunction([hard])]))]));
    }

    /// <summary>Two halves and an empty region, which has no box.</summary>
    private static InputInterval[][] Split(InputInterval[] region)
    {
        InputInterval[] below = [.. region], empty = [.. region], above = [.. region];
        below[0] = InputInterval.Exact(region[0].Lower, 0);
        empty[1] = InputInterval.Exact(1, -1);
        above[0] = InputInterval.Exact(0, region[0].Upper);
        return [below, empty, above];
    }

    private static Problem CreateEndless()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(11), 10, 40, 40, 40, 1);
        InputInterval[] region = [.. Enumerable.Repeat(InputInterval.Exact(-1, 1), 10)];
        NetworkRunner runner = NetworkRunner.Create(model);
        Random random = new(3);
        float[] x = new float[10], y = new float[1];
        float highest = float.NegativeInfinity;
        for (int i = 0; i < 5000; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = random.Next(2) == 0 ? (random.Next(2) * 2) - 1 : (random.NextSingle() * 2) - 1;
            }

            runner.Forward(x, y);
            highest = Math.Max(highest, y[0]);
        }

        return new Problem(model, new VerificationProperty("endless", 10, 1, [new PropertyCase([.. region], [new Conjunction([Above(highest)])])]));
    }
}
