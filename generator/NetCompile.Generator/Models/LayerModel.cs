using System.Collections.Immutable;
using NetCompile.Generator.Parsing;
using NetCompile.Models;

namespace NetCompile.Generator.Models;

/// <summary>Builds the model of a network that is declared by layer attributes.</summary>
internal sealed class LayerModel
{
    private readonly NetworkDeclaration _declaration;
    private readonly ImmutableArray<double> _file;
    private int _taken;

    private LayerModel(NetworkDeclaration declaration, ImmutableArray<double> file)
    {
        _declaration = declaration;
        _file = file;
    }

    /// <summary>The model.</summary>
    /// <param name="declaration">The declaration, with layers.</param>
    /// <param name="file">The numbers of the weights file; default where the declaration names none.</param>
    public static ModelLoad Build(NetworkDeclaration declaration, ImmutableArray<double> file) => new LayerModel(declaration, file).Build();

    private ModelLoad Build()
    {
        if (_declaration.InputCount == 0)
        {
            return ModelLoad.Failed(ModelLoadFailure.ShapeMismatch, $"{_declaration.Name}: it declares layers but no input");
        }

        NetworkModelBuilder builder = new(_declaration.Name, TensorShape.Of(_declaration.InputCount));
        int value = builder.Input;
        for (int i = 0; i < _declaration.Layers.Count; i++)
        {
            try
            {
                int inputs = builder[value].Count;
                switch (_declaration.Layers[i])
                {
                    case LayerDeclaration.Dense dense:
                        (ImmutableArray<float> weights, ImmutableArray<float>? bias, string? problem) = ConstantsOf(dense, inputs);
                        if (problem is not null)
                        {
                            return ModelLoad.Failed(ModelLoadFailure.ShapeMismatch, $"{_declaration.Name}, layer {i + 1}, [Dense({dense.Outputs})]: {problem}", i);
                        }

                        value = builder.AddDense(
                            value, new Tensor(TensorShape.Of(dense.Outputs, inputs), weights), bias is { } b ? new Tensor(TensorShape.Of(b.Length), b) : null);
                        break;

                    case LayerDeclaration.Relu:
                        value = builder.AddRelu(value);
                        break;

                    case LayerDeclaration.LeakyRelu leaky:
                        value = builder.AddLeakyRelu(value, leaky.Slope);
                        break;

                    case LayerDeclaration.Clip clip:
                        value = builder.AddClip(value, Filled(inputs, clip.Lower), Filled(inputs, clip.Upper));
                        break;

                    default:
                        throw new InvalidOperationException($"No such layer: {_declaration.Layers[i]}.");
                }
            }
            catch (ModelFormatException e)
            {
                return ModelLoad.Failed(e, i);
            }
        }

        return !_file.IsDefault && _taken != _file.Length
            ? ModelLoad.Failed(
                ModelLoadFailure.ShapeMismatch, $"{_declaration.WeightsPath}: it holds {Display.Count(_file.Length, "number")} but the dense layers without inline weights need {Display.Count(_taken)}")
            : new ModelLoad(builder.Build(value), null);
    }

    private (ImmutableArray<float> Weights, ImmutableArray<float>? Bias, string? Problem) ConstantsOf(LayerDeclaration.Dense dense, int inputs)
    {
        long needed = (long)dense.Outputs * inputs;
        if (dense.Weights is { } weights)
        {
            return weights.Count != needed
                    ? Problem($"{Display.Count(inputs, "input")} and {Display.Count(dense.Outputs, "output")} need {Display.Count(needed)} weights but {Display.Count(weights.Count)} are given")
                : dense.Bias is { } bias && bias.Count != dense.Outputs ? Problem($"the bias has {Display.Count(bias.Count, "number")} but the layer has {Display.Count(dense.Outputs, "output")}")
                : (weights.AsImmutableArray(), dense.Bias?.AsImmutableArray(), null);
        }

        if (dense.Bias is not null)
        {
            return Problem("it states a bias but no weights; both come from the weights file, or neither");
        }

        if (_file.IsDefault)
        {
            return Problem($"{Display.Count(inputs, "input")} and {Display.Count(dense.Outputs, "output")} need {Display.Count(needed)} weights but none are given; set Weights or add [Weights(\"file\")]");
        }

        if (_taken + needed + dense.Outputs > _file.Length)
        {
            return Problem($"it needs {Display.Count(needed + dense.Outputs)} numbers for weights and bias but {_declaration.WeightsPath} has {Display.Count(_file.Length - _taken, "number")} left of {Display.Count(_file.Length)}");
        }

        ImmutableArray<float> taken = Take((int)needed);
        return (taken, Take(dense.Outputs), null);
    }

    private ImmutableArray<float> Take(int count)
    {
        ImmutableArray<float>.Builder values = ImmutableArray.CreateBuilder<float>(count);
        for (int i = 0; i < count; i++)
        {
            values.Add((float)_file[_taken + i]);
        }

        _taken += count;
        return values.MoveToImmutable();
    }

    private static (ImmutableArray<float>, ImmutableArray<float>?, string?) Problem(string problem) => (default, null, problem);

    private static Tensor Filled(int count, float value) => new(TensorShape.Of(count), Enumerable.Repeat(value, count).ToImmutableArray());
}
