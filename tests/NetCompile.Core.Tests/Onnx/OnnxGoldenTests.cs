using System.Globalization;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Core.Tests.Onnx;

/// <summary>Real networks: what is read and evaluated in double agrees with ONNX Runtime to float32 rounding.</summary>
public class OnnxGoldenTests
{
    [SkippableTheory]
    [InlineData("acasxu", 45)]
    [InlineData("cora_mnist", 3)]
    [InlineData("linearizenn", 4)]
    [InlineData("mnistfc", 3)]
    [InlineData("reach_prob_density", 3)]
    [InlineData("rl_benchmarks", 3)]
    [InlineData("safenlp", 2)]
    [InlineData("test", 5)]
    [InlineData("tllverifybench", 16)]
    public void EveryNetwork_AgreesWithOnnxRuntime(string benchmark, int networks)
    {
        IGrouping<string, GoldenCase>[] groups = [.. GoldenCase.Load(benchmark).GroupBy(c => c.Model)];
        Assert.Equal(networks, groups.Length);
        foreach (IGrouping<string, GoldenCase> cases in groups)
        {
            AssertAgrees(Load(benchmark, cases.Key), cases);
        }
    }

    [SkippableTheory]
    [InlineData("eran_mnist", "onnx/mnist_relu_9_200.onnx")]
    [InlineData("nn4sys", "onnx/lindex.onnx")]
    [InlineData("nn4sys", "onnx/lindex_deep.onnx")]
    public void Network_AgreesWithOnnxRuntime(string benchmark, string network) =>
        AssertAgrees(Load(benchmark, network), GoldenCase.Load(benchmark).Where(c => c.Model == network));

    [SkippableTheory]
    [InlineData("constant_slice_test")]
    [InlineData("fc1")]
    [InlineData("fc2")]
    [InlineData("fc_2-2-3")]
    [InlineData("fc_matMul")]
    [InlineData("layer-zoo/add")]
    [InlineData("layer-zoo/batchnorm")]
    [InlineData("layer-zoo/cast_int_to_float")]
    [InlineData("layer-zoo/constant")]
    [InlineData("layer-zoo/dropout")]
    [InlineData("layer-zoo/dropout_training_mode_false")]
    [InlineData("layer-zoo/flatten")]
    [InlineData("layer-zoo/gemm")]
    [InlineData("layer-zoo/identity")]
    [InlineData("layer-zoo/leakyRelu")]
    [InlineData("layer-zoo/matmul")]
    [InlineData("layer-zoo/maxpool")]
    [InlineData("layer-zoo/relu")]
    [InlineData("layer-zoo/reshape")]
    [InlineData("layer-zoo/reshape_with_dimension_inference")]
    [InlineData("layer-zoo/squeeze")]
    [InlineData("layer-zoo/squeeze_with_axes")]
    [InlineData("layer-zoo/sub")]
    [InlineData("layer-zoo/transpose")]
    [InlineData("layer-zoo/unsqueeze")]
    [InlineData("linear2-3_bn1-linear3-1")]
    [InlineData("mnist2x10")]
    [InlineData("mnist5x20_leaky_relu")]
    [InlineData("slice_test")]
    [InlineData("split/split_5d_split-2-2-81_axis-4-mul-concat")]
    [InlineData("test_dropout")]
    [InlineData("test_sub")]
    public void ZooModel_AgreesWithOnnxRuntime(string name)
    {
        GoldenCase[] cases = [.. GoldenCase.Load("onnx_zoo").Where(c => c.Model == name + ".onnx")];
        Assert.NotEmpty(cases);
        AssertAgrees(Load("onnx_zoo", name + ".onnx"), cases);
    }

    [SkippableTheory]
    [InlineData("cifar10_resnet/onnx/resnet_2b", "unsupported operator 'Conv' (opset 9)")]
    [InlineData("collins_rul_cnn/onnx/NN_rul_small_window_20", "unsupported operator 'Conv' (opset 8)")]
    [InlineData("dist_shift/onnx/mnist_concat", "unsupported operator 'Sigmoid' (opset 11)")]
    [InlineData("eran_mnist/onnx/ffnnSIGMOID__Point_6x200", "unsupported operator 'Sigmoid' (opset 9)")]
    [InlineData("marabou_cifar10/onnx/cifar10_small", "unsupported operator 'Conv' (opset 9)")]
    [InlineData("nn4sys/onnx/mscn_128d", "unsupported operators 'ReduceSum' (opset 10), 'Sigmoid' (opset 10)")]
    [InlineData("oval21/onnx/cifar_base_kw", "unsupported operator 'Conv' (opset 9)")]
    [InlineData("sri_resnet_a/onnx/resnet_3b2_bn_mixup_adv_4.0_bs128_lr-1", "unsupported operator 'Conv' (opset 9)")]
    [InlineData("verivital/onnx/Convnet_avgpool", "unsupported operators 'Conv' (opset 9), 'AveragePool' (opset 9)")]
    [InlineData("verivital/onnx/Convnet_maxpool", "unsupported operator 'Conv' (opset 9)")]
    [InlineData("onnx_zoo/KJ_TinyTaxiNet", "unsupported operator 'Conv' (opset 8)")]
    [InlineData("onnx_zoo/certificate_and_controller_mandal", "the model has 2 inputs ('input_1', 'input_2'); one is supported")]
    [InlineData("onnx_zoo/cnn_max_mninst2", "unsupported operator 'Conv' (opset 12)")]
    [InlineData("onnx_zoo/concat/concat_axis_0", "the model has 3 inputs ('X1', 'X2', 'X3'); one is supported")]
    [InlineData("onnx_zoo/layer-zoo/dropout_training_mode_true", "it is in training mode, where its result is random; export the model for inference")]
    [InlineData("onnx_zoo/layer-zoo/sigmoid", "unsupported operator 'Sigmoid' (opset 20)")]
    [InlineData("onnx_zoo/layer-zoo/tanh", "unsupported operator 'Tanh' (opset 20)")]
    [InlineData("onnx_zoo/oneInput_twoBranches", "the model has 2 outputs ('Y', 'add1'); one is supported")]
    [InlineData("onnx_zoo/resize/resize_4dims", "unsupported operator 'Resize' (opset 12)")]
    [InlineData("onnx_zoo/softmax-last-layer", "unsupported operator 'Softmax' (opset 11)")]
    [InlineData("onnx_zoo/split/split_1d_split-2-4_axis-0", "the model has 2 outputs ('Y1', 'Y2'); one is supported")]
    public void UnsupportedNetwork_IsRefusedWithTheReason(string path, string problem)
    {
        byte[] file = File.ReadAllBytes(TestData.Require(path + ".onnx"));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => ModelReader.Read(file, path + ".onnx"));
        Assert.Equal(ModelErrorKind.Unsupported, error.Kind);
        Assert.Equal(problem, error.Problem);
        Assert.StartsWith(path + ".onnx", error.Message);

