using NetCompile.Models;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Milp.Tests.Encodings;

/// <summary>Points that a network reaches, at the places where rounding decides whether an encoding still contains them.</summary>
public sealed class ReachablePointTests
{
    [Theory]
    [InlineData("big-m")]
    [InlineData("extended")]
    [InlineData("partition:2")]
    [InlineData("ideal")]
    [InlineData("indicator")]
    [InlineData("sos1")]
    public void ALeakyReluRoundedUpAtItsLowerBoundIsWithinReach(string name)
    {
        const float slope = 0.1f;
        Random random = new(5);
        int roundedUp = 0;
        for (int i = 0; i < 40; i++)
        {
            float a = -(1 + random.NextSingle()), h = slope * a;
            roundedUp += h > slope * (double)a ? 1 : 0;
            MilpModel model = new();
            NetworkEncoding encoding = new(model, "leaky", new EncodingOptions { Encoding = ReluEncoding.Parse(name), Arithmetic = Arithmetic.Float32 });
            EncodedValue x = encoding.Input([model.AddVariable(a, 1)], [a], [1]);
            AffineForm y = encoding.LeakyRelu(x[0], slope, a, 1, null);

            // With every phase; the columns between are what the unit's ReLU is at a: zero, and the pre-activation.
            double best = double.PositiveInfinity;
            for (int phase = 0; phase <= 1; phase++)
            {
                double[] values = new double[model.ColumnCount];
                values[0] = a;
                foreach (Action<double[]> completion in encoding.Parts.Completions)
                {
                    completion(values);
                }

                values[y.VariableColumn] = h;
                foreach (MilpVariable z in encoding.Parts.Binaries)
                {
                    values[z.Index] = phase;
                }

                best = Math.Min(best, SolutionViolation.OfRows(model, values));
            }

            Assert.True(best < 1e-12, $"max(a, 0.1 a) at a = {a:R} is {h:R} in float32; the encoding is {best} off it.");
        }

        Assert.InRange(roundedUp, 1, 39);
    }

    [Fact]
    public void WeightsOfOneVariableThatCancelLeaveRoomForWhatTheirSumLost()
    {
        // 1e30 x + x − 1e30 x is x; summed up in double the weights are 0.
        NetworkModelBuilder b = new("cancelling", TensorShape.Of(3));
        NetworkModel network = b.Build(b.AddDense(b.Input, Tensor.Matrix(1, 3, 1e30f, 1, -1e30f), null));
        MilpModel model = new();
        MilpVariable x = model.AddVariable(-1, 1);
        NetworkEncoder encoder = new(model, network, [x, x, x], [-1, -1, -1], [1, 1, 1]);
        AffineForm y = encoder.Encode(network.Output)[0];
        double slope = y.Columns.Length == 0 ? 0 : y.Coefficients[0];
        Assert.True(Math.Abs(1 - slope) <= y.Radius, $"The sum is x; the form is {slope} x ± {y.Radius}.");
    }

    [Fact]
    public void BoundsUnderConstraintsBringTheConstraintsAlong()
    {
        NetworkModelBuilder b = new("sum", TensorShape.Of(2));
        NetworkModel network = b.Build(b.AddDense(b.AddRelu(b.AddDense(b.Input, Tensor.Matrix(1, 2, 1, 1), Tensor.Vector(0))), Tensor.Matrix(1, 1, 1), Tensor.Vector(0)));
        InputConstraints constraints = new([], new L1Ball([0.0, 0.0], 0.5));
        NeuronBounds bounds = BoundTightening.Compute(network, [-1, -1], [1, 1], new TighteningOptions { Method = TighteningMethod.Interval, Constraints = constraints }).Bounds;
        MilpModel model = new();
        MilpVariable[] inputs = model.AddVariables(2, -1, 1);
        EncodedNetwork encoded = NetworkEncoder.AddTo(model, NetworkRunner.Create(network), inputs, bounds);

        // Within the ball the completed point meets every row; beyond it the model says that there is nothing, and not that the network computes something else.
        double[] Completed(double value)
        {
            double[] values = new double[model.ColumnCount];
            (values[inputs[0].Index], values[inputs[1].Index]) = (value, value);
            encoded.Complete(values);
            return values;
        }

        Assert.Equal(0, SolutionViolation.OfRows(model, Completed(0.25)), 1e-12);
        Assert.Contains(Enumerable.Range(0, model.RowCount), i => model.RowUpper[i] == 0.5 && model.RowStarts[i + 1] - model.RowStarts[i] == 2);
        Assert.True(SolutionViolation.OfRows(model, Completed(0.5)) > 0.1);
    }
}
