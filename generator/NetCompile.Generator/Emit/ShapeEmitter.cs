using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>Writes the empty structs whose constant properties tell the JIT the sizes; one per size, shared by all layers.</summary>
internal static class ShapeEmitter
{
    /// <summary>The struct of a dense layer's sizes.</summary>
    public static string Of(DenseOperator layer) => $"Shape{layer.Inputs}x{layer.Outputs}";

    /// <summary>The struct of a length.</summary>
    public static string Of(int width) => $"Width{width}";

    public static void Write(SourceWriter writer, IEnumerable<NetworkModel> models)
    {
        NetworkOperator[] operators = models.SelectMany(m => m.Operators).ToArray();
        foreach ((int inputs, int outputs) in operators.OfType<DenseOperator>().Select(d => (d.Inputs, d.Outputs)).Distinct().OrderBy(s => s))
        {
            writer.Separate();
            using (writer.Block($"private readonly struct Shape{inputs}x{outputs} : global::NetCompile.Kernels.IDenseShape"))
            {
                writer.Line($"public int Inputs => {inputs};");
                writer.Separate();
                writer.Line($"public int Outputs => {outputs};");
            }
        }

        foreach (int width in operators.Where(o => o is not (InputOperator or DenseOperator)).Select(o => o.Count).Distinct().OrderBy(n => n))
        {
            writer.Separate();
            using (writer.Block($"private readonly struct Width{width} : global::NetCompile.Kernels.IWidth"))
            {
                writer.Line($"public int Count => {width};");
            }
        }
    }
}
