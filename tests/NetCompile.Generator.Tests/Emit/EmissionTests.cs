using NetCompile.Generator.Emit;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Emit;

public class EmissionTests
{
    [Fact]
    public void An_unexpected_exception_becomes_a_message_instead_of_ending_the_compiler()
    {
        NetworkModel model = RandomNetworks.Chain(new Random(1), 2, 3, 1);
        NetworkDeclaration broken = EmittedNetwork.Declare(model) with { Inputs = new InputDeclaration[] { null! }.ToEquatableArray() };
        Emission emission = Emission.Of(new Resolution(broken, EmittedNetwork.Resolve(model, broken), null));
        Assert.Empty(emission.Files);
        Assert.Contains("Exception", emission.InternalError);
        Assert.DoesNotContain('\n', emission.InternalError!);
    }

    [Fact]
    public void The_same_network_gives_the_same_text()
    {
        NetworkModel model = RandomNetworks.EveryOperator(new Random(1), 4, 40, 3);
        Assert.Equal(NetworkEmitter.Emit(EmittedNetwork.Resolve(model)).AsEnumerable(), NetworkEmitter.Emit(EmittedNetwork.Resolve(model)).AsEnumerable());
    }

    [Fact]
    public void Text_has_no_line_ends_of_the_machine()
    {
        NetworkModel model = RandomNetworks.EveryOperator(new Random(1), 4, 40, 3);
        Assert.All(NetworkEmitter.Emit(EmittedNetwork.Resolve(model)), f => Assert.DoesNotContain('\r', f.Text));
    }

    [Fact]
    public void Properties_with_rounded_ends_and_constants_keep_every_bit()
    {
        // 0.1 is no double: the region and the constraint say so, and the emitted code builds the same property.
        NetworkModel model = RandomNetworks.Chain(new Random(1), 2, 3, 2);
        NetCompile.Properties.VerificationProperty property = NetCompile.VnnLib.VnnLibReader.Read("""
            (declare-const X_0 Real)
            (declare-const X_1 Real)
            (declare-const Y_0 Real)
            (declare-const Y_1 Real)
            (assert (or (and (>= X_0 0.1) (<= X_0 0.3)) (and (>= X_0 0.5) (<= X_0 1e3))))
            (assert (>= X_1 -0.1)) (assert (<= X_1 0.7))
            (assert (or (<= Y_0 0.1) (and (>= (+ Y_1 (* 0.3 X_0)) 2.7) (<= Y_0 Y_1))))
            """, "Decimal");
        ResolvedNetwork network = EmittedNetwork.Resolve(
            model, properties: new ResolvedProperty(new PropertyDeclaration.VnnLib("Decimal", "decimal.vnnlib"), property, IsUnscaled: true));
        Type properties = EmittedNetwork.Load(network).GetType("Sample.Net+Properties")!;
        Assert.Equal(property, properties.GetProperty("Decimal")!.GetValue(null));
        Assert.NotEqual(2, property.Cases[0].Region.Count(i => i.Lower == i.InnerLower));
    }
}
