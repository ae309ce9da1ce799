using System.Reflection;
using NetCompile.Generator.Emit;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;

namespace NetCompile.Generator.Tests.Emit;

/// <summary>The emitted <c>Bounds</c> takes every method and gives what a network loaded at run time gives.</summary>
public class BoundsTests
{
    public static TheoryData<string> Models => [.. TestModels.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Emitted_and_loaded_networks_have_the_same_bounds_by_every_method(string name)
    {
        NetworkModel model = TestModels.Create(name);
        Type net = Consumer.Load(Consumer.Compile(NetworkEmitter.Emit(EmittedNetwork.Resolve(model)).Select(f => (f.HintName, f.Text)).Append(EmittedNetwork.UserPart())))
            .GetType("Sample.Net", throwOnError: true)!;
        MethodInfo emitted = net.GetMethod("Bounds", [typeof(IReadOnlyList<InputInterval>), typeof(BoundMethod), typeof(BoundOptions)])!;
        InputInterval[] region = [.. Enumerable.Range(0, model.InputCount).Select(i => InputInterval.Exact(-0.3 - (0.01 * i), 0.2))];
        NetworkRunner loaded = NetworkRunner.Create(model);
        foreach (BoundMethod method in Enum.GetValues<BoundMethod>())
        {
            BoundOptions options = new() { Iterations = 3, Splits = method == BoundMethod.BetaCrown ? Decisions(model) : [] };
            OutputBounds bounds = (OutputBounds)emitted.Invoke(null, [region, method, options])!, expected = OutputBounds.Compute(loaded, region, method, options);
            Assert.Equal(expected.Lower.AsEnumerable(), bounds.Lower);
            Assert.Equal(expected.Upper.AsEnumerable(), bounds.Upper);
            Assert.All(bounds.Lower, l => Assert.True(double.IsFinite(l)));
        }
    }

    private static System.Collections.Immutable.ImmutableArray<PhaseDecision> Decisions(NetworkModel model) =>
        [.. model.Operators.Where(o => o is ReluOperator).Select(o => new PhaseDecision(o.Id, 0, true))];
}
