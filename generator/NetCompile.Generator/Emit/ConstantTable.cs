using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>The constants of a network's models under the names they have in the emitted code; equal tensors are stored once.</summary>
internal sealed class ConstantTable
{
    private readonly Dictionary<Tensor, string> _names = new();
    private readonly Dictionary<(Tensor Weights, Tensor? Bias), string> _packed = new();
    private readonly List<(string Name, Tensor Tensor)> _tensors = new();
    private readonly List<(string Name, DenseOperator Layer)> _layers = new();
    private readonly Dictionary<GatherOperator, string> _gatherNames = new();
    private readonly List<(string Name, GatherOperator Operator)> _gathers = new();

    public ConstantTable(NetworkModel model, NetworkModel? unscaled)
    {
        Add(model, "");

        // The models share their layers; only the unscaled one's own constants, if any, are new.
        if (unscaled is not null)
        {
            Add(unscaled, "Unscaled");
        }
    }

    public IReadOnlyList<(string Name, Tensor Tensor)> Tensors => _tensors;

    public IReadOnlyList<(string Name, DenseOperator Layer)> Layers => _layers;

    public IReadOnlyList<(string Name, GatherOperator Operator)> Gathers => _gathers;

    /// <summary>The field of a tensor, qualified by its class.</summary>
    public string Reference(Tensor tensor) => $"Constants.{_names[tensor]}";

    /// <summary>The field of a layer's packed weights, qualified by its class.</summary>
    public string Packed(DenseOperator layer) => $"Packed.{_packed[(layer.Weights, layer.Bias)]}";

    /// <summary>The field of a gather's indices, qualified by its class.</summary>
    public string Reference(GatherOperator gather) => $"Constants.{_gatherNames[gather]}";

    /// <summary>The field with where each element comes from in source <paramref name="source"/>, −1 for another source.</summary>
    public string Packed(GatherOperator gather, int source) => $"Packed.{PackedName(_gatherNames[gather], source)}";

    public static string PackedName(string gather, int source) => $"{gather}From{source}";

    private void Add(NetworkModel model, string prefix)
    {
        foreach (NetworkOperator o in model.Operators)
        {
            string name = $"{prefix}{o.Kind}{o.Id}";
            switch (o)
            {
                case DenseOperator d:
                    Add(d.Weights, name + "Weights");
                    if (d.Bias is not null)
                    {
                        Add(d.Bias, name + "Bias");
                    }

                    if (!_packed.ContainsKey((d.Weights, d.Bias)))
                    {
                        _packed.Add((d.Weights, d.Bias), name);
                        _layers.Add((name, d));
                    }

                    break;
                case ScaleOperator s:
                    Add(s.Factor, name + "Factor");
                    break;
                case ShiftOperator s:
                    Add(s.Offset, name + "Offset");
                    break;
                case ClipOperator c:
                    Add(c.Lower, name + "Lower");
                    Add(c.Upper, name + "Upper");
                    break;
                case GatherOperator g:
                    _gatherNames.Add(g, name);
                    _gathers.Add((name, g));
                    break;
            }
        }
    }

    private void Add(Tensor tensor, string name)
    {
        if (!_names.ContainsKey(tensor))
        {
            _names.Add(tensor, name);
            _tensors.Add((name, tensor));
        }
    }
}
