using System.Collections.Immutable;
using NetCompile.Build.Loading;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Tests;

/// <summary>Properties of a network with <c>y = a</c> and <c>zero = relu(a) − relu(a)</c> on [−1, 1], one of each verdict.</summary>
internal static class Sample
{
    private static readonly NetworkRunner s_runner = NetworkRunner.Create(Model());

    /// <summary>Verifications that the engine was asked for, by property name.</summary>
    public static NetworkProperty Property(string name, VerificationProperty property, List<string>? asked = null, bool proveAtBuild = false) => new(
        s_runner,
        property,
        (options, progress, cancellation) =>
        {
            asked?.Add(name);
            return Verifier.Verify(s_runner, property, options, progress, cancellation);
        })
    {
        NetworkName = "Cars.Net",
        Name = name,
        Text = $"text of {name}",
        InputNames = ["a"],
        OutputNames = ["y", "zero"],
        ProveAtBuild = proveAtBuild,
    };

    /// <summary><c>y &lt; limit</c>: holds above 1.</summary>
    public static VerificationProperty Below(double limit) => Violated(LinearExpression.FromConstant(Rational.FromDouble(limit)) - Output(0), isStrict: false);

    /// <summary><c>zero ≥ 0</c>: true, but no box in which <c>a</c> is positive can be proved, since the two sums might be rounded apart.</summary>
    public static VerificationProperty Undecided() => Violated(Output(1), isStrict: true);

    /// <summary>About no input at all.</summary>
    public static VerificationProperty Vacuous() => new("vacuous", 1, 2, []) { IsRegionEmpty = true };

    public static LocatedProperty At(NetworkProperty property, int line) => new(property, new PropertyLocationAttribute(property.NetworkName, property.Name, "Nets/Net.cs", line, 24));

    private static LinearExpression Output(int index) => LinearExpression.FromVariable(PropertyVariable.Output(index));

    private static VerificationProperty Violated(LinearExpression expression, bool isStrict) =>
        new("p", 1, 2, [new PropertyCase([InputInterval.Exact(-1, 1)], [new Conjunction([expression.ToConstraint(isStrict)])])]);

    private static NetworkModel Model()
    {
        NetworkModelBuilder b = new("sample", TensorShape.Of(1));
        int hidden = b.AddRelu(b.AddDense(b.Input, new Tensor(TensorShape.Of(4, 1), [1f, 1f, 1f, -1f]), Tensor.Vector(0f, 0f, 0f, 0f)));
        return b.Build(b.AddDense(hidden, new Tensor(TensorShape.Of(2, 4), [0f, 0f, 1f, -1f, 1f, -1f, 0f, 0f]), Tensor.Vector(0f, 0f)));
    }
}
