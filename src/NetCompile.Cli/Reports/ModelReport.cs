using System.Collections.Immutable;
using System.Globalization;
using NetCompile.Models;
using Spectre.Console;

namespace NetCompile.Cli.Reports;

/// <summary>A model for people: what the file holds, what of it is unsupported, and the operators that are verified.</summary>
internal static class ModelReport
{
    /// <summary>Input ranges that are listed one by one.</summary>
    private const int MaxRanges = 20;

    /// <param name="output">Where to write.</param>
    /// <param name="source">What the file holds.</param>
    /// <param name="model">The network; null where something in the file is unsupported.</param>
    public static void Write(TextWriter output, ModelSource source, NetworkModel? model)
    {
        Line(output, "format", source.Format + (source.Version.Length > 0 ? $" ({source.Version})" : ""));
        if (source.Producer.Length > 0)
        {
            Line(output, "producer", source.Producer);
        }

        WriteValues(output, "input", source.Inputs);
        WriteValues(output, "output", source.Outputs);
        Line(output, "nodes", string.Join(", ", source.Nodes.GroupBy(n => n.Operator).Select(g => $"{g.Key} {g.Count()}")));
        if (model is not null)
        {
            Line(output, "parameters", VerdictText.Count(model.ParameterCount));
            Line(output, "activations", Activations(model));
            Line(output, "content hash", model.ContentHash);
            WriteRanges(output, model);
        }

        WriteList(output, "note", [.. source.Notes, .. Notes(model)]);
        WriteList(output, "unsupported", source.Unsupported.IsEmpty ? ImmutableArray.Create("nothing") : source.Unsupported);
        CommandContext.Console(output).Write(model is null ? Nodes(source) : Operators(model));
    }

    private static void WriteValues(TextWriter output, string name, ImmutableArray<SourceValue> values) =>
        WriteList(output, name, [.. values.Select(v => $"{v.Name}: {v.ElementType} {v.Shape?.ToString() ?? "of unknown shape"}{(v.Shape is null ? "" : $" ({VerdictText.Count(v.Shape.Count)})")}")]);

    private static string Activations(NetworkModel model)
    {
        List<NetworkOperator> layers = [.. model.Operators.Where(o => o.IsActivation)];
        return layers.Count == 0
            ? "none: the network is affine"
            : $"{VerdictText.Count(model.ActivationCount)} in {layers.Count} layers ("
                + string.Join(", ", layers.GroupBy(o => o.Kind).Select(g => $"{g.Key} {string.Join(" + ", g.Select(o => VerdictText.Count(o.Count)))}")) + ")";
    }

    private static IEnumerable<string> Notes(NetworkModel? model)
    {
        if (model?.Operators.Any(o => o is MaximumOperator) == true)
        {
            yield return "Maximum: runs, and is verified, as b + max(0, a − b), pair by pair";
        }

        if (model?.Operators.Any(o => o is StepOperator) == true)
        {
            yield return "Step: not continuous, so that 'verify' and 'bounds' do not take it; the MILP encodings of NetCompile.Milp do";
        }
    }

    private static void WriteRanges(TextWriter output, NetworkModel model)
    {
        IEnumerable<string> ranges = model.InputRanges.Take(MaxRanges).Select((r, i) => $"X_{i} in [{VerdictText.Number(r.Lower)}, {VerdictText.Number(r.Upper)}]");
        WriteList(output, "input ranges", [.. ranges, .. model.InputRanges.Length > MaxRanges ? [$"… {model.InputRanges.Length - MaxRanges} more"] : Array.Empty<string>()]);
    }

    private static Table Nodes(ModelSource source)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("node").AddColumn("name").AddColumn("shape");
        foreach (SourceNode node in source.Nodes)
        {
            table.AddRow(Markup.Escape(node.Operator), Markup.Escape(node.Name), node.Shape?.ToString() ?? "?");
        }

        return table;
    }

    private static Table Operators(NetworkModel model)
    {
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn("#", c => c.RightAligned())
            .AddColumn("operator")
            .AddColumn("name")
            .AddColumn("shape")
            .AddColumn("from")
            .AddColumn("parameters", c => c.RightAligned())
            .AddColumn("activations", c => c.RightAligned());
        foreach (NetworkOperator o in model.Operators)
        {
            long parameters = NetworkModel.ParametersOf(o);
            table.AddRow(
                o.Id.ToString(CultureInfo.InvariantCulture),
                o.Kind.ToString() + (o.Id == model.Output ? " (output)" : ""),
                Markup.Escape(o.Name),
                o.Shape.ToString(),
                string.Join(", ", o.Sources),
                parameters == 0 ? "" : VerdictText.Count(parameters),
                o.IsActivation ? VerdictText.Count(o.Count) : "");
        }

        return table;
    }

    private static void WriteList(TextWriter output, string name, ImmutableArray<string> texts)
    {
        for (int i = 0; i < texts.Length; i++)
        {
            Line(output, i == 0 ? name : "", texts[i]);
        }
    }

    private static void Line(TextWriter output, string name, string text) => output.WriteLine($"{name,-15} {text}");
}
