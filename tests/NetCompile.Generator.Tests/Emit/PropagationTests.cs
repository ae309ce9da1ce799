using System.Reflection;
using NetCompile.Generator.Emit;
using NetCompile.Models;

namespace NetCompile.Generator.Tests.Emit;

public class PropagationTests
{
    // A pass in the consumer that writes down what it is handed: ILayerPass as any engine sees it.
    private const string Recorder = """
        using NetCompile.Kernels;
        using NetCompile.Propagation;

        namespace Sample;

        internal struct Recorder : ILayerPass
        {
            public string Calls;

            public void Dense<TShape>(TShape shape, int id, int source) where TShape : struct, IDenseShape => Calls += $"Dense {shape.Inputs}x{shape.Outputs} {id} <- {source};";
            public void Scale<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Calls += $"Scale {width.Count} {id} <- {source};";
            public void Shift<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Calls += $"Shift {width.Count} {id} <- {source};";
            public void Sum<TWidth>(TWidth width, int id, int left, int right, bool isDifference) where TWidth : struct, IWidth =>
                Calls += $"Sum {width.Count} {id} <- {left},{right} {isDifference};";
            public void Gather<TWidth>(TWidth width, int id) where TWidth : struct, IWidth => Calls += $"Gather {width.Count} {id};";
            public void Relu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Calls += $"Relu {width.Count} {id} <- {source};";
            public void LeakyRelu<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Calls += $"LeakyRelu {width.Count} {id} <- {source};";
            public void Clip<TWidth>(TWidth width, int id, int source) where TWidth : struct, IWidth => Calls += $"Clip {width.Count} {id} <- {source};";

            internal static string Forward()
            {
                Recorder recorder = new() { Calls = "" };
                Net.Network.Propagate(ref recorder);
                return recorder.Calls;
            }

            internal static string Back(int from)
            {
                Recorder recorder = new() { Calls = "" };
                Net.Network.PropagateBack(ref recorder, from);
                return recorder.Calls;
            }
        }
        """;

    public static TheoryData<string> Models => [.. TestModels.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_operator_is_visited_in_order_and_in_reverse(string name)
    {
        NetworkModel model = TestModels.Create(name);
        Type recorder = Consumer.Load(Consumer.Compile(
            NetworkEmitter.Emit(EmittedNetwork.Resolve(model)).Select(f => (f.HintName, f.Text)).Append(EmittedNetwork.UserPart()).Append(("Recorder.cs", Recorder))))
            .GetType("Sample.Recorder")!;
        string Call(string method, params object[] arguments) =>
            (string)recorder.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, arguments)!;

        string[] expected = [.. model.Operators.Skip(1).Select(Expected)];
        Assert.Equal(string.Concat(expected), Call("Forward"));
        foreach (int from in new[] { 0, expected.Length / 2, expected.Length, expected.Length + 5 })
        {
            Assert.Equal(string.Concat(expected.Take(from).Reverse()), Call("Back", from));
        }
    }

    private static string Expected(NetworkOperator o) => o switch
    {
        DenseOperator d => $"Dense {d.Inputs}x{d.Outputs} {d.Id} <- {d.Sources[0]};",
        SumOperator s => $"Sum {s.Count} {s.Id} <- {s.Sources[0]},{s.Sources[1]} {s.IsDifference};",
        GatherOperator g => $"Gather {g.Count} {g.Id};",
        _ => $"{o.Kind} {o.Count} {o.Id} <- {o.Sources[0]};",
    };
}
