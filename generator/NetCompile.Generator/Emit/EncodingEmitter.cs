using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;
using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the network's encoding for optimisation models as straight code: a call per operator, small layers unit by unit, with every big-M and where it comes from.</summary>
internal sealed class EncodingEmitter
{
    /// <summary>Units of a layer that are written one by one at most; larger layers are a call with tables.</summary>
    public const int MaxUnitsOneByOne = 16;

    private const string Milp = "global::NetCompile.Milp.";
    private readonly SourceWriter _writer;
    private readonly NetworkModel _model;
    private readonly ConstantTable _constants;
    private readonly ProvenBounds _proven;
    private readonly Dictionary<int, ActivationLayer> _layers;

    private EncodingEmitter(SourceWriter writer, ResolvedNetwork network, ConstantTable constants)
    {
        (_writer, _model, _constants) = (writer, network.Model, constants);
        _proven = ProvenBounds.Over(_model, network.Region.AsImmutableArray());
        _layers = StatedBounds.Apply(_model, _proven.Layers, network.Declaration.Milp).ToDictionary(l => l.OperatorId);
    }

    /// <summary>Writes the part of the struct <c>Network</c> that <see cref="MilpEmitter"/> calls.</summary>
    public static void Write(SourceWriter writer, ResolvedNetwork network, ConstantTable constants)
    {
        string? encoding = network.Declaration.Milp.Encoding;
        writer.Separate();
        writer.Line($"internal static {Milp}EncodingOptions DefaultEncoding {{ get; }} = " + (encoding is null
            ? $"{Milp}EncodingOptions.Default;"
            : $"new {Milp}EncodingOptions {{ Encoding = {Milp}ReluEncoding.Parse({Literal.String(encoding)}) }};"));
        if (!network.Region.IsEmpty)
        {
            new EncodingEmitter(writer, network, constants).Write(network);
        }
    }

    private void Write(ResolvedNetwork network)
    {
        bool[] isLive = Liveness.Of(_model);
        _writer.Separate();
        WriteOriginOfBounds();
        using (_writer.Block($"internal static {Milp}EncodedNetwork AddTo({Milp}MilpModel model, global::System.ReadOnlySpan<{Milp}MilpVariable> inputs, {Milp}EncodingOptions options, string name)"))
        {
            using (_writer.Block("if (options.Arithmetic != global::NetCompile.Verification.Arithmetic.Real)"))
            {
                _writer.Line(
                    "throw new global::System.ArgumentException(\"The bounds that the compiler proved hold for real arithmetic; for the float32 forward pass, compute bounds for it and give them to AddTo.\", nameof(options));");
            }

            _writer.Separate();
            _writer.Line($"{Milp}NetworkEncoding encoding = new(model, name, options);");
            _writer.Line($"{Milp}EncodedValue v0 = encoding.Input(inputs, EncodingBounds.InputLower, EncodingBounds.InputUpper);");
            foreach (NetworkOperator o in _model.Operators.Skip(1).Where(o => isLive[o.Id]))
            {
                WriteOperator(o);
            }

            _writer.Separate();
            _writer.Line($"return encoding.Finish(v{_model.Output}, EncodingBounds.OutputLower, EncodingBounds.OutputUpper, global::NetCompile.Runtime.NetworkRunner.Create<Network>());");
        }

        _writer.Separate();
        _writer.Line("// Bounds by input, unit and output: what was proved, or stated, about the declared ranges.");
        using (_writer.Block("private static class EncodingBounds"))
        {
            BoundTableEmitter tables = new(_writer);
            tables.Write("Input", network.Region.Select(r => (r.Lower, r.Upper)).ToArray(), null);
            foreach (NetworkOperator o in _model.Operators.Where(o => isLive[o.Id] && o.IsActivation && !IsOneByOne(o)))
            {
                ActivationLayer layer = _layers[o.Id];
                tables.Write(Table(o), layer.Units.Select(u => (u.Lower, u.Upper)).ToArray(), i => (Note(layer.Units[i].LowerSource, layer.Units[i]), Note(layer.Units[i].UpperSource, layer.Units[i])));
            }

            tables.Write("Output", _proven.Outputs.Select(r => (r.Lower, r.Upper)).ToArray(), null);
        }
    }

    private void WriteOriginOfBounds()
    {
        _writer.Line("// A unit h = max(0, a) with L <= a <= U is encoded with the big-Ms -L and U. Its bounds are proved for every input in the declared ranges, rounded outward, by the");
        _writer.Line(_proven.UsesCrown
            ? "// tighter of CROWN and intervals, in real arithmetic; or they are stated by [BigM], which proves nothing."
            : $"// intervals alone, in real arithmetic (CROWN would cost {Literal.Grouped(ProvenBounds.CrownWork(_model))} multiplications in the compiler, which takes at most {Literal.Grouped(ProvenBounds.MaxCrownWork)}); or they are stated by [BigM], which proves nothing.");
        _writer.Line("// Tighter bounds make a model that is solved faster: NetCompile.Milp.BoundTightening computes them at run time, for AddTo to be given.");
    }

