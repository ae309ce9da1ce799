using NetCompile.Generator.Parsing;
using NetCompile.Properties;

namespace NetCompile.Generator.Tests.Parsing;

public class DeclarationParserTests
{
    private const string Full = """
        namespace Cars.Advice;

        [Network("models/acc.onnx")]
        [Input("gap", 0, 120, Mean = 60, Range = 30)]
        [Input("speed", -1.5, 40)]
        [Input("pixel", 0, 16, Count = 64)]
        [Output("coast", "brake")]
        [Output("level", Scale = 2.5, Offset = -1)]
        [Robust("Steady", Radius = 0.5, Around = "points/a.csv", Label = 1)]
        [VnnLib("properties/prop_3.vnnlib")]
        [VnnLib("properties/prop_4.vnnlib.gz", Name = "Fourth", ProveAtBuild = true)]
        internal static partial class Advisory
        {
            const double Far = 100;

            [Property]
            static bool FarIsCoast(Input x, Output y) =>
                !(x.gap >= Far)   // far
                || y.coast >= y.brake;
        }
        """;

    [Fact]
    public void Every_part_of_a_declaration_is_read()
    {
        NetworkDeclaration d = Parsed.Declaration(Full);

        Assert.Equal(("Cars.Advice", "class", "Advisory", "internal", true, "Cars.Advice.Advisory"), (d.Namespace, d.Keyword, d.Name, d.Accessibility, d.IsStatic, d.HintName));
        Assert.Equal(("models/acc.onnx", "/project/Networks", (string?)null), (d.ModelPath, d.DeclaringFolder, d.WeightsPath));
        Assert.Equal(
            [new("gap", 0, 120, 60, 30, null), new("speed", -1.5, 40, null, null, null), new("pixel", 0, 16, null, null, 64)],
            d.Inputs.ToArray());
        Assert.Equal([new("coast", null, null, null), new("brake", null, null, null), new("level", 2.5, -1, null)], d.Outputs.ToArray());
        Assert.Equal((66, 3), (d.InputCount, d.OutputCount));
        Assert.Empty(d.Layers);
        Assert.Equal(
            [
                new PropertyDeclaration.Method("FarIsCoast", FarIsCoast(), "!(x.gap >= Far) || y.coast >= y.brake", new[] { false, true }.ToEquatableArray()),
                new PropertyDeclaration.Robust("Steady", 0.5, "points/a.csv", null, 1),
                new PropertyDeclaration.VnnLib("Prop3", "properties/prop_3.vnnlib"),
                new PropertyDeclaration.VnnLib("Fourth", "properties/prop_4.vnnlib.gz") { ProveAtBuild = true },
            ],
            d.Properties.ToArray());
    }

    [Fact]
    public void Layers_are_read_in_order()
    {
        NetworkDeclaration d = Parsed.Declaration("""
            [Network]
            [Dense(2, Weights = new[] { 1, -0.1, 3.5, 4 }, Bias = new[] { 0.5, 0 })]
            [Input("a", 0, 1), Input("b", 0, 1)]
            [Relu] [LeakyRelu(0.1)] [Clip(-1, double.PositiveInfinity)]
            [Dense(1)] [Weights("w.txt")]
            [Output("y")]
            public partial class Tiny { }
            """);

        Assert.Null(d.ModelPath);
        Assert.Equal("w.txt", d.WeightsPath);
        Assert.Equal(
            [
                new LayerDeclaration.Dense(2, new[] { 1f, -0.1f, 3.5f, 4f }.ToEquatableArray(), new[] { 0.5f, 0f }.ToEquatableArray()),
                new LayerDeclaration.Relu(),
                new LayerDeclaration.LeakyRelu(0.1f),
                new LayerDeclaration.Clip(-1, float.PositiveInfinity),
                new LayerDeclaration.Dense(1, null, null),
            ],
            d.Layers.ToArray());
        Assert.False(d.IsStatic);
    }

