using NetCompile.Generator.Milp;
using NetCompile.Generator.Tests.Emit;
using NetCompile.Milp;
using NetCompile.Models;
using NetCompile.Passes;
using NetCompile.Runtime;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Milp;

/// <summary>The sizes in closed form are those of the models that are built.</summary>
public class EncodingSizerTests
{
    private static readonly string[] s_exact = ["big-m", "ideal", "indicator", "sos1", "triangle", "projected-hull"];

    public static TheoryData<string, int> Encodings
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string encoding in (string[])[.. s_exact, "extended", "partition:1", "partition:3"])
            {
                for (int seed = 0; seed < 12; seed++)
                {
                    data.Add(encoding, seed);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void The_size_is_that_of_the_model(string encoding, int seed)
    {
        Random random = new(seed);
        HiddenActivation[] activations = [HiddenActivation.Relu, HiddenActivation.LeakyRelu, HiddenActivation.Clip, HiddenActivation.Sign, HiddenActivation.Threshold, HiddenActivation.Maximum];
        NetworkModel network = LowerMaximumPass.Run(
            seed % 2 == 0 ? RandomNetworks.EveryOperator(random, 1 + (seed / 4), 6, 2) : RandomNetworks.Chain(random, activations[seed / 2 % activations.Length], 1 + (seed / 6), 7, 5, 2));
        ProvenBounds proven = EmbeddedNetwork.Proven(network);
        MilpModel model = new();
        EncodedNetwork encoded = NetworkEncoder.AddTo(
            model, NetworkRunner.Create(network), EmbeddedNetwork.Inputs(model, network), EmbeddedNetwork.ForRunTime(network, proven), new EncodingOptions { Encoding = ReluEncoding.Parse(encoding) });

        EncodingSize size = EncodingSizer.Of(network, proven.Layers, encoding);
        EncodingSize built = new(model.ColumnCount - network.InputCount, encoded.Binaries.Count, model.RowCount + model.Indicators.Count, model.NonzeroCount + model.Indicators.Sum(i => i.Columns.Length));
        Assert.Equal(built.Binaries, size.Binaries);
        if (s_exact.Contains(encoding))
        {
            Assert.Equal(built, size);
        }
        else
        {
            // Big-M rows are kept where they cut something off, and zero bounds leave out a coefficient.
            Assert.InRange(built.Columns, size.Columns / 2, size.Columns);
            Assert.InRange(built.Rows, size.Rows / 2, size.Rows);
            Assert.InRange(built.Nonzeros, size.Nonzeros / 2, size.Nonzeros);
        }
    }
}