        ModelSource source = ModelReader.Describe(file, path + ".onnx");
        Assert.NotEmpty(source.Unsupported);
        Assert.NotEmpty(source.Nodes);
    }

    // Rounded to float64 by another program, so they bound what ONNX Runtime's float32 may hide.
    [SkippableTheory]
    [InlineData("acasxu")]
    [InlineData("mnistfc")]
    public void EveryNetwork_AgreesWithTheDoubleReference(string benchmark)
    {
        string[] lines = File.ReadAllLines(TestData.Require("reference", benchmark + "_forward.csv"));
        int compared = 0;
        foreach (IGrouping<string, string[]> rows in lines.Skip(1).Select(l => l.Split(',')).Where(r => r[3] == "float64").GroupBy(r => r[0]))
        {
            NetworkModel model = Load(benchmark, "onnx/" + rows.Key);
            foreach (string[] row in rows)
            {
                double[] input = BoxPoint(benchmark, row[1], row[2], model.InputCount);
                double[] actual = DoubleEvaluator.Evaluate(model, input);
                double[] expected = [.. row.Skip(4).Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
                Assert.Equal(expected.Length, actual.Length);
                for (int i = 0; i < expected.Length; i++)
                {
                    // The reference has nine digits.
                    Assert.Equal(expected[i], actual[i], 2e-8 * (1 + Math.Abs(expected[i])));
                }

                compared++;
            }
        }

        Assert.True(compared >= 18, $"only {compared} rows were compared");
    }

    internal static NetworkModel Load(string benchmark, string file)
    {
        string path = Path.Combine(TestData.Require(benchmark), file);
        path = File.Exists(path) ? path : path + ".gz";
        return ModelReader.Read(File.ReadAllBytes(path), path);
    }

    internal static void AssertAgrees(NetworkModel model, IEnumerable<GoldenCase> cases)
    {
        foreach (GoldenCase golden in cases)
        {
            double[] actual = DoubleEvaluator.Evaluate(model, golden.Input);
            Assert.Equal(golden.Output.Length, actual.Length);

            // Float32 rounding of sums whose terms are larger than the result: a relative tolerance of the largest output with a floor.
            double scale = Math.Max(0.05, golden.Output.Max(Math.Abs));
            for (int i = 0; i < actual.Length; i++)
            {
                Assert.True(Math.Abs(golden.Output[i] - actual[i]) <= 1e-5 * scale, $"{golden.Model}, {golden.Case}: output {i} is {actual[i]}; ONNX Runtime gives {golden.Output[i]}");
            }
        }
    }

    // The boxes of the properties, read from their plain bounds; in these files every input bound stands on a line of its own.
    private static double[] BoxPoint(string benchmark, string box, string point, int inputs)
    {
        string file = box switch
        {
            "prop_1_and_2" => "prop_1.vnnlib",
            _ when box.EndsWith(".vnnlib", StringComparison.Ordinal) => box,
            _ => box + ".vnnlib",
        };
        double[] lower = new double[inputs], upper = new double[inputs];
        foreach (string line in File.ReadLines(TestData.Require(benchmark, "vnnlib", file)))
        {
            System.Text.RegularExpressions.Match match = System.Text.RegularExpressions.Regex.Match(line, @"^\(assert \((<=|>=) X_(\d+) (\S+)\)\)");
            if (match.Success)
            {
                (match.Groups[1].Value == "<=" ? upper : lower)[int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)] = double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
            }
        }

        return point switch
        {
            "lower" => lower,
            "upper" => upper,
            "center" => [.. lower.Zip(upper, (l, u) => (l + u) / 2)],
            _ => throw new ArgumentException(point),
        };
    }
}