    [Fact]
    public void Containing_types_are_read_from_the_outside_in()
    {
        NetworkDeclaration d = Parsed.Declaration("""
            public static partial class Outer
            {
                public readonly ref partial struct Middle
                {
                    internal partial record @record
                    {
                        partial interface IInner
                        {
                            [Network("m.onnx")] protected internal partial record Net { }
                        }
                    }
                }
            }
            """);

        Assert.Equal(
            [new("class", "Outer", "static"), new("struct", "Middle", "readonly ref"), new("record", "record", ""), new("interface", "IInner", "")],
            d.ContainingTypes.ToArray());
        Assert.Equal((null, "record", "protected internal", "Outer+Middle+record+IInner+Net"), (d.Namespace, d.Keyword, d.Accessibility, d.HintName));
    }

    [Fact]
    public void An_edit_that_moves_lines_or_changes_comments_gives_an_equal_declaration()
    {
        string edited = "\n\n// moved\n" + Full.Replace("// far", "// a\n/* longer */ // comment").Replace("[Output(\"coast\"", "\n\n   [Output(  \"coast\"");

        NetworkDeclaration before = Parsed.Declaration(Full), after = Parsed.Declaration(edited);

        Assert.Equal(before, after);
        Assert.Equal(before.GetHashCode(), after.GetHashCode());
    }

    [Theory]
    [InlineData("0, 120", "0, 121")]
    [InlineData("Mean = 60", "Mean = 61")]
    [InlineData("Far = 100", "Far = 101")]
    [InlineData("y.coast >= y.brake", "y.coast > y.brake")]
    [InlineData("Label = 1", "Label = 0")]
    [InlineData("prop_3", "prop_5")]
    [InlineData("Count = 64", "Count = 65")]
    public void An_edit_of_a_fact_gives_another_declaration(string text, string replacement) =>
        Assert.NotEqual(Parsed.Declaration(Full), Parsed.Declaration(Full.Replace(text, replacement)));

    [Fact]
    public void Attributes_on_another_part_belong_to_the_network()
    {
        ParsedNetwork parsed = Parsed.Networks(
            ("/p/A.cs", "[Network(\"m.onnx\")] [Input(\"a\", 0, 1)] public partial class Split { }"),
            ("/p/B.cs", "partial class Split { [Property] static bool Fine(Input x) => x.a < 2; }")).Single();

        Assert.Empty(Parsed.Messages(parsed));
        Assert.Equal("Fine", parsed.Declaration!.Properties.Single().Name);
        Assert.Equal("/p", parsed.Declaration.DeclaringFolder);
    }

    [Fact]
    public void A_property_that_cannot_be_translated_leaves_the_others_and_the_network()
    {
        ParsedNetwork parsed = Parsed.Network("""
            [Network("m.onnx")] [Input("a", 0, 1)] [Output("y")]
            partial class Net
            {
                [Property] static bool Bad(Input x, Output y) => x.a * y.y < 1;
                [Property] static bool Good(Input x, Output y) => x.a + y.y < 1;
            }
            """);

        Assert.Single(parsed.Errors);
        Assert.Equal("Good", parsed.Declaration!.Properties.Single().Name);
    }

    [Theory]
    [InlineData("prop_3.vnnlib", "Prop3")]
    [InlineData("a/b/robust-7_eps.0.3.vnnlib.gz", "Robust7Eps03")]
    [InlineData("7.vnnlib", "Property7")]
    [InlineData("C:\\files\\all.vnnlib", "AllValue")]
    public void The_name_of_a_VnnLib_property_comes_from_its_file(string path, string name) => Assert.Equal(name, Names.FromFile(path));

    private static Formula FarIsCoast() => new Formula.Any(
    [
        new Formula.Atom(LinearExpression.FromVariable(PropertyVariable.Input(0)) - LinearExpression.FromConstant(Rational.FromDouble(100)), IsStrict: true),
        new Formula.Atom(LinearExpression.FromVariable(PropertyVariable.Output(1)) - LinearExpression.FromVariable(PropertyVariable.Output(0)), IsStrict: false),
    ]);
}
