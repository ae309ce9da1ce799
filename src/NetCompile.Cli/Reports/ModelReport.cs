using NetCompile.Models;
using Spectre.Console;

namespace NetCompile.Cli.Reports;

/// <summary>A network for people: what the file holds, and the operators that are verified.</summary>
internal static class ModelReport
{
    /// <summary>Input ranges that are listed one by one.</summary>
    private const int MaxRanges = 20;

    public static void Write(TextWriter output, NetworkModel model)
    {
        if (model.Source is { } source)
        {
            WriteSource(output, source);
        }

        Line(output, "input", $"{model.InputShape} ({VerdictText.Count(model.InputCount)})");
        Line(output, "output", $"{model.OutputShape} ({VerdictText.Count(model.OutputCount)})");
        Line(output, "parameters", VerdictText.Count(model.ParameterCount));
        Line(output, "activations", Activations(model));
        Line(output, "content hash", model.ContentHash);
        Line(output, "unsupported", "nothing");
        WriteRanges(output, model);
        WriteOperators(output, model);
    }

    private static void WriteSource(TextWriter output, ModelSource source)
    {
        Line(output, "format", source.Format + (source.Version.Length > 0 ? $" ({source.Version})" : ""));
        if (source.Producer.Length > 0)
        {
            Line(output, "producer", source.Producer);
        }

        if (!source.Nodes.IsDefaultOrEmpty)
        {
            Line(output, "nodes", string.Join(", ", source.Nodes.GroupBy(n => n.Operator).Select(g => $"{g.Key} {g.Count()}")));
        }
    }

    private static string Activations(NetworkModel model)
    {
        List<NetworkOperator> layers = [.. model.Operators.Where(o => o.IsActivation)];
        return layers.Count == 0
            ? "none: the network is affine"
            : $"{VerdictText.Count(model.ActivationCount)} in {layers.Count} layers ({string.Join(", ", layers.GroupBy(o => o.Kind).Select(g => $"{g.Key} {VerdictText.Count(g.Sum(o => o.Count))}"))})";
    }

    private static void WriteRanges(TextWriter output, NetworkModel model)
    {
        for (int i = 0; i < Math.Min(model.InputRanges.Length, MaxRanges); i++)
        {
            Line(output, i == 0 ? "input ranges" : "", $"X_{i} in [{VerdictText.Number(model.InputRanges[i].Lower)}, {VerdictText.Number(model.InputRanges[i].Upper)}]");
        }

        if (model.InputRanges.Length > MaxRanges)
        {
            Line(output, "", $"… {model.InputRanges.Length - MaxRanges} more");
        }
    }

    private static void WriteOperators(TextWriter output, NetworkModel model)
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
                o.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
                o.Kind.ToString() + (o.Id == model.Output ? " (output)" : ""),
                Markup.Escape(o.Name),
                o.Shape.ToString(),
                string.Join(", ", o.Sources),
                parameters == 0 ? "" : VerdictText.Count(parameters),
                o.IsActivation ? VerdictText.Count(o.Count) : "");
        }

        CommandContext.Console(output).Write(table);
    }

    private static void Line(TextWriter output, string name, string text) => output.WriteLine($"{name,-15} {text}");
}