    private void WriteOperator(NetworkOperator o)
    {
        _writer.Separate();
        if (!o.IsActivation)
        {
            _writer.Line($"// {LayerText.Describe(o)}");
            _writer.Line($"{Milp}EncodedValue v{o.Id} = {Affine(o)};");
            return;
        }

        ActivationLayer layer = _layers[o.Id];
        _writer.Line($"// Layer {layer.Index} '{Literal.OneLine(o.Name)}' · {LayerText.Describe(o)}: {layer.Count(UnitState.Unstable)} unstable, {layer.Count(UnitState.StablyActive)} stably active, {layer.Count(UnitState.StablyInactive)} stably inactive");
        if (!IsOneByOne(o))
        {
            _writer.Line($"// {Origins("L", layer, u => u.LowerSource)}; {Origins("U", layer, u => u.UpperSource)}");
            _writer.Line($"{Milp}EncodedValue v{o.Id} = encoding.{Activation(o, $"v{o.Sources[0]}", null)}, EncodingBounds.{Table(o)}Lower, EncodingBounds.{Table(o)}Upper, {Literal.String(Name(o))});");
            return;
        }

        _writer.Line($"{Milp}EncodedValue v{o.Id} = {Milp}EncodedValue.Of(");
        for (int i = 0; i < o.Count; i++)
        {
            UnitBounds u = layer.Units[i];
            string end = i == o.Count - 1 ? ");" : ",";
            _writer.Line(
                $"    encoding.{Activation(o, $"v{o.Sources[0]}[{i}]", i)}, {Literal.Double(u.Lower)}, {Literal.Double(u.Upper)}, encoding.NameOf({Literal.String(Name(o))}, {i})){end} // {Describe(u)}");
        }
    }

    // The name that NetworkEncoder gives the operator as well: the same network gives the same model, whoever encodes it.
    private static string Name(NetworkOperator o) => o.Kind.ToString().ToLowerInvariant() + Display.Index(o.Id);

    private static string Table(NetworkOperator o) => o.Kind.ToString() + Display.Index(o.Id);

    private static bool IsOneByOne(NetworkOperator o) => o.Count <= MaxUnitsOneByOne;

    private string Affine(NetworkOperator o) => o switch
    {
        DenseOperator d => $"encoding.Dense(v{d.Sources[0]}, {Values(d.Weights)}, {(d.Bias is null ? "default" : Values(d.Bias))}, {Literal.String(Name(d))})",
        ScaleOperator s => $"encoding.Scale(v{s.Sources[0]}, {Values(s.Factor)}, {Literal.Bool(s.IsDivision)})",
        ShiftOperator s => $"encoding.Shift(v{s.Sources[0]}, {Values(s.Offset)})",
        SumOperator s => $"encoding.Sum(v{s.Sources[0]}, v{s.Sources[1]}, {Literal.Bool(s.IsDifference)})",
        GatherOperator g => $"{Milp}NetworkEncoding.Gather(new {Milp}EncodedValue[] {{ {string.Join(", ", g.Sources.Select(s => $"v{s}"))} }}, {_constants.Reference(g)}.AsSpan())",
        _ => throw new InvalidOperationException($"No emitter knows the operator {o.Kind}."),
    };

    // The call up to the bounds, for a unit or for the layer.
    private string Activation(NetworkOperator o, string source, int? unit) => o switch
    {
        ReluOperator => $"Relu({source}",
        LeakyReluOperator l => $"LeakyRelu({source}, {Literal.Float(l.Slope)}",
        ClipOperator c when unit is { } i => $"Clip({source}, {Literal.Float(c.Lower.Values[i])}, {Literal.Float(c.Upper.Values[i])}",
        ClipOperator c => $"Clip({source}, {Values(c.Lower)}, {Values(c.Upper)}",
        StepOperator s => $"Step({source}, {Literal.Float(s.Low)}, {Literal.Float(s.AtZero)}, {Literal.Float(s.High)}",
        _ => throw new InvalidOperationException($"No emitter knows the operator {o.Kind}."),
    };

    private string Values(Tensor tensor) => $"{_constants.Reference(tensor)}.Values.AsSpan()";

    private static string Describe(UnitBounds u) => u.State switch
    {
        UnitState.Unstable => $"unstable; L {u.LowerSource.Describe()}, U {u.UpperSource.Describe()}",
        UnitState.StablyActive => $"stably active, no binary; {Deciding(u)}",
        _ => $"stably inactive, nothing; {Deciding(u)}",
    };

    // The end that settles it is the one nearer to the kink; for a clip it may be either.
    private static string Deciding(UnitBounds u) => u.LowerSource == u.UpperSource ? u.LowerSource.Describe() : $"L {u.LowerSource.Describe()}, U {u.UpperSource.Describe()}";

    private static string Note(BoundSource source, UnitBounds u) => u.State == UnitState.Unstable ? source.Describe() : $"{source.Describe()}; {(u.State == UnitState.StablyActive ? "stably active" : "stably inactive")}";

    private static string Origins(string end, ActivationLayer layer, Func<UnitBounds, BoundSource> source)
    {
        IEnumerable<string> parts = layer.Units.Where(u => u.State == UnitState.Unstable).GroupBy(source).OrderByDescending(g => g.Key).Select(g => $"{g.Key.Describe()} for {g.Count()}");
        string text = string.Join(", ", parts);
        return text.Length == 0 ? $"{end}: no big-M" : $"{end}: {text}";
    }
}
